/** The part of the H5P core that our content types use: global in every page that plays them. */
export interface XApiEvent {
  readonly data: { readonly statement: Record<string, unknown> };
  setScoredResult(
    score: number,
    maxScore: number,
    instance: unknown,
    completion: boolean,
    success: boolean,
  ): void;
  /** The object at this path of the statement; null when it is not there. */
  getVerifiedStatementValue(path: readonly string[]): Record<string, unknown> | null;
}

export interface H5pEventDispatcher {
  trigger(event: string | XApiEvent): void;
  triggerXAPI(verb: string): void;
  triggerXAPICompleted(score: number, maxScore: number, success?: boolean): void;
  createXAPIEventTemplate(verb: string): XApiEvent;
  /** Says `attempted`, once. */
  setActivityStarted(): void;
}

/** What the core hands to a content type beside its parameters. */
export interface Extras {
  /** What getCurrentState gave at the last visit; core versions hand over undefined, '' or {} for none. */
  readonly previousState?: unknown;
  readonly subContentId?: string;
  readonly metadata?: { readonly title?: string };
}

/** Cores hand over a jQuery object, newer ones may hand over the element. */
export type Container = HTMLElement | { get(at: 0): HTMLElement };

export function elementOf(container: Container): HTMLElement {
  return container instanceof HTMLElement ? container : container.get(0);
}

/** Makes a class known where the core looks for it: its machine name, read from `window`. */
export function register(name: string, type: abstract new (...args: never[]) => unknown): void {
  window.Tandem = { ...window.Tandem, [name]: type };
}

declare global {
  interface Window {
    Tandem?: Readonly<Record<string, unknown>>;
  }
  const H5P: {
    readonly EventDispatcher: new () => H5pEventDispatcher;
  };
}
