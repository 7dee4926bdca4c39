import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type';

/**
 * What a file is by its first bytes; nobody asks its name.
 * @param file its bytes, or its path @returns its media type, such as `image/png`; undefined for what nobody knows
 */
export async function typeByFirstBytes(file: string | Uint8Array): Promise<string | undefined> {
  const found =
    typeof file === 'string' ? await fileTypeFromFile(file) : await fileTypeFromBuffer(file);
  return found?.mime;
}
