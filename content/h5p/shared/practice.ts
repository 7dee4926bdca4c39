import { el, newPageId } from './dom.js';
import { type Container, elementOf, type Extras, type XApiEvent } from './h5p-core.js';
import { type Phrase, phrases } from './phrases.js';

export interface PracticeParams {
  readonly l10n: Readonly<Record<string, string>>;
}

/** What ungraded types have in common. A type draws into `element` and says what state it is in. */
export abstract class Practice<State> extends H5P.EventDispatcher {
  protected readonly element = el('div', { class: 'tandem-question' });
  protected readonly phrase: Phrase;
  protected readonly pageId = newPageId();
  protected readonly previousState: unknown;
  readonly #metadataTitle: string | undefined;
  #completed = false;

  constructor(params: PracticeParams, extras: Extras = {}) {
    super();
    this.phrase = phrases(params.l10n);
    this.previousState = extras.previousState;
    this.#metadataTitle = extras.metadata?.title;
  }

  /** Undefined while untouched. */
  abstract getCurrentState(): State | undefined;
  abstract resetTask(): void;
  /** Decoded. */
  protected abstract ownTitle(): string;

  attach(container: Container): void {
    elementOf(container).append(this.element);
    this.setActivityStarted();
    this.trigger('resize');
  }

  getAnswerGiven(): boolean {
    return this.getCurrentState() !== undefined;
  }

  getScore(): number {
    return 0;
  }

  getMaxScore(): number {
    return 0;
  }

  /** Nothing here is right or wrong. */
  showSolutions(): void {
    this.trigger('resize');
  }

  getTitle(): string {
    return this.#metadataTitle ?? this.ownTitle();
  }

  getXAPIData(): { readonly statement: unknown } {
    return { statement: this.finishedEvent().data.statement };
  }

  /** To be called whenever somebody has done something. */
  protected interacted(): void {
    this.triggerXAPI('interacted');
    this.trigger('resize');
  }

  /** Says once for each visit that the person has come to the end. */
  protected completed(): void {
    if (this.#completed) return;
    this.#completed = true;
    this.trigger(this.finishedEvent());
  }

  protected finishedEvent(): XApiEvent {
    const event = this.createXAPIEventTemplate('completed');
    if (this.getMaxScore() > 0) {
      event.setScoredResult(this.getScore(), this.getMaxScore(), this, true, true);
    }
    return event;
  }
}
