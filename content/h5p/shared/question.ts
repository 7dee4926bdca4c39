import { newPageId } from './dom.js';
import type { Outcome, QuestionParams } from './grading.js';
import { type Container, elementOf, type Extras, register, type XApiEvent } from './h5p-core.js';
import { describeInteraction, setResponse } from './statement.js';
import './host.js';
import { phrases } from './phrases.js';
import { type FrameActions, QuestionFrame } from './question-frame.js';
import { type QuestionState, readState } from './question-state.js';
import { type AnswerView, inStatement, type QuestionType } from './question-type.js';
import { partMark, partSign } from './result.js';
import type { SetQuestion } from './set-question.js';
import { decode } from './text.js';

/** Makes a graded content type known to the core as `Tandem.<name>`. */
export function registerQuestion<Params extends QuestionParams, Response>(
  name: string,
  type: QuestionType<Params, Response>,
): void {
  const TypedQuestion = class extends Question<Params, Response> {
    constructor(params: Params, contentId: number | string, extras?: Extras) {
      super(type, params, contentId, extras);
    }
  };
  register(name, TypedQuestion);
}

/** A graded question, with everything that H5P asks of one. */
class Question<Params extends QuestionParams, Response>
  extends H5P.EventDispatcher
  implements SetQuestion
{
  readonly #type: QuestionType<Params, Response>;
  readonly #params: Params;
  /** Without keys, as everybody sees it. */
  readonly #shown: Params;
  readonly #contentId: string;
  readonly #extras: Extras;
  readonly #host = window.TandemHost;
  readonly #view: AnswerView<Response>;
  readonly #frame: QuestionFrame;
  /** How the untouched question reads. */
  readonly #untouched: string;
  #outcome: Outcome | undefined;
  /** The person's answer while the right one is shown in its place. */
  #ownAnswer: Response | undefined;
  #solutionShown = false;

  constructor(
    type: QuestionType<Params, Response>,
    params: Params,
    contentId: number | string,
    extras: Extras = {},
  ) {
    super();
    this.#type = type;
    this.#params = params;
    this.#shown = this.#host ? params : type.grader.withoutKeys(params);
    this.#contentId = String(contentId);
    this.#extras = extras;
    const phrase = phrases(params.l10n);
    this.#frame = new QuestionFrame(decode(params.question), phrase, this.#actions(), extras);
    this.#view = type.draw(this.#shown, {
      phrase,
      pageId: newPageId(),
      changed: () => this.#changed(),
      announce: (text) => this.#frame.announce(text),
      markOf: (part) => partMark(part, phrase),
      signOf: (part) => partSign(part, phrase),
    });
    this.#frame.hold(this.#view.element);
    this.#untouched = JSON.stringify(this.#view.read());
    this.#resume();
  }

  attach(container: Container): void {
    elementOf(container).append(this.#frame.element);
    this.setActivityStarted();
    this.trigger('resize');
  }

  getAnswerGiven(): boolean {
    return this.#outcome !== undefined || JSON.stringify(this.#answer()) !== this.#untouched;
  }

  getScore(): number {
    return this.#outcome?.score ?? 0;
  }

  getMaxScore(): number {
    return this.#outcome?.maxScore ?? this.#type.grader.maxScore(this.#params);
  }

  /** Shows the right answer where the page has it; with keys on a server there is nothing to show. */
  showSolutions(): void {
    if (this.#host || this.#solutionShown) return;
    const { grader } = this.#type;
    const right = grader.rightResponse(this.#params);
    this.#ownAnswer = this.#view.read();
    this.#solutionShown = true;
    this.#view.write(right);
    this.#view.mark(grader.grade(this.#params, right).parts);
    this.#frame.showSolution();
  }

  resetTask(): void {
    this.#outcome = undefined;
    this.#solutionShown = false;
    this.#view.write(undefined);
    this.#view.mark(undefined);
    this.#frame.open();
  }

  getCurrentState(): QuestionState<Response> | undefined {
    if (!this.getAnswerGiven()) return undefined;
    return { response: this.#answer(), outcome: this.#outcome };
  }

  getTitle(): string {
    return this.#extras.metadata?.title ?? decode(this.#params.question);
  }

  getXAPIData(): { readonly statement: unknown } {
    return { statement: this.#answeredEvent().data.statement };
  }

  /** Shows what a set's grading made of the answer. */
  tell(outcome: Outcome): void {
    this.#takeBackSolution();
    this.#outcome = outcome;
    this.#showOutcome(outcome);
  }

  /** Has the person answer again, with the answer as it is. */
  reopen(): void {
    this.#takeBackSolution();
    this.#outcome = undefined;
    this.#view.mark(undefined);
    this.#frame.open();
  }

  /** States what was answered, and what it was worth. */
  sayAnswered(): void {
    this.trigger(this.#answeredEvent());
  }

  #actions(): FrameActions {
    return {
      check: () => void this.#check(),
      tryAgain: () => this.#tryAgain(),
      startAgain: () => this.#startAgain(),
      showSolution: () => this.#showSolutionAndSay(),
      resized: () => this.trigger('resize'),
    };
  }

  #answer(): Response | undefined {
    return this.#solutionShown ? this.#ownAnswer : this.#view.read();
  }

  #changed(): void {
    this.#frame.sayNothing();
    this.triggerXAPI('interacted');
  }

  async #check(): Promise<void> {
    const response = this.#view.read();
    if (response === undefined) {
      this.#frame.askForAnswer();
      this.#view.focus();
      return;
    }
    this.#frame.wait();
    try {
      this.#outcome = await this.#grade(response);
    } catch (fault) {
      this.#frame.fail(fault instanceof Error ? fault.message : '');
      return;
    }
    this.#showOutcome(this.#outcome);
    this.#frame.focusResult();
    this.sayAnswered();
  }

  async #grade(response: Response): Promise<Outcome> {
    const { subContentId } = this.#extras;
    return this.#host
      ? this.#host.grade({ contentId: this.#contentId, subContentId, response })
      : this.#type.grader.grade(this.#params, response);
  }

  #showOutcome(outcome: Outcome): void {
    this.#view.mark(outcome.parts);
    this.#frame.showResult(outcome, { solution: !this.#host });
  }

  #tryAgain(): void {
    this.reopen();
    this.#view.focus();
  }

  #takeBackSolution(): void {
    if (this.#solutionShown) this.#view.write(this.#ownAnswer);
    this.#solutionShown = false;
  }

  #startAgain(): void {
    this.resetTask();
    this.#view.focus();
  }

  #showSolutionAndSay(): void {
    this.showSolutions();
    this.#frame.focusResult();
  }

  #resume(): void {
    const { grader } = this.#type;
    const { response, outcome } = readState(this.#extras.previousState, (raw) =>
      grader.readResponse(this.#shown, raw),
    );
    if (response === undefined) return;
    this.#view.write(response);
    if (!outcome) return;
    this.#outcome = outcome;
    this.#showOutcome(outcome);
  }

  #answeredEvent(): XApiEvent {
    const event = this.createXAPIEventTemplate('answered');
    const { xapi, grader } = this.#type;
    const right = this.#host ? undefined : grader.rightResponse(this.#params);
    describeInteraction(event, {
      description: inStatement(decode(this.#params.question)),
      ...xapi.describe(this.#shown),
      ...(right && { correctResponsesPattern: [xapi.responseText(this.#shown, right)] }),
    });
    const score = this.getScore();
    const maxScore = this.getMaxScore();
    event.setScoredResult(score, maxScore, this, this.#outcome !== undefined, score >= maxScore);
    const response = this.#answer();
    setResponse(event, response === undefined ? '' : xapi.responseText(this.#shown, response));
    return event;
  }
}
