import { button, el, setMark } from '../shared/dom.js';
import { type AnswerView, inStatement, type Tools } from '../shared/question-type.js';
import { registerQuestion } from '../shared/question.js';
import { grader, type MarkWordsParams, type MarkWordsResponse, piecesOf } from './grade.js';

registerQuestion<MarkWordsParams, MarkWordsResponse>('MarkWords', {
  grader,
  draw,
  xapi: {
    describe: ({ text }) => ({
      interactionType: 'choice',
      choices: piecesOf(text)
        .filter((piece) => piece.kind === 'word')
        .map((word) => ({ id: word.id, description: inStatement(word.text) })),
    }),
    responseText: (_shown, { words }) => words.join('[,]'),
  },
});

function draw(shown: MarkWordsParams, tools: Tools): AnswerView<MarkWordsResponse> {
  const count = el('p', { class: 'tandem-hint' });
  const words = new Map<
    string,
    { readonly toggle: HTMLButtonElement; readonly place: HTMLElement }
  >();

  function marked(): readonly string[] {
    return [...words].filter(([, { toggle }]) => isPressed(toggle)).map(([id]) => id);
  }
  function tellCount(): void {
    count.textContent = tools.phrase('wordsMarked', { count: marked().length });
  }
  function drawWord(id: string, text: string): HTMLElement {
    const toggle = button(
      text,
      () => {
        press(toggle, !isPressed(toggle));
        tellCount();
        tools.changed();
      },
      { class: 'tandem-word', 'aria-pressed': 'false' },
    );
    const place = el('span', {});
    words.set(id, { toggle, place });
    return el('span', { class: 'tandem-word-place' }, toggle, place);
  }

  const pieces = piecesOf(shown.text).map((piece) =>
    piece.kind === 'text' ? piece.text : drawWord(piece.id, piece.text),
  );
  tellCount();
  return {
    element: el(
      'div',
      {},
      el('p', { class: 'tandem-hint' }, tools.phrase('markHint')),
      el('p', { class: 'tandem-marked-text' }, ...pieces),
      count,
    ),
    read() {
      const chosen = marked();
      return chosen.length === 0 ? undefined : { words: chosen };
    },
    write(response) {
      for (const [id, { toggle }] of words) press(toggle, response?.words.includes(id) ?? false);
      tellCount();
    },
    mark(parts) {
      for (const [id, { toggle, place }] of words) {
        const part = parts?.find((candidate) => candidate.id === id);
        setMark(toggle, part);
        place.replaceChildren(...(part ? [tools.signOf(part)] : []));
      }
    },
    focus: () => words.values().next().value?.toggle.focus(),
  };
}

function isPressed(toggle: HTMLElement): boolean {
  return toggle.getAttribute('aria-pressed') === 'true';
}

function press(toggle: HTMLElement, on: boolean): void {
  toggle.setAttribute('aria-pressed', String(on));
}
