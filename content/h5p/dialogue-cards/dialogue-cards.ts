import { button, el } from '../shared/dom.js';
import { type Extras, register } from '../shared/h5p-core.js';
import { Practice, type PracticeParams } from '../shared/practice.js';
import { fieldOf } from '../shared/raw.js';
import { quietButton } from '../shared/result.js';
import { decode } from '../shared/text.js';

interface DialogueCardsParams extends PracticeParams {
  readonly question: string;
  readonly cards: readonly { readonly front: string; readonly back: string }[];
}

interface CardsState {
  /** Number of the card that is shown, from 0. */
  readonly card: number;
  /** Numbers of the cards that have been turned. */
  readonly turned: readonly number[];
}

/** Cards with two sides, one at a time: answer aloud, then turn. */
class DialogueCards extends Practice<CardsState> {
  readonly #params: DialogueCardsParams;
  #card = 0;
  #backShown = false;
  #turned = new Set<number>();
  readonly #place = el('p', { class: 'tandem-card-place' });
  readonly #front = el('p', { class: 'tandem-card-front' });
  /** Read out when it comes. */
  readonly #back = el('div', { class: 'tandem-card-back', 'aria-live': 'polite' });
  readonly #all = el('p', { class: 'tandem-hint', role: 'status' });
  readonly #turn = button('', () => this.#turnCard());
  readonly #previous: HTMLButtonElement;
  readonly #next: HTMLButtonElement;

  constructor(params: DialogueCardsParams, _contentId: unknown, extras?: Extras) {
    super(params, extras);
    this.#params = params;
    this.#previous = quietButton(this.phrase('previousCard'), () => this.#go(-1));
    this.#next = quietButton(this.phrase('nextCard'), () => this.#go(1));
    this.element.classList.add('tandem-cards');
    this.element.append(
      el('p', { class: 'tandem-text' }, decode(params.question)),
      el('div', { class: 'tandem-card' }, this.#place, this.#front, this.#back, this.#turn),
      el('div', { class: 'tandem-actions tandem-card-steps' }, this.#previous, this.#next),
      this.#all,
    );
    this.#resume();
    this.#paint();
  }

  override getCurrentState(): CardsState | undefined {
    if (this.#turned.size === 0 && this.#card === 0) return undefined;
    return { card: this.#card, turned: [...this.#turned] };
  }

  override resetTask(): void {
    this.#card = 0;
    this.#backShown = false;
    this.#turned = new Set();
    this.#paint();
  }

  protected override ownTitle(): string {
    return decode(this.#params.question);
  }

  #turnCard(): void {
    this.#backShown = !this.#backShown;
    this.#turned.add(this.#card);
    this.#paint();
    this.interacted();
    if (this.#turned.size === this.#params.cards.length) this.completed();
  }

  #go(by: number): void {
    const to = this.#card + by;
    if (to < 0 || to >= this.#params.cards.length) return;
    this.#card = to;
    this.#backShown = false;
    this.#paint();
    this.interacted();
  }

  #paint(): void {
    const { cards } = this.#params;
    const card = cards[this.#card];
    this.#place.textContent = this.phrase('card', { number: this.#card + 1, total: cards.length });
    this.#front.textContent = decode(card?.front ?? '');
    this.#back.replaceChildren(
      ...(this.#backShown
        ? [
            el('p', { class: 'tandem-card-side' }, this.phrase('otherSide')),
            el('p', {}, decode(card?.back ?? '')),
          ]
        : []),
    );
    this.#turn.textContent = this.phrase(this.#backShown ? 'turnBack' : 'turn');
    // Not `disabled`: the button keeps the focus at the last card.
    this.#previous.setAttribute('aria-disabled', String(this.#card === 0));
    this.#next.setAttribute('aria-disabled', String(this.#card === cards.length - 1));
    this.#all.textContent = this.#turned.size === cards.length ? this.phrase('allCardsSeen') : '';
  }

  #resume(): void {
    const inRange = (value: unknown): value is number =>
      Number.isInteger(value) && Object.hasOwn(this.#params.cards, Number(value));
    const card = fieldOf(this.previousState, 'card');
    const turned = fieldOf(this.previousState, 'turned');
    if (inRange(card)) this.#card = card;
    if (Array.isArray(turned)) this.#turned = new Set(turned.filter(inRange));
  }
}

register('DialogueCards', DialogueCards);
