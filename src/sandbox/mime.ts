/** A mail as it came over the line, taken apart as far as the sandbox shows it. */
export interface ReadMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Names in small letters; folded lines put together. */
  readonly headers: ReadonlyMap<string, string>;
}

/** Reads what mail programs commonly send: one part, or alternatives. @param source lines ended by CRLF */
export function readMail(source: string): ReadMail {
  const { headers, body } = entityOf(source);
  const boundary = /boundary="?([^";]+)"?/iu.exec(headers.get('content-type') ?? '')?.[1];
  const parts = boundary === undefined ? [{ headers, body }] : partsOf(body, boundary);
  const ofType = (type: string): string => {
    const part = parts.find((each) =>
      (each.headers.get('content-type') ?? 'text/plain').startsWith(type),
    );
    return part ? decoded(part) : '';
  };
  return {
    subject: encodedWords(headers.get('subject') ?? ''),
    text: ofType('text/plain'),
    html: ofType('text/html'),
    headers,
  };
}

interface Entity {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

function entityOf(source: string): Entity {
  const end = source.indexOf('\r\n\r\n');
  const head = end < 0 ? source : source.slice(0, end);
  const lines = head.replace(/\r\n[ \t]+/gu, ' ').split('\r\n');
  const headers = new Map(
    lines.map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()] as const;
    }),
  );
  return { headers, body: end < 0 ? '' : source.slice(end + 4) };
}

function partsOf(body: string, boundary: string): readonly Entity[] {
  return `\r\n${body}`
    .split(`\r\n--${boundary}`)
    .slice(1)
    .filter((part) => !part.startsWith('--'))
    .map((part) => entityOf(part.replace(/^\r\n/u, '')));
}

function decoded({ headers, body }: Entity): string {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  if (encoding === 'quoted-printable') return quotedPrintable(body.replace(/=\r\n/gu, ''));
  return body;
}

/** `=C4=81` in the bytes of UTF-8. */
function quotedPrintable(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/giu, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString();
}

/** RFC 2047; blanks between two encoded words belong to neither. */
function encodedWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/gu, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/giu, (_, way: string, word: string) =>
      way.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString()
        : quotedPrintable(word.replaceAll('_', ' ')),
    );
}
