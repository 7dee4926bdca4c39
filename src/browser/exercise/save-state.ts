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
  readonly contents: Readonly<
    Record<string, { readonly contentUserData: readonly { state?: string }[] }>
  >;
}

interface Core {
  readonly instances: readonly Instance[];
  readonly externalDispatcher: { on(event: string, listener: () => void): void };
}

/** While a person is at work the state is sent at most this often, in milliseconds. */
const REST = 2000;
/** Browsers let no more than 64 kB of dying requests through. */
const MAX_DYING = 60_000;

export function saveStates(): void {
  const core = (window as unknown as { H5P: Core }).H5P;
  let timer: number | undefined;
  let dueAt = Infinity;
  const saveAll = (): void => {
    window.clearTimeout(timer);
    dueAt = Infinity;
    for (const instance of core.instances) save(instance);
  };
  const saveSoon = (milliseconds: number): void => {
    // What is due sooner stays so: an answer is kept at once, whatever else happens around it.
    if (performance.now() + milliseconds >= dueAt) return;
    window.clearTimeout(timer);
    dueAt = performance.now() + milliseconds;
    timer = window.setTimeout(saveAll, milliseconds);
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
    if (document.visibilityState === 'hidden') saveAll();
  });
  window.addEventListener('pagehide', saveAll);
}

function save(instance: Instance): void {
  const state = instance.getCurrentState?.();
  if (state === undefined) return;
  const { ajax, contents } = window.H5PIntegration as Integration;
  const kept = contents[`cid-${instance.contentId}`]?.contentUserData[0];
  const data = JSON.stringify(state);
  if (!kept || kept.state === data) return;
  // The core compares with this too, and then has nothing left to send.
  kept.state = data;
  const url = ajax.contentUserData.replace(':dataType', 'state').replace(':subContentId', '0');
  const body = new URLSearchParams({ data });
  fetch(url, { method: 'POST', body, keepalive: body.toString().length < MAX_DYING }).then(
    ({ ok }) => {
      if (!ok) kept.state = '';
    },
    () => {
      // The next change, or the next page, sends it again.
      kept.state = '';
    },
  );
}
