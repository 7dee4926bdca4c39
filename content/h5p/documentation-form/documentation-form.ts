import { button, el } from '../shared/dom.js';
import { type Extras, register } from '../shared/h5p-core.js';
import { Practice, type PracticeParams } from '../shared/practice.js';
import { ownTitle } from '../shared/own-title.js';
import { fieldOf } from '../shared/raw.js';
import { quietButton } from '../shared/result.js';
import { decode } from '../shared/text.js';
import { type FieldView, fieldView } from './field-view.js';
import {
  type FormPage,
  missingIn,
  type PageWithIds,
  readValues,
  type Value,
  type Values,
  withIds,
} from './form.js';
import { fileNameFor, formAsText } from './in-words.js';
import { drawSummary } from './summary.js';

interface DocumentationFormParams extends PracticeParams {
  readonly title: string;
  readonly introduction?: string;
  readonly pages?: readonly FormPage[];
}

interface FormState {
  /** Number of the page that is shown, from 0; the summary is the one after the last. */
  readonly page: number;
  readonly values: Readonly<Record<string, Value>>;
}

/** Pages of fields. What is written stays in the state; no statement ever says it. */
class DocumentationForm extends Practice<FormState> {
  readonly #title: string;
  readonly #pages: readonly PageWithIds[];
  readonly #views: readonly (readonly FieldView[])[];
  readonly #screens: readonly HTMLElement[];
  readonly #summary = el('div', { class: 'tandem-summary' });
  readonly #place = el('p', { class: 'tandem-place' });
  readonly #message = el('p', { class: 'tandem-message' });
  readonly #back = quietButton('', () => this.#go(this.#page - 1));
  readonly #next = button('', () => this.#go(this.#page + 1));
  readonly #keep: readonly HTMLButtonElement[];
  #page = 0;
  /** Whether the summary was seen: from then on fields left open are marked. */
  #summed = false;

  constructor(params: DocumentationFormParams, _contentId: unknown, extras?: Extras) {
    super(params, extras);
    this.#title = decode(params.title);
    this.#pages = withIds(params.pages ?? []);
    const { phrase, pageId } = this;
    const around = { phrase, pageId, changed: () => this.#changed() };
    this.#views = this.#pages.map(({ fields }) => fields.map((field) => fieldView(field, around)));
    this.#screens = this.#pages.map((page, at) => this.#drawPage(page, this.#views[at] ?? []));
    this.#back.textContent = phrase('previous');
    this.#keep = [
      button(phrase('print'), () => window.print()),
      quietButton(phrase('download'), () => this.#download()),
    ];
    const introduction = decode(params.introduction ?? '');
    this.element.classList.add('tandem-form');
    this.element.append(
      ownTitle(this.#title, 'tandem-text', extras),
      introduction === '' ? '' : el('p', { class: 'tandem-hint' }, introduction),
      this.#place,
      ...this.#screens,
      this.#summary,
      this.#message,
      el('div', { class: 'tandem-actions' }, this.#back, this.#next, ...this.#keep),
    );
    this.#resume();
    this.#paint();
    window.addEventListener('beforeprint', () => this.#paintSummary());
  }

  override getCurrentState(): FormState | undefined {
    const values = this.#values();
    if (values.size === 0 && this.#page === 0) return undefined;
    return { page: this.#page, values: Object.fromEntries(values) };
  }

  override resetTask(): void {
    this.#page = 0;
    this.#summed = false;
    this.#write(new Map());
    this.#paint();
  }

  protected override ownTitle(): string {
    return this.#title;
  }

  #drawPage({ title, introduction }: PageWithIds, views: readonly FieldView[]): HTMLElement {
    const intro = decode(introduction ?? '');
    return el(
      'div',
      { class: 'tandem-form-page' },
      el('h3', { class: 'tandem-heading', tabindex: '-1' }, decode(title)),
      intro === '' ? undefined : el('p', { class: 'tandem-hint' }, intro),
      ...views.map(({ element }) => element),
    );
  }

  #values(): Values {
    const written = this.#views.flat().flatMap((view) => {
      const value = view.read();
      return value === undefined ? [] : [[view.field.id, value] as const];
    });
    return new Map(written);
  }

  #write(values: Values): void {
    for (const view of this.#views.flat()) view.write(values.get(view.field.id));
  }

  #changed(): void {
    if (this.#summed) this.#markMissing();
    this.interacted();
  }

  #go(to: number): void {
    if (to < 0 || to > this.#pages.length) return;
    this.#page = to;
    this.#paint();
    this.element.querySelector<HTMLElement>(':not([hidden]) > .tandem-heading')?.focus();
    this.interacted();
    const done = missingIn(this.#pages, this.#values()).length === 0;
    if (to === this.#pages.length && done) this.completed();
  }

  #paint(): void {
    const total = this.#pages.length;
    const atSummary = this.#page === total;
    if (atSummary) this.#summed = true;
    this.#place.textContent = this.phrase('pageNumber', {
      number: this.#page + 1,
      total: total + 1,
    });
    this.#screens.forEach((screen, at) => {
      screen.hidden = at !== this.#page;
    });
    this.#paintSummary();
    this.#summary.hidden = !atSummary;
    this.#message.textContent = atSummary ? this.#verdict() : '';
    this.#message.classList.toggle('tandem-message-good', atSummary && this.#isDone());
    this.#back.hidden = this.#page === 0;
    this.#next.hidden = atSummary;
    this.#next.textContent = this.phrase(this.#page === total - 1 ? 'summary' : 'next');
    for (const keep of this.#keep) keep.hidden = !atSummary;
    this.#markMissing();
  }

  #paintSummary(): void {
    this.#summary.replaceChildren(
      el('h3', { class: 'tandem-heading', tabindex: '-1' }, this.phrase('summary')),
      ...drawSummary(this.#pages, this.#values(), {
        phrase: this.phrase,
        language: this.#language(),
        goTo: (page) => this.#go(page),
      }),
    );
  }

  #isDone(): boolean {
    return missingIn(this.#pages, this.#values()).length === 0;
  }

  #verdict(): string {
    const missing = missingIn(this.#pages, this.#values());
    if (missing.length === 0) return this.phrase('formDone');
    const fields = missing.map(({ label }) => decode(label)).join(', ');
    return this.phrase('fillRequired', { fields });
  }

  #markMissing(): void {
    for (const view of this.#views.flat()) {
      view.mark(this.#summed && view.field.required === true && view.read() === undefined);
    }
  }

  #download(): void {
    const words = { nothing: this.phrase('nothingWritten'), language: this.#language() };
    const text = formAsText({ title: this.#title, pages: this.#pages }, this.#values(), words);
    const href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
    el('a', { href, download: fileNameFor(this.#title) }).click();
    // Not at once: some browsers fetch it after the click.
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  }

  /** Of the text around the form, for days in words. */
  #language(): string {
    return this.element.closest('[lang]')?.getAttribute('lang') ?? 'en';
  }

  #resume(): void {
    this.#write(readValues(this.#pages, fieldOf(this.previousState, 'values')));
    const page = fieldOf(this.previousState, 'page');
    if (Number.isInteger(page) && Number(page) >= 0 && Number(page) <= this.#pages.length) {
      this.#page = Number(page);
    }
  }
}

register('DocumentationForm', DocumentationForm);
