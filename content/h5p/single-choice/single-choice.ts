import { withIds } from '../shared/choice.js';
import { choiceView } from '../shared/choice-view.js';
import { inStatement } from '../shared/question-type.js';
import { registerQuestion } from '../shared/question.js';
import { decode } from '../shared/text.js';
import { grader, type SingleChoiceParams, type SingleChoiceResponse } from './grade.js';

registerQuestion<SingleChoiceParams, SingleChoiceResponse>('SingleChoice', {
  grader,

  draw({ options }, tools) {
    const rows = withIds(options).map(({ id, text }) => ({ id, text: decode(text) }));
    const view = choiceView('radio', rows, tools);
    return {
      ...view,
      read() {
        const [option] = view.chosen();
        return option === undefined ? undefined : { option };
      },
      write: (response) => view.choose(response ? [response.option] : []),
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
    responseText: (_shown, { option }) => option,
  },
});
