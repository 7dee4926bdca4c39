import { withIds } from '../shared/choice.js';
import { choiceView } from '../shared/choice-view.js';
import { el } from '../shared/dom.js';
import { inStatement } from '../shared/question-type.js';
import { registerQuestion } from '../shared/question.js';
import { decode } from '../shared/text.js';
import { grader, type MultipleChoiceParams, type MultipleChoiceResponse } from './grade.js';

registerQuestion<MultipleChoiceParams, MultipleChoiceResponse>('MultipleChoice', {
  grader,

  draw({ options }, tools) {
    const rows = withIds(options).map(({ id, text }) => ({ id, text: decode(text) }));
    const view = choiceView('checkbox', rows, tools);
    const hint = el('p', { class: 'tandem-hint' }, tools.phrase('severalMayBeRight'));
    return {
      ...view,
      element: el('div', {}, hint, view.element),
      read() {
        const chosen = view.chosen();
        return chosen.length === 0 ? undefined : { options: chosen };
      },
      write: (response) => view.choose(response?.options ?? []),
    };
  },

  xapi: {
    describe: ({ options }) => ({
      interactionType: 'choice',
      choices: withIds(options).map(({ id, text }) => ({
        id,
        description: inStatement(decode(text)),
      })),
    }),
    responseText: (_shown, { options }) => options.join('[,]'),
  },
});
