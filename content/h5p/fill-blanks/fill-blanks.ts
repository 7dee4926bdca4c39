import { el, select, setMark } from '../shared/dom.js';
import type { AnswerView, Tools } from '../shared/question-type.js';
import { registerQuestion } from '../shared/question.js';
import {
  type FillBlanksParams,
  type FillBlanksResponse,
  grader,
  piecesOf,
  wordsOf,
} from './grade.js';

registerQuestion<FillBlanksParams, FillBlanksResponse>('FillBlanks', {
  grader,
  draw,
  xapi: {
    describe: () => ({ interactionType: 'fill-in' }),
    responseText: (shown, { blanks }) =>
      piecesOf(shown.text)
        .filter((piece) => piece.kind === 'blank')
        .map(({ id }) => blanks[id] ?? '')
        .join('[,]'),
  },
});

interface Blank {
  readonly id: string;
  readonly field: HTMLInputElement | HTMLSelectElement;
  readonly place: HTMLElement;
}

function draw(shown: FillBlanksParams, tools: Tools): AnswerView<FillBlanksResponse> {
  const pieces = piecesOf(shown.text);
  const total = pieces.filter(({ kind }) => kind === 'blank').length;
  const blanks = new Map<string, Blank>();
  const parts = pieces.map((piece) => {
    if (piece.kind === 'text') return piece.text;
    const name = tools.phrase('blank', { number: blanks.size + 1, total });
    const field = shown.wordList ? wordField(shown, name, tools) : textField(name);
    field.addEventListener('change', tools.changed);
    const place = el('span', { class: 'tandem-blank-mark' });
    blanks.set(piece.id, { id: piece.id, field, place });
    return el('span', { class: 'tandem-blank' }, field, place);
  });
  const all = [...blanks.values()];
  return {
    element: el('p', { class: 'tandem-blanks' }, ...parts),
    read() {
      const filled = all.filter(({ field }) => field.value.trim() !== '');
      if (filled.length === 0) return undefined;
      return { blanks: Object.fromEntries(filled.map(({ id, field }) => [id, field.value])) };
    },
    write(response) {
      for (const { id, field } of all) field.value = response?.blanks[id] ?? '';
    },
    mark(outcomes) {
      for (const { id, field, place } of all) {
        const part = outcomes?.find((candidate) => candidate.id === id);
        setMark(field, part);
        place.replaceChildren(...(part ? [tools.signOf(part)] : []));
      }
    },
    focus: () => all[0]?.field.focus(),
  };
}

function wordField(shown: FillBlanksParams, name: string, tools: Tools): HTMLSelectElement {
  const words = wordsOf(shown).map((word) => ({ value: word, text: word }));
  return select(words, { empty: tools.phrase('choose'), 'aria-label': name });
}

/** As wide for every answer, so that the width tells nothing. */
function textField(name: string): HTMLInputElement {
  return el('input', {
    type: 'text',
    class: 'tandem-field',
    'aria-label': name,
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    maxlength: '200',
    size: '14',
  });
}
