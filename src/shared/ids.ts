import { createHash, randomBytes } from 'node:crypto';

/** Makes an unguessable id: 22 URL-safe characters, 128 random bits. */
export type NewId = () => string;

export const newId: NewId = () => randomBytes(16).toString('base64url');

/** 43 URL-safe characters, 256 random bits: for what proves who somebody is. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 as 43 URL-safe characters. Secrets are stored as this, never as they are. */
export function digest(...parts: readonly string[]): string {
  // Lengths are hashed too, so that ('ab', 'c') and ('a', 'bc') differ.
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${String(part.length)}:${part}`);
  return hash.digest('base64url');
}
