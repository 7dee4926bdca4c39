import { button, el } from '../shared/dom.js';
import { type Extras, register } from '../shared/h5p-core.js';
import { Practice, type PracticeParams } from '../shared/practice.js';
import { ownTitle } from '../shared/own-title.js';
import { fieldOf } from '../shared/raw.js';
import { outsideLink, richText } from '../shared/rich-text-view.js';
import { safeAddress } from '../shared/rich-text.js';
import { decode } from '../shared/text.js';
import { drawPicture, type Picture } from './picture.js';

interface Source {
  readonly title: string;
  readonly url?: string;
}

interface Section {
  readonly heading: string;
  /** HTML, from whoever saved it. */
  readonly text?: string;
  readonly picture?: Picture;
  readonly sources?: readonly Source[];
}

interface ImageTextPageParams extends PracticeParams {
  readonly title: string;
  readonly sections?: readonly Section[];
}

interface PageState {
  readonly read: true;
}

/** How long the end has to be in view before the page counts as read, in milliseconds. */
const DWELL = 1500;

/** Sections of text and pictures to read. */
class ImageTextPage extends Practice<PageState> {
  readonly #params: ImageTextPageParams;
  readonly #contentId: string;
  readonly #end = el('p', { class: 'tandem-read', role: 'status', tabindex: '-1' });
  readonly #readIt: HTMLButtonElement;
  readonly #watch = new IntersectionObserver((entries) => this.#endSeen(entries));
  #timer: ReturnType<typeof setTimeout> | undefined;
  #read = false;

  constructor(params: ImageTextPageParams, contentId: number | string, extras?: Extras) {
    super(params, extras);
    this.#params = params;
    this.#contentId = String(contentId);
    this.#readIt = button(this.phrase('readIt'), () => this.#finish({ focus: true }));
    this.element.classList.add('tandem-page');
    this.element.append(
      ownTitle(this.ownTitle(), 'tandem-text', extras),
      ...(params.sections ?? []).map((section) => this.#draw(section)),
      el('div', { class: 'tandem-actions' }, this.#readIt),
      this.#end,
    );
    this.#paint(fieldOf(this.previousState, 'read') === true);
    if (!this.#read) this.#watch.observe(this.#readIt);
  }

  override getCurrentState(): PageState | undefined {
    return this.#read ? { read: true } : undefined;
  }

  override resetTask(): void {
    this.#paint(false);
    this.#watch.observe(this.#readIt);
  }

  protected override ownTitle(): string {
    return decode(this.#params.title);
  }

  #draw({ heading, text = '', picture = {}, sources = [] }: Section): HTMLElement {
    const drawn = drawPicture(picture, this.#contentId);
    drawn?.querySelector('img')?.addEventListener('load', () => this.trigger('resize'));
    const title = decode(heading);
    return el(
      'section',
      { class: 'tandem-section' },
      title === '' ? undefined : el('h3', { class: 'tandem-heading' }, title),
      drawn,
      richText(text, this.phrase),
      sources.length === 0 ? undefined : this.#drawSources(sources),
    );
  }

  #drawSources(sources: readonly Source[]): HTMLElement {
    const lines = sources.map(({ title, url }) => {
      const href = safeAddress(decode(url ?? ''));
      const words = decode(title);
      return el('li', {}, href === undefined ? words : outsideLink(href, [words], this.phrase));
    });
    return el(
      'div',
      { class: 'tandem-sources' },
      el('p', { class: 'tandem-sources-title' }, this.phrase('sources')),
      el('ul', {}, ...lines),
    );
  }

  #endSeen(entries: readonly IntersectionObserverEntry[]): void {
    clearTimeout(this.#timer);
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    this.#timer = setTimeout(() => this.#finish({ focus: false }), DWELL);
  }

  /** @param focus whether somebody pressed the button, which goes */
  #finish({ focus }: { readonly focus: boolean }): void {
    if (this.#read) return;
    const pressed = focus || document.activeElement === this.#readIt;
    this.#paint(true);
    if (pressed) this.#end.focus();
    this.interacted();
    this.completed();
  }

  #paint(read: boolean): void {
    clearTimeout(this.#timer);
    if (read) this.#watch.disconnect();
    this.#read = read;
    this.#readIt.hidden = read;
    this.#end.textContent = read ? this.phrase('pageRead') : '';
  }
}

register('ImageTextPage', ImageTextPage);
