import * as Y from 'yjs';

/** What the page says of the way to the server. */
export type LineState =
  | { readonly is: 'saved' | 'saving' | 'refused' }
  | { readonly is: 'unsent'; readonly count: number };

export interface LineDeps {
  readonly page: Window;
  /** Path of the workspace. */
  readonly href: string;
  readonly token: string;
  readonly document: Y.Doc;
  readonly onState: (state: LineState) => void;
  /** The server has refused an update: the document has to be read anew. */
  readonly onRefused: () => void;
}

/** Marks what came from the server. */
export const REMOTE = 'remote';
/** Typing is sent in one piece after so long a pause. */
const PAUSE = 400;
const FIRST_RETRY = 2000;
const LONGEST_RETRY = 30_000;

/** Sends what is written here, and keeps it in the browser until the server has it. */
export interface Line {
  /**
   * Fetches what this browser lacks, then sends what the server lacks.
   * @returns false when the server could not be asked
   */
  catchUp(): Promise<boolean>;
}

export function openLine(deps: LineDeps): Line {
  const { page, href, token, document, onState } = deps;
  const store = unsentStore(page, href);
  let unsent: Uint8Array[] = store.read();
  let timer: number | undefined;
  let isSending = false;
  let wait = FIRST_RETRY;

  for (const update of unsent) Y.applyUpdate(document, update, 'unsent');

  document.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin === REMOTE || origin === 'unsent') return;
    unsent.push(update);
    store.write(unsent);
    if (wait === FIRST_RETRY) onState({ is: 'saving' });
    later(PAUSE);
  });

  function later(milliseconds: number): void {
    page.clearTimeout(timer);
    timer = page.setTimeout(() => void send(), milliseconds);
  }

  async function send(): Promise<void> {
    if (isSending || unsent.length === 0) return;
    isSending = true;
    const sent = unsent.length;
    const answer = await post(deps, Y.mergeUpdates(unsent));
    isSending = false;
    if (answer === undefined || answer.status >= 500 || answer.status === 429) {
      onState({ is: 'unsent', count: unsent.length });
      later(wait);
      wait = Math.min(wait * 2, LONGEST_RETRY);
      return;
    }
    wait = FIRST_RETRY;
    unsent = answer.ok ? unsent.slice(sent) : [];
    store.write(unsent);
    if (!answer.ok) {
      onState({ is: 'refused' });
      deps.onRefused();
    } else if (unsent.length > 0) later(0);
    else onState({ is: 'saved' });
  }

  return {
    async catchUp() {
      const seen = toBase64(Y.encodeStateVector(document))
        .replaceAll('+', '-')
        .replaceAll('/', '_');
      const query = `seen=${encodeURIComponent(seen.replaceAll('=', ''))}`;
      const answer = await ask(page, `${href}/changes?${query}`, token);
      if (!answer?.ok) return false;
      Y.applyUpdate(document, new Uint8Array(await answer.arrayBuffer()), REMOTE);
      wait = FIRST_RETRY;
      await send();
      return true;
    },
  };
}

async function post(
  { page, href, token }: LineDeps,
  update: Uint8Array,
): Promise<Response | undefined> {
  try {
    return await page.fetch(`${href}/edits`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'x-tandem-token': token },
      body: new Uint8Array(update),
    });
  } catch {
    return undefined;
  }
}

async function ask(page: Window, url: string, token: string): Promise<Response | undefined> {
  try {
    return await page.fetch(url, { headers: { 'x-tandem-token': token } });
  } catch {
    return undefined;
  }
}

/** Survives a reload; where a browser stores nothing, unsent edits live as long as the page. */
function unsentStore(
  page: Window,
  href: string,
): { read(): Uint8Array[]; write(updates: readonly Uint8Array[]): void } {
  // The session changes with each launch, the workspace does not.
  const key = `tandem-unsent:${href.slice(href.indexOf('/tandem/'))}`;
  return {
    read() {
      try {
        const kept = JSON.parse(page.localStorage.getItem(key) ?? '[]') as readonly string[];
        return kept.map(fromBase64);
      } catch {
        return [];
      }
    },
    write(updates) {
      try {
        if (updates.length === 0) page.localStorage.removeItem(key);
        else page.localStorage.setItem(key, JSON.stringify(updates.map(toBase64)));
      } catch {
        // Blocked or full: the edits are still in memory.
      }
    },
  };
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
