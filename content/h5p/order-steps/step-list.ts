import { button, el, select, setMark } from '../shared/dom.js';
import type { OutcomePart } from '../shared/grading.js';
import type { Tools } from '../shared/question-type.js';

export interface StepRow {
  readonly id: string;
  /** Decoded. */
  readonly text: string;
}

interface DrawnStep extends StepRow {
  readonly row: HTMLLIElement;
  readonly position: HTMLSelectElement;
  readonly up: HTMLButtonElement;
  readonly down: HTMLButtonElement;
  readonly mark: HTMLElement;
}

/** A list that people put in order with buttons or by choosing a position: no dragging, so it works by keyboard. */
export class StepList {
  readonly element = el('ol', { class: 'tandem-steps' });
  readonly #tools: Tools;
  readonly #start: readonly DrawnStep[];
  #steps: readonly DrawnStep[];

  constructor(rows: readonly StepRow[], tools: Tools) {
    this.#tools = tools;
    this.#start = rows.map((row) => this.#draw(row, rows.length));
    this.#steps = this.#start;
    this.#paint();
  }

  order(): readonly string[] {
    return this.#steps.map(({ id }) => id);
  }

  /** @param ids of all steps; undefined: back to the start */
  arrange(ids: readonly string[] | undefined): void {
    const byId = new Map(this.#start.map((step) => [step.id, step]));
    this.#steps = ids
      ? ids.map((id) => byId.get(id)).filter((step) => step !== undefined)
      : this.#start;
    this.#paint();
  }

  mark(parts: readonly OutcomePart[] | undefined): void {
    for (const { id, row, mark } of this.#steps) {
      const part = parts?.find((candidate) => candidate.id === id);
      setMark(row, part);
      mark.replaceChildren(...(part ? [this.#tools.markOf(part)] : []));
    }
  }

  focus(): void {
    this.#steps[0]?.position.focus();
  }

  #draw({ id, text }: StepRow, total: number): DrawnStep {
    const { phrase, pageId } = this.#tools;
    const words = el('span', { class: 'tandem-step-text', id: `${pageId}-${id}` }, text);
    const positions = Array.from({ length: total }, (_, at) => String(at + 1));
    const position = select(
      positions.map((value) => ({ value, text: value })),
      { 'aria-label': `${phrase('position')}: ${text}` },
    );
    const arrow = (name: 'moveUp' | 'moveDown', by: number): HTMLButtonElement =>
      button('', () => this.#moveBy(step, by), {
        class: `tandem-button tandem-button-arrow tandem-arrow-${name}`,
        'aria-label': `${phrase(name)}: ${text}`,
        title: phrase(name),
      });
    const up = arrow('moveUp', -1);
    const down = arrow('moveDown', 1);
    const mark = el('span', { class: 'tandem-option-mark' });
    const arrows = el('span', { class: 'tandem-arrows' }, up, down);
    const row = el('li', { class: 'tandem-step' }, position, words, arrows, mark);
    const step: DrawnStep = { id, text, row, position, up, down, mark };
    position.addEventListener('change', () => this.#moveTo(step, Number(position.value) - 1));
    return step;
  }

  #moveBy(step: DrawnStep, by: number): void {
    const to = this.#steps.indexOf(step) + by;
    if (to >= 0 && to < this.#steps.length) this.#moveTo(step, to);
  }

  #moveTo(step: DrawnStep, to: number): void {
    const focused = document.activeElement;
    const others = this.#steps.filter((other) => other !== step);
    this.#steps = [...others.slice(0, to), step, ...others.slice(to)];
    this.#paint(step);
    // Moving a row in the document takes the focus from what is inside it.
    if (focused instanceof HTMLElement && step.row.contains(focused)) focused.focus();
    this.#tools.announce(
      this.#tools.phrase('moved', {
        step: step.text,
        position: to + 1,
        total: this.#steps.length,
      }),
    );
    this.#tools.changed();
  }

  #paint(moved?: DrawnStep): void {
    const last = this.#steps.length - 1;
    this.#steps.forEach((step, at) => {
      step.position.value = String(at + 1);
      // Not `disabled`: a button that reaches the end keeps the focus.
      step.up.setAttribute('aria-disabled', String(at === 0));
      step.down.setAttribute('aria-disabled', String(at === last));
      step.row.classList.toggle('tandem-step-moved', step === moved);
    });
    this.element.replaceChildren(...this.#steps.map(({ row }) => row));
  }
}
