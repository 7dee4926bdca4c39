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

/** A content inside another's parameters: what a field of type `library` holds. */
export interface Runnable {
  /** Machine name and version: `Tandem.SingleChoice 1.0`. */
  readonly library: string;
  readonly params: object;
  readonly subContentId?: string;
  readonly metadata?: { readonly title?: string };
}

/** A content that plays. */
export interface Instance extends H5pEventDispatcher {
  attach(container: Container): void;
  getTitle(): string;
  getScore(): number;
  getMaxScore(): number;
  getAnswerGiven(): boolean;
  getCurrentState(): unknown;
  getXAPIData(): { readonly statement: unknown };
  resetTask(): void;
  showSolutions(): void;
}

export interface H5pEventDispatcher {
  on(event: string, listener: () => void): void;
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
  /** The set that it plays in: that asks for the answer and says how it went. */
  readonly parent?: unknown;
  /** Whether a set grades it together with others; it then has no buttons of its own. */
  readonly gradedBySet?: boolean;
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
    /** Address of a file of a content. @param path as its parameters name it */
    getPath(path: string, contentId: string): string;
    /** Makes a content type play inside another. @returns undefined when its class is not in the page */
    newRunnable(
      content: Runnable,
      contentId: string,
      attachTo: undefined,
      skipResize: boolean,
      extras: Extras,
    ): Instance | undefined;
  };
}
