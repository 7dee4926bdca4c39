import { button, el } from '../shared/dom.js';
import { type Extras, register } from '../shared/h5p-core.js';
import { Practice, type PracticeParams } from '../shared/practice.js';
import { quietButton } from '../shared/result.js';
import { decode } from '../shared/text.js';
import { type Choice, mostPoints, placeOf, readPath, type Story, type StoryNode } from './story.js';

interface BranchingCaseParams extends PracticeParams, Story {
  readonly title: string;
  readonly perspective: string;
}

interface CaseState {
  /** Numbers of the choices made, from 0. */
  readonly path: readonly number[];
}

/** A story told scene by scene; each choice shows what it leads to, and every step can be taken back. */
class BranchingCase extends Practice<CaseState> {
  readonly #params: BranchingCaseParams;
  readonly #stage = el('div', { class: 'tandem-stage' });
  #path: readonly number[];

  constructor(params: BranchingCaseParams, _contentId: unknown, extras?: Extras) {
    super(params, extras);
    this.#params = params;
    this.#path = readPath(params, this.previousState);
    const perspective = decode(params.perspective);
    this.element.classList.add('tandem-case');
    this.element.append(
      perspective === '' ? '' : el('p', { class: 'tandem-perspective' }, perspective),
      this.#stage,
    );
    this.#paint();
  }

  override getCurrentState(): CaseState | undefined {
    return this.#path.length === 0 ? undefined : { path: this.#path };
  }

  override getScore(): number {
    return placeOf(this.#params, this.#path).node?.score ?? 0;
  }

  override getMaxScore(): number {
    return mostPoints(this.#params);
  }

  override resetTask(): void {
    this.#path = [];
    this.#paint();
  }

  protected override ownTitle(): string {
    return decode(this.#params.title);
  }

  #go(path: readonly number[]): void {
    this.#path = path;
    this.#paint();
    // What was pressed is gone; the new scene is what comes next.
    this.#stage.querySelector<HTMLElement>('[tabindex="-1"]')?.focus();
    this.interacted();
    if (placeOf(this.#params, path).node?.end === true) this.completed();
  }

  #paint(): void {
    const { node, choice } = placeOf(this.#params, this.#path);
    const back = quietButton(this.phrase('goBack'), () => this.#go(this.#path.slice(0, -1)));
    const again = quietButton(this.phrase('startAgain'), () => this.#go([]));
    this.#stage.replaceChildren(
      el(
        'div',
        { class: 'tandem-scene', role: 'group', tabindex: '-1' },
        choice && this.#consequence(choice),
        node?.end === true ? this.#end(node) : this.#scene(node),
      ),
      this.#path.length === 0
        ? ''
        : el('div', { class: 'tandem-actions tandem-case-steps' }, back, again),
    );
    this.trigger('resize');
  }

  #consequence({ text, consequence }: Choice): HTMLElement {
    const what = decode(consequence ?? '');
    return el(
      'div',
      { class: 'tandem-consequence' },
      el('p', { class: 'tandem-chosen' }, this.phrase('youChose', { choice: decode(text) })),
      what === '' ? undefined : this.#titled('whatHappens', what),
    );
  }

  #scene(node: StoryNode | undefined): HTMLElement {
    const choices = (node?.choices ?? []).map(({ text }, number) =>
      button(decode(text), () => this.#go([...this.#path, number]), { class: 'tandem-choice' }),
    );
    return el(
      'div',
      {},
      el(
        'p',
        { class: 'tandem-step-number' },
        this.phrase('step', { number: this.#path.length + 1 }),
      ),
      el('p', { class: 'tandem-text' }, decode(node?.text ?? '')),
      el('div', { class: 'tandem-choices' }, ...choices),
    );
  }

  #end({ outcome, learn, score = 0 }: StoryNode): HTMLElement {
    const total = this.getMaxScore();
    const grade = score >= total ? 'right' : 'partly';
    return el(
      'div',
      { class: `tandem-result tandem-result-${grade}` },
      this.#titled('howItEnds', decode(outcome ?? '')),
      this.#titled('whatYouLearn', decode(learn ?? '')),
      total > 0
        ? el('p', { class: 'tandem-case-points' }, this.phrase('points', { score, total }))
        : undefined,
    );
  }

  #titled(title: string, text: string): HTMLElement {
    return el(
      'div',
      { class: 'tandem-titled' },
      el('p', { class: 'tandem-label' }, this.phrase(title)),
      el('p', {}, text),
    );
  }
}

register('BranchingCase', BranchingCase);
