import { el, select, setMark } from '../shared/dom.js';
import { textId } from '../shared/grading.js';
import { type AnswerView, inStatement, type Tools } from '../shared/question-type.js';
import { registerQuestion } from '../shared/question.js';
import { decode } from '../shared/text.js';
import {
  grader,
  type MatchRolesParams,
  type MatchRolesResponse,
  targetsOf,
  withIds,
} from './grade.js';

registerQuestion<MatchRolesParams, MatchRolesResponse>('MatchRoles', {
  grader,
  draw,
  xapi: {
    describe: (shown) => ({
      interactionType: 'matching',
      source: withIds(shown.pairs).map(({ id, prompt }) => ({
        id,
        description: inStatement(decode(prompt)),
      })),
      target: targetsOf(shown).map((target) => ({
        id: textId(target),
        description: inStatement(decode(target)),
      })),
    }),
    responseText: (_shown, { targets }) =>
      Object.entries(targets)
        .map(([prompt, target]) => `${prompt}[.]${target}`)
        .join('[,]'),
  },
});

function draw(shown: MatchRolesParams, tools: Tools): AnswerView<MatchRolesResponse> {
  const { phrase, pageId, changed, markOf } = tools;
  const targets = targetsOf(shown).map((target) => ({
    value: textId(target),
    text: decode(target),
  }));
  const rows = withIds(shown.pairs).map(({ id, prompt }) => {
    const listId = `${pageId}-${id}`;
    const list = select(targets, {
      id: listId,
      empty: phrase('choose'),
      'aria-describedby': `${listId}-mark`,
    });
    list.addEventListener('change', changed);
    const label = el('label', { for: listId, class: 'tandem-pair-prompt' }, decode(prompt));
    const place = el('span', { class: 'tandem-pair-mark', id: `${listId}-mark` });
    return { id, list, place, row: el('div', { class: 'tandem-pair' }, label, list, place) };
  });
  return {
    element: el('div', { class: 'tandem-pairs' }, ...rows.map(({ row }) => row)),
    read() {
      const chosen = rows.filter(({ list }) => list.value !== '');
      if (chosen.length === 0) return undefined;
      return { targets: Object.fromEntries(chosen.map(({ id, list }) => [id, list.value])) };
    },
    write(response) {
      for (const { id, list } of rows) list.value = response?.targets[id] ?? '';
    },
    mark(parts) {
      for (const { id, place, row } of rows) {
        const part = parts?.find((candidate) => candidate.id === id);
        setMark(row, part);
        place.replaceChildren(...(part ? [markOf(part)] : []));
      }
    },
    focus: () => rows[0]?.list.focus(),
  };
}
