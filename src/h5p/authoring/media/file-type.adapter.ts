import { fileTypeFromFile } from 'file-type';
import { typeOf, type MediumKind } from './medium.js';

/** What a file is by its first bytes; nobody asks its name. @returns undefined for what we do not take */
export async function kindOfFile(
  file: string,
): Promise<
  { readonly kind: MediumKind; readonly ending: string; readonly mime: string } | undefined
> {
  const found = await fileTypeFromFile(file);
  const type = typeOf(found?.mime);
  return found && type && { ...type, mime: found.mime };
}
