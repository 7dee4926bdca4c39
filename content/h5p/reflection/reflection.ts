import { button, el } from '../shared/dom.js';
import type { OverallFeedback } from '../shared/grading.js';
import { type Extras, register, type XApiEvent } from '../shared/h5p-core.js';
import { Practice, type PracticeParams } from '../shared/practice.js';
import { inStatement } from '../shared/question-type.js';
import { fieldOf } from '../shared/raw.js';
import { describeInteraction, setResponse } from '../shared/statement.js';
import { decode } from '../shared/text.js';

interface ReflectionParams extends PracticeParams {
  readonly question: string;
  readonly minimumWords: number;
  readonly keywords?: readonly string[];
  readonly model: string;
  /** `pass` beside the example, `fail` while there is too little to compare. */
  readonly feedback?: OverallFeedback;
}

interface ReflectionState {
  readonly text: string;
  /** Whether the example is shown. */
  readonly compared: boolean;
}

/** A text of one's own, and an example to hold it against. No machine judges it. */
class Reflection extends Practice<ReflectionState> {
  readonly #params: ReflectionParams;
  readonly #answer: HTMLTextAreaElement;
  readonly #count: HTMLElement;
  readonly #message = el('p', { class: 'tandem-message', role: 'alert' });
  readonly #compare: HTMLButtonElement;
  readonly #example: HTMLElement;
  #compared = false;

  constructor(params: ReflectionParams, _contentId: unknown, extras?: Extras) {
    super(params, extras);
    this.#params = params;
    const { pageId, phrase } = this;
    const questionId = `${pageId}-question`;
    this.#count = el('p', { class: 'tandem-hint tandem-count', id: `${pageId}-count` });
    this.#answer = el('textarea', {
      class: 'tandem-field tandem-writing',
      id: pageId,
      rows: '7',
      'aria-describedby': `${questionId} ${pageId}-count`,
    });
    this.#answer.addEventListener('input', () => this.#tellCount());
    this.#answer.addEventListener('change', () => this.interacted());
    this.#compare = button(phrase('compare'), () => this.#showExample());
    this.#example = this.#drawExample();
    this.element.classList.add('tandem-reflection');
    this.element.append(
      el('p', { class: 'tandem-text', id: questionId }, decode(params.question)),
      this.#drawKeywords(),
      el('label', { for: pageId, class: 'tandem-label' }, phrase('yourAnswer')),
      this.#answer,
      this.#count,
      this.#message,
      el('div', { class: 'tandem-actions' }, this.#compare),
      this.#example,
    );
    this.#resume();
    this.#tellCount();
  }

  override getCurrentState(): ReflectionState | undefined {
    const text = this.#answer.value;
    return text === '' && !this.#compared ? undefined : { text, compared: this.#compared };
  }

  override resetTask(): void {
    this.#answer.value = '';
    this.#setCompared(false);
    this.#message.textContent = '';
    this.#tellCount();
  }

  /** The example. */
  override showSolutions(): void {
    this.#setCompared(true);
    this.trigger('resize');
  }

  protected override ownTitle(): string {
    return decode(this.#params.question);
  }

  protected override finishedEvent(): XApiEvent {
    const event = this.createXAPIEventTemplate('answered');
    describeInteraction(event, {
      description: inStatement(this.ownTitle()),
      interactionType: 'long-fill-in',
    });
    setResponse(event, this.#answer.value);
    return event;
  }

  #showExample(): void {
    const missing = this.#params.minimumWords - wordsIn(this.#answer.value);
    if (missing > 0) {
      const hint = decode(this.#params.feedback?.fail ?? '');
      this.#message.textContent =
        `${this.phrase('wordsMissing', { count: missing })} ${hint}`.trim();
      this.#answer.focus();
      this.trigger('resize');
      return;
    }
    this.#message.textContent = '';
    this.#setCompared(true);
    this.#example.focus();
    this.interacted();
    this.completed();
  }

  #setCompared(compared: boolean): void {
    this.#compared = compared;
    this.#example.hidden = !compared;
    this.#compare.hidden = compared;
  }

  #tellCount(): void {
    const { minimumWords } = this.#params;
    const count = wordsIn(this.#answer.value);
    this.#count.textContent =
      count < minimumWords
        ? this.phrase('wordsOf', { count, minimum: minimumWords })
        : this.phrase('words', { count });
    if (count >= minimumWords) this.#message.textContent = '';
  }

  #drawKeywords(): HTMLElement | string {
    const { keywords = [] } = this.#params;
    if (keywords.length === 0) return '';
    const title = el('p', { class: 'tandem-label', id: `${this.pageId}-words` });
    title.textContent = this.phrase('helpfulWords');
    const list = el(
      'ul',
      { class: 'tandem-keywords', 'aria-labelledby': title.id },
      ...keywords.map((word) => el('li', {}, decode(word))),
    );
    return el('div', {}, title, list);
  }

  #drawExample(): HTMLElement {
    const { model, feedback } = this.#params;
    const after = decode(feedback?.pass ?? '');
    const label = el('p', { class: 'tandem-label', id: `${this.pageId}-example` });
    label.textContent = this.phrase('example');
    return el(
      'div',
      {
        class: 'tandem-result tandem-example',
        role: 'group',
        tabindex: '-1',
        hidden: true,
        'aria-labelledby': label.id,
      },
      label,
      el('p', { class: 'tandem-example-text' }, decode(model)),
      el('p', { class: 'tandem-hint' }, this.phrase('exampleHint')),
      after === '' ? undefined : el('p', { class: 'tandem-example-after' }, after),
    );
  }

  #resume(): void {
    const text = fieldOf(this.previousState, 'text');
    if (typeof text === 'string') this.#answer.value = text;
    this.#setCompared(fieldOf(this.previousState, 'compared') === true);
  }
}

function wordsIn(text: string): number {
  return text.match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0;
}

register('Reflection', Reflection);
