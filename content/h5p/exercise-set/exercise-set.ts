import { button, el } from '../shared/dom.js';
import type { Outcome } from '../shared/grading.js';
import {
  type Container,
  elementOf,
  type Extras,
  register,
  type XApiEvent,
} from '../shared/h5p-core.js';
import '../shared/host.js';
import { type Phrase, phrases } from '../shared/phrases.js';
import { readOutcome } from '../shared/question-state.js';
import { ownTitle } from '../shared/own-title.js';
import { fieldOf } from '../shared/raw.js';
import { quietButton } from '../shared/result.js';
import { decode } from '../shared/text.js';
import { type ExerciseSetParams, type ExerciseSetResponse, grader, isPassed } from './grade.js';
import { drawOverview, drawResult } from './overview.js';
import { drawAllForPaper, playedParts, type PlayedPart, responseOf, tellAll } from './parts.js';

interface SetState {
  /** Number of the part that is shown, from 0; the overview is the one after the last. */
  readonly at: number;
  /** States of the parts by their ids; of a graded one only its answer. */
  readonly parts: Readonly<Record<string, unknown>>;
  /** Of the last check, while it is shown. */
  readonly outcome?: Outcome | undefined;
}

/** Exercises one after another, checked together, with one score. */
class ExerciseSet extends H5P.EventDispatcher {
  readonly #params: ExerciseSetParams;
  readonly #contentId: string;
  readonly #extras: Extras;
  readonly #host = window.TandemHost;
  readonly #phrase: Phrase;
  readonly #parts: readonly PlayedPart[];
  readonly #element = el('div', { class: 'tandem-question tandem-set' });
  readonly #place = el('h3', { class: 'tandem-set-place', tabindex: '-1' });
  readonly #progress: HTMLProgressElement;
  readonly #overview = el('div', { class: 'tandem-overview-place' });
  readonly #message = el('p', { class: 'tandem-message', role: 'alert' });
  readonly #back: HTMLButtonElement;
  readonly #next: HTMLButtonElement;
  readonly #check: HTMLButtonElement;
  readonly #afterwards: HTMLElement;
  #at = 0;
  #outcome: Outcome | undefined;
  #waiting = false;
  #completed = false;

  constructor(params: ExerciseSetParams, contentId: number | string, extras: Extras = {}) {
    super();
    this.#params = params;
    this.#contentId = String(contentId);
    this.#extras = extras;
    const phrase = phrases(params.l10n);
    this.#phrase = phrase;
    this.#parts = playedParts(params.parts, {
      set: this,
      contentId: this.#contentId,
      states: fieldOf(extras.previousState, 'parts'),
    });
    const total = this.#parts.length;
    this.#progress = el('progress', { max: String(total), 'aria-label': phrase('overview') });
    this.#back = quietButton(phrase('previous'), () => this.#go(this.#at - 1));
    this.#next = button('', () => this.#go(this.#at + 1));
    this.#check = button(phrase('checkAll'), () => void this.#checkAll());
    this.#afterwards = el('div', { class: 'tandem-set-after' });
    this.#draw();
    drawAllForPaper(this.#parts);
    this.#resume();
  }

  attach(container: Container): void {
    elementOf(container).append(this.#element);
    this.setActivityStarted();
    this.#paint();
  }

  getAnswerGiven(): boolean {
    return this.#parts.some(({ instance }) => instance.getAnswerGiven());
  }

  getScore(): number {
    return this.#outcome?.score ?? 0;
  }

  getMaxScore(): number {
    return this.#outcome?.maxScore ?? grader.maxScore(this.#params);
  }

  /** Shows the right answers where the page has them. */
  showSolutions(): void {
    for (const { instance } of this.#parts) instance.showSolutions();
  }

  resetTask(): void {
    for (const { instance } of this.#parts) instance.resetTask();
    this.#outcome = undefined;
    this.#at = 0;
    this.#paint();
  }

  getCurrentState(): SetState | undefined {
    const states = this.#parts.flatMap((part) => {
      const response = responseOf(part);
      const state = part.graded ? response && { response } : part.instance.getCurrentState();
      return state === undefined ? [] : [[part.id, state] as const];
    });
    if (states.length === 0 && this.#at === 0) return undefined;
    return { at: this.#at, parts: Object.fromEntries(states), outcome: this.#outcome };
  }

  getTitle(): string {
    return this.#extras.metadata?.title ?? decode(this.#params.question);
  }

  getXAPIData(): { readonly statement: unknown; readonly children: readonly unknown[] } {
    return {
      statement: this.#completedEvent().data.statement,
      children: this.#parts.map(({ instance }) => instance.getXAPIData()),
    };
  }

  #draw(): void {
    this.#element.append(
      ownTitle(decode(this.#params.question), 'tandem-set-title', this.#extras),
      this.#progress,
      this.#place,
      ...this.#parts.map(({ place }) => place),
      this.#overview,
      this.#message,
      this.#afterwards,
      el('div', { class: 'tandem-actions tandem-set-steps' }, this.#back, this.#next, this.#check),
    );
    for (const { instance } of this.#parts) instance.on('resize', () => this.trigger('resize'));
  }

  #go(to: number): void {
    if (this.#waiting || to < 0 || to > this.#parts.length) return;
    this.#at = to;
    this.#message.textContent = '';
    this.#paint();
    this.#place.focus();
    this.triggerXAPI('progressed');
    if (to === this.#parts.length && this.getMaxScore() === 0) this.#sayCompleted();
  }

  #paint(): void {
    const total = this.#parts.length;
    const atEnd = this.#at === total;
    this.#progress.value = this.#at;
    this.#place.textContent = atEnd
      ? this.#phrase('overview')
      : this.#phrase('part', { number: this.#at + 1, total });
    this.#parts.forEach(({ place }, at) => {
      place.hidden = at !== this.#at;
    });
    this.#parts[this.#at]?.draw();
    this.#back.hidden = this.#at === 0;
    this.#next.hidden = atEnd;
    this.#next.textContent = this.#phrase(this.#at === total - 1 ? 'overview' : 'next');
    this.#check.hidden = !atEnd || this.#outcome !== undefined || this.getMaxScore() === 0;
    this.#overview.hidden = !atEnd;
    this.#afterwards.hidden = !atEnd || this.#outcome === undefined;
    if (atEnd) this.#paintOverview();
    this.trigger('resize');
  }

  #paintOverview(): void {
    const phrase = this.#phrase;
    const outcome = this.#outcome;
    const open = this.#parts.filter((part) => part.graded && responseOf(part) === undefined);
    const { passPercentage: percent } = this.#params;
    const hint = el('p', { class: 'tandem-hint' }, phrase('openParts', { count: open.length }));
    this.#overview.replaceChildren(
      outcome
        ? drawResult(outcome, { passed: isPassed(this.#params, outcome), percent, phrase })
        : '',
      drawOverview(this.#parts, { outcome, phrase, goTo: (part) => this.#go(part) }),
      !outcome && open.length > 0 ? hint : '',
    );
    this.#afterwards.replaceChildren(...(outcome ? [this.#actionsAfter(outcome)] : []));
  }

  #actionsAfter({ score, maxScore }: Outcome): HTMLElement {
    const full = score >= maxScore;
    const { showSolution, tryAgain, startAgain } = {
      showSolution: quietButton(this.#phrase('showSolution'), () => {
        this.showSolutions();
        this.#go(0);
      }),
      tryAgain: button(this.#phrase('tryAgain'), () => this.#tryAgain()),
      startAgain: quietButton(this.#phrase('startAgain'), () => {
        this.resetTask();
        this.#place.focus();
      }),
    };
    return el(
      'div',
      { class: 'tandem-actions' },
      full ? undefined : tryAgain,
      startAgain,
      full || this.#host ? undefined : showSolution,
    );
  }

  /** With the answers as they are, from the first part that has not all its points. */
  #tryAgain(): void {
    const wrong = this.#outcome?.parts.find(({ correct }) => !correct)?.id;
    for (const { question } of this.#parts) question?.reopen();
    this.#outcome = undefined;
    this.#go(
      Math.max(
        0,
        this.#parts.findIndex(({ id }) => id === wrong),
      ),
    );
  }

  #response(): ExerciseSetResponse | undefined {
    const answers = this.#parts.flatMap((part) => {
      const response = responseOf(part);
      return response === undefined ? [] : [[part.id, response] as const];
    });
    return answers.length === 0 ? undefined : { parts: Object.fromEntries(answers) };
  }

  async #checkAll(): Promise<void> {
    if (this.#waiting) return;
    const response = this.#response();
    if (response === undefined) {
      this.#say(this.#phrase('nothingYet'));
      return;
    }
    this.#wait(true);
    try {
      this.#outcome = await this.#grade(response);
    } catch (fault) {
      const reason = fault instanceof Error ? fault.message : '';
      this.#wait(false);
      this.#say(reason === '' ? this.#phrase('notSent') : reason);
      return;
    }
    this.#wait(false);
    tellAll(this.#parts, this.#outcome);
    this.#paint();
    this.#overview.querySelector<HTMLElement>('.tandem-result')?.focus();
    for (const { question } of this.#parts) question?.sayAnswered();
    this.#sayCompleted();
  }

  async #grade(response: ExerciseSetResponse): Promise<Outcome> {
    const { subContentId } = this.#extras;
    return this.#host
      ? this.#host.grade({ contentId: this.#contentId, subContentId, response })
      : grader.grade(this.#params, response);
  }

  #wait(waiting: boolean): void {
    this.#waiting = waiting;
    this.#say('');
    this.#check.setAttribute('aria-disabled', String(waiting));
    this.#check.textContent = this.#phrase(waiting ? 'sending' : 'checkAll');
  }

  #say(text: string): void {
    this.#message.textContent = text;
    this.trigger('resize');
  }

  #resume(): void {
    const at = fieldOf(this.#extras.previousState, 'at');
    if (Number.isInteger(at) && Number(at) >= 0 && Number(at) <= this.#parts.length) {
      this.#at = Number(at);
    }
    this.#outcome = readOutcome(fieldOf(this.#extras.previousState, 'outcome'));
    if (this.#outcome) tellAll(this.#parts, this.#outcome);
  }

  /** Without points once for each visit, else once for each check. */
  #sayCompleted(): void {
    if (this.#completed && this.getMaxScore() === 0) return;
    this.#completed = true;
    this.trigger(this.#completedEvent());
  }

  #completedEvent(): XApiEvent {
    const event = this.createXAPIEventTemplate('completed');
    const [score, maxScore] = [this.getScore(), this.getMaxScore()];
    if (maxScore > 0) {
      const passed = isPassed(this.#params, { score, maxScore });
      event.setScoredResult(score, maxScore, this, this.#outcome !== undefined, passed);
    }
    return event;
  }
}

register('ExerciseSet', ExerciseSet);
