import { findStorage, StorageFault, type PlatformStorage } from './storage/platform-storage.js';

// For the two pages of the storage rung: one before the platform says who comes, one after.
const asking = document.querySelector<HTMLElement>('[data-storage]');
if (asking instanceof HTMLFormElement) void handOn(asking);
else if (asking) void keep(asking);

/** Has the platform keep the browser's key and the nonce, then goes on to the platform. */
async function keep({ dataset }: HTMLElement): Promise<void> {
  const { secret = '', nonce = '', next = '', otherwise = '' } = dataset;
  try {
    const storage = await storageFor(dataset);
    const { stateKey = '', nonceKey = '' } = dataset;
    await Promise.all([storage.put(stateKey, secret), storage.put(nonceKey, nonce)]);
    // Read back now: the platform's hint is not spent yet, so there is still another way.
    const kept = await Promise.all([storage.get(stateKey), storage.get(nonceKey)]);
    if (kept[0] !== secret || kept[1] !== nonce) throw new StorageFault('not_kept');
    window.location.replace(next);
  } catch (fault) {
    window.location.replace(otherwise + encodeURIComponent(codeOf(fault)));
  }
}

/** Reads what the platform kept, has it forgotten, and posts the launch on. */
async function handOn(form: HTMLFormElement): Promise<void> {
  try {
    const storage = await storageFor(form.dataset);
    const { stateKey = '', nonceKey = '' } = form.dataset;
    const [secret, nonce] = await Promise.all([storage.get(stateKey), storage.get(nonceKey)]);
    if (secret === null || nonce === null) throw new StorageFault('not_kept');
    forget(storage, [stateKey, nonceKey]);
    fill(form, { state_proof: secret, nonce_proof: nonce });
  } catch (fault) {
    fill(form, { storage_fault: codeOf(fault) });
  }
  form.submit();
}

function storageFor({ origin = '', target = '' }: DOMStringMap): Promise<PlatformStorage> {
  return findStorage(window, { origin, target });
}

/** Platforms keep 4096 bytes for us. Nobody waits: a message once posted arrives after we are gone. */
function forget(storage: PlatformStorage, keys: readonly string[]): void {
  for (const key of keys) storage.put(key, null).catch(() => undefined);
}

function fill(form: HTMLFormElement, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  }
}

function codeOf(fault: unknown): string {
  return fault instanceof StorageFault ? fault.code : 'unexpected';
}
