/** Without marks and in small letters, so that `macibas` finds `Mācības`. */
export function comparable(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();
}
