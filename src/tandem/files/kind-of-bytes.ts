import { fileTypeFromBuffer } from 'file-type';

/** What a file is by its first bytes; nobody asks its name. `other`: nothing that we take. */
export type KindOfBytes = 'picture' | 'pdf' | 'heic' | 'other';

const KINDS: Readonly<Record<string, KindOfBytes>> = {
  'image/jpeg': 'picture',
  'image/png': 'picture',
  'image/webp': 'picture',
  'application/pdf': 'pdf',
  'image/heic': 'heic',
  'image/heic-sequence': 'heic',
  'image/heif': 'heic',
  'image/heif-sequence': 'heic',
};

export async function kindOfBytes(bytes: Buffer): Promise<KindOfBytes> {
  const found = await fileTypeFromBuffer(bytes);
  return KINDS[found?.mime ?? ''] ?? 'other';
}
