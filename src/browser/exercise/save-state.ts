/**
 * Keeps where somebody stopped. The core would save when the page goes, with a request that browsers
 * no longer let through at that moment; this saves after each answer, and with keepalive at the end.
 */
interface Instance {
  readonly contentId: string;
  getCurrentState?(): unknown;
}

interface Integration {
  readonly ajax: { readonly contentUserData: string };
  readonly contents: Readonly<Record<string, { readonly contentUserData: readonly Kept[] }>>;
}

interface Kept {
  state?: string;
}

interface Core {
  readonly instances: readonly Instance[];
  readonly externalDispatcher: { on(event: string, listener: () => void): void };
}

/** How it stands with the work on this page. */
export type Keeping =
  | { readonly kind: 'kept' | 'offline' }
  /** The server will not have it, in its own words. */
  | { readonly kind: 'refused'; readonly words: string };

/** While a person is at work the state is sent at most this often, in milliseconds. */
const REST = 2000;
/** Milliseconds until what found no line is tried again. */
const AGAIN = 5000;
/** Browsers let no more than 64 kB of dying requests through. */
const MAX_DYING = 60_000;

/** @param tell hears of each try to save; undefined where the answer itself is what counts, and is looked after */
export function saveStates(tell: ((keeping: Keeping) => void) | undefined): void {
  const core = (window as unknown as { H5P: Core }).H5P;
  let timer: number | undefined;
  let dueAt = Infinity;
  let isMissing = false;
  const sent = new Map<Instance, string>();
  const saveAll = (isDying = false): void => {
    window.clearTimeout(timer);
    dueAt = Infinity;
    for (const instance of core.instances) void save(instance, { sent, isDying }).then(hear);
  };
  const saveSoon = (milliseconds: number): void => {
    // What is due sooner stays so: an answer is kept at once, whatever else happens around it.
    if (performance.now() + milliseconds >= dueAt) return;
    window.clearTimeout(timer);
    dueAt = performance.now() + milliseconds;
    timer = window.setTimeout(() => {
      saveAll();
    }, milliseconds);
  };
  const hear = (keeping: Keeping | undefined): void => {
    if (keeping === undefined || tell === undefined) return;
    isMissing = keeping.kind !== 'kept';
    if (keeping.kind === 'offline') saveSoon(AGAIN);
    tell(keeping);
  };
  core.externalDispatcher.on('xAPI', () => {
    saveSoon(REST);
  });
  document.addEventListener('input', () => {
    saveSoon(REST);
  });
  // The outcome is part of the state: let the content type take it in first.
  document.addEventListener('tandem:standing', () => {
    saveSoon(0);
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') saveAll(true);
  });
  window.addEventListener('online', () => {
    saveAll();
  });
  window.addEventListener('pagehide', () => {
    saveAll(true);
  });
  window.addEventListener('beforeunload', (event) => {
    if (isMissing) event.preventDefault();
  });
}

/**
 * @param sent what each has on its way or with the server. The core's own note will not do: at the end of
 *   a page it takes for saved what it could not send, and people may stay
 * @returns undefined when there was nothing to save
 */
async function save(
  instance: Instance,
  { sent, isDying }: { readonly sent: Map<Instance, string>; readonly isDying: boolean },
): Promise<Keeping | undefined> {
  const state = instance.getCurrentState?.();
  if (state === undefined) return undefined;
  const { ajax, contents } = window.H5PIntegration as Integration;
  const kept = contents[`cid-${instance.contentId}`]?.contentUserData[0];
  const data = JSON.stringify(state);
  if (!kept || (sent.get(instance) ?? kept.state) === data) return undefined;
  sent.set(instance, data);
  // The core compares with this, and then has nothing left to send itself.
  kept.state = data;
  const url = ajax.contentUserData.replace(':dataType', 'state').replace(':subContentId', '0');
  const keeping = await send(url, data, isDying);
  // The next change sends it again.
  if (keeping.kind !== 'kept' && sent.get(instance) === data) sent.set(instance, '');
  return keeping;
}

async function send(url: string, data: string, isDying: boolean): Promise<Keeping> {
  const body = new URLSearchParams({ data });
  const keepalive = isDying && body.toString().length < MAX_DYING;
  const headers = { accept: 'application/json' };
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, keepalive });
    if (answer.ok) return { kind: 'kept' };
    if (answer.status >= 500) return { kind: 'offline' };
    const { title } = (await answer.json()) as { title?: string };
    return { kind: 'refused', words: title ?? '' };
  } catch {
    // No line, or an answer that is none: the same to the learner.
    return { kind: 'offline' };
  }
}
