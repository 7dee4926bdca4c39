import { button, el } from './dom.js';
import type { Outcome } from './grading.js';
import type { Phrase } from './phrases.js';
import { quietButton, resultPanel } from './result.js';

export interface FrameActions {
  readonly check: () => void;
  readonly tryAgain: () => void;
  readonly startAgain: () => void;
  readonly showSolution: () => void;
  readonly resized: () => void;
}

/** What stands around every graded answer: the question, the button, messages and the result. */
export class QuestionFrame {
  readonly element: HTMLElement;
  readonly #phrase: Phrase;
  readonly #actions: FrameActions;
  readonly #answer: HTMLFieldSetElement;
  readonly #check: HTMLButtonElement;
  readonly #message = el('p', { class: 'tandem-message', role: 'alert' });
  readonly #foot: HTMLElement;
  readonly #result = el('div', { class: 'tandem-result-place' });
  readonly #live = el('p', { class: 'tandem-heard', role: 'status' });
  readonly #gradedBySet: boolean;
  #waiting = false;

  /** @param options gradedBySet: a set asks and tells, so there are no buttons here */
  constructor(
    question: string,
    phrase: Phrase,
    actions: FrameActions,
    { gradedBySet = false }: { readonly gradedBySet?: boolean } = {},
  ) {
    this.#gradedBySet = gradedBySet;
    this.#phrase = phrase;
    this.#actions = actions;
    this.#check = button(phrase('check'), () => {
      // The button stays in reach of the keyboard while the answer is on its way; it does nothing then.
      if (!this.#waiting) actions.check();
    });
    this.#answer = el(
      'fieldset',
      { class: 'tandem-answer' },
      el('legend', { class: 'tandem-text' }, question),
    );
    this.#foot = el('div', { class: 'tandem-actions', hidden: gradedBySet }, this.#check);
    this.element = el(
      'div',
      { class: 'tandem-question' },
      this.#answer,
      this.#message,
      this.#foot,
      this.#result,
      this.#live,
    );
  }

  hold(view: HTMLElement): void {
    this.#answer.append(view);
  }

  /** Ready for an answer. */
  open(): void {
    this.#settle(this.#phrase('check'));
    this.#answer.disabled = false;
    this.#foot.hidden = this.#gradedBySet;
    this.#result.replaceChildren();
    this.sayNothing();
  }

  askForAnswer(): void {
    this.#say(this.#phrase('nothingYet'));
  }

  /** The answer is on its way. */
  wait(): void {
    this.#waiting = true;
    this.#answer.disabled = true;
    this.sayNothing();
    this.#check.setAttribute('aria-disabled', 'true');
    this.#check.textContent = this.#phrase('sending');
    this.announce(this.#phrase('sending'));
  }

  /** @param reason what the host says to the person; '' when it says nothing */
  fail(reason: string): void {
    this.#settle(this.#phrase('sendAgain'));
    this.#answer.disabled = false;
    this.#say(reason === '' ? this.#phrase('notSent') : reason);
    this.#check.focus();
  }

  showResult(outcome: Outcome, offer: { readonly solution: boolean }): void {
    const { tryAgain, startAgain, showSolution } = this.#actions;
    const full = outcome.score >= outcome.maxScore;
    const actions = full
      ? [quietButton(this.#phrase('startAgain'), startAgain)]
      : [button(this.#phrase('tryAgain'), tryAgain)];
    if (!full && offer.solution) {
      actions.push(quietButton(this.#phrase('showSolution'), showSolution));
    }
    this.#close();
    const offered = this.#gradedBySet ? [] : actions;
    this.#result.replaceChildren(resultPanel(outcome, this.#phrase, offered));
    this.#actions.resized();
  }

  /** The right answer stands in the place of the person's. */
  showSolution(): void {
    this.#close();
    const again = button(this.#phrase('tryAgain'), this.#actions.tryAgain);
    const panel = el(
      'div',
      { class: 'tandem-result', tabindex: '-1', role: 'group' },
      el('p', { class: 'tandem-result-head' }, this.#phrase('solutionShown')),
      el('div', { class: 'tandem-actions' }, this.#gradedBySet ? undefined : again),
    );
    this.#result.replaceChildren(panel);
    this.#actions.resized();
  }

  focusResult(): void {
    this.#result.querySelector<HTMLElement>('.tandem-result')?.focus();
  }

  announce(text: string): void {
    this.#live.textContent = text;
  }

  sayNothing(): void {
    this.#say('');
  }

  #close(): void {
    this.#settle(this.#phrase('check'));
    this.#answer.disabled = true;
    this.#foot.hidden = true;
    this.sayNothing();
  }

  #settle(words: string): void {
    this.#waiting = false;
    this.announce('');
    this.#check.removeAttribute('aria-disabled');
    this.#check.textContent = words;
  }

  #say(text: string): void {
    if (this.#message.textContent === text) return;
    this.#message.textContent = text;
    this.#actions.resized();
  }
}
