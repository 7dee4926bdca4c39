/** Where the platform offers to keep something for us. */
export interface StoragePlace {
  /** Origin of the platform's authorization endpoint: all that we keep goes there and nowhere else. */
  readonly origin: string;
  /** `lti_storage_target`: name of a frame beside ours, or `_parent`. */
  readonly target: string;
}

/** The platform's storage for our origin (LTI postMessage storage, 1EdTech draft of October 2022). */
export interface PlatformStorage {
  /** @param value null forgets the key. @throws {StorageFault} */
  put(key: string, value: string | null): Promise<void>;
  /** Null when nothing is kept. @throws {StorageFault} */
  get(key: string): Promise<string | null>;
}

/** The platform's storage does not serve; `code` is the platform's own, or one of ours. */
export class StorageFault extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** Platforms without capabilities do not answer, and people wait meanwhile. */
const CAPABILITIES_MILLISECONDS = 1000;
const ANSWER_MILLISECONDS = 2000;
/** Older name of the same messages. */
const LEGACY = 'org.imsglobal.';

/** Finds out where the platform wants its storage messages, and under which names. */
export async function findStorage(page: Window, place: StoragePlace): Promise<PlatformStorage> {
  const owner = ownerOf(page);
  const supported = await capabilitiesOf(page, owner);

  /** The plain name, unless the platform knows the older one only. */
  const capability = (subject: string): Capability =>
    supported.find((one) => one.subject === subject) ??
    supported.find((one) => one.subject === LEGACY + subject) ?? { subject };

  async function tell(subject: string, values: object): Promise<Answer> {
    const { subject: known, frame } = capability(subject);
    const to = frameNamed(owner, frame ?? place.target);
    return ask(page, { to, origin: place.origin, subjects: [known], values });
  }

  return {
    async put(key, value) {
      await tell('lti.put_data', { key, value });
    },
    async get(key) {
      const { value } = await tell('lti.get_data', { key });
      return typeof value === 'string' ? value : null;
    },
  };
}

/** The platform's page: around our frame, or the one that opened our window. */
function ownerOf(page: Window): Window {
  if (page.parent !== page) return page.parent;
  const opener = page.opener as Window | null;
  if (opener) return opener;
  throw new StorageFault('no_platform');
}

function frameNamed(owner: Window, name: string): Window {
  if (name === '_parent') return owner;
  try {
    const frame = (owner.frames as unknown as Readonly<Record<string, unknown>>)[name];
    if (isWindow(frame)) return frame;
  } catch {
    // What another origin's window does not have, it does not let us ask for.
  }
  throw new StorageFault('no_frame');
}

function isWindow(thing: unknown): thing is Window {
  return typeof thing === 'object' && thing !== null && 'postMessage' in thing;
}

interface Capability {
  readonly subject: string;
  /** Name of the frame that takes this message; undefined: as `lti_storage_target` says. */
  readonly frame?: string | undefined;
}

/** None when the platform does not answer: it may still serve the messages themselves. */
async function capabilitiesOf(page: Window, owner: Window): Promise<readonly Capability[]> {
  const subjects = ['lti.capabilities', `${LEGACY}lti.capabilities`];
  // The one question for anybody: it says nothing, and the page around us may be of another
  // origin than the authorization endpoint. The answer names frames; what goes to them is still
  // for that one origin.
  const asked = ask(page, { to: owner, origin: '*', subjects, values: {} });
  const { supported_messages: supported } = await asked.catch((): Answer => ({}));
  return Array.isArray(supported) ? supported.filter(isCapability) : [];
}

function isCapability(thing: unknown): thing is Capability {
  if (typeof thing !== 'object' || thing === null || !('subject' in thing)) return false;
  const { frame } = thing as { readonly frame?: unknown };
  return typeof thing.subject === 'string' && (frame === undefined || typeof frame === 'string');
}

interface Question {
  readonly to: Window;
  /** Only a window of this origin gets the question and may answer; `*`: only `to` itself may. */
  readonly origin: string;
  /** The first one answered counts. */
  readonly subjects: readonly string[];
  readonly values: object;
}

type Answer = Readonly<Record<string, unknown>>;

function ask(page: Window, { to, origin, subjects, values }: Question): Promise<Answer> {
  const id = crypto.randomUUID();
  const wait = origin === '*' ? CAPABILITIES_MILLISECONDS : ANSWER_MILLISECONDS;
  return new Promise((resolve, reject) => {
    const listen = (event: MessageEvent<unknown>): void => {
      const isTheirs = origin === '*' ? event.source === to : event.origin === origin;
      if (!isTheirs || !isAnswer(event.data, id, subjects)) return;
      stop();
      const fault = event.data.error;
      if (fault === undefined || fault === null) resolve(event.data);
      else reject(new StorageFault(codeOf(fault)));
    };
    const late = page.setTimeout(() => {
      stop();
      reject(new StorageFault('timeout'));
    }, wait);
    const stop = (): void => {
      page.clearTimeout(late);
      page.removeEventListener('message', listen);
    };
    page.addEventListener('message', listen);
    for (const subject of subjects) to.postMessage({ ...values, subject, message_id: id }, origin);
  });
}

function isAnswer(data: unknown, id: string, subjects: readonly string[]): data is Answer {
  if (typeof data !== 'object' || data === null) return false;
  const { message_id: answered, subject } = data as Answer;
  return answered === id && subjects.some((asked) => subject === `${asked}.response`);
}

function codeOf(fault: unknown): string {
  const { code } = Object(fault) as { readonly code?: unknown };
  return typeof code === 'string' ? code : 'unnamed';
}
