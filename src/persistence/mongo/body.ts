/**
 * MongoDB refuses or reinterprets some keys, and documents carry keys of other people's making
 * (an exercise's parameters): `$` in front, a dot, NUL, and what the driver takes for its own types.
 */
const TROUBLE = /[%.$\0]|^$|^(?=_bsontype$|toBSON$|__proto__$)/g;
const ESCAPED = /%([0-9a-f]{2})/g;

/** The values that JSON would keep, with keys that MongoDB accepts. */
export function toBody(document: object): Record<string, unknown> {
  // Through JSON, so that both adapters agree on what undefined, Date and NaN become.
  const plain: unknown = JSON.parse(JSON.stringify(document));
  return renamed(plain, escapeKey) as Record<string, unknown>;
}

export function fromBody(body: unknown): object {
  return renamed(body, unescapeKey) as object;
}

function renamed(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => renamed(each, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [rename(key), renamed(each, rename)]),
  );
}

function escapeKey(key: string): string {
  return key.replace(TROUBLE, (found) => hexOf(found === '' ? 0xff : found.charCodeAt(0)));
}

/** `%ff` stands for nothing at all: no key needs that code, since only ASCII is escaped. */
function unescapeKey(key: string): string {
  return key.replace(ESCAPED, (_, hex: string) =>
    hex === 'ff' ? '' : String.fromCharCode(parseInt(hex, 16)),
  );
}

function hexOf(code: number): string {
  return `%${code.toString(16).padStart(2, '0')}`;
}
