import { choiceView } from '../shared/choice-view.js';
import { registerQuestion } from '../shared/question.js';
import { grader, type TrueFalseParams, type TrueFalseResponse } from './grade.js';

registerQuestion<TrueFalseParams, TrueFalseResponse>('TrueFalse', {
  grader,

  draw(_shown, tools) {
    const rows = ['true', 'false'].map((id) => ({ id, text: tools.phrase(id) }));
    const view = choiceView('radio', rows, tools);
    return {
      ...view,
      read() {
        const [answer] = view.chosen();
        return answer === 'true' || answer === 'false' ? { answer } : undefined;
      },
      write: (response) => view.choose(response ? [response.answer] : []),
    };
  },

  xapi: {
    describe: () => ({ interactionType: 'true-false' }),
    responseText: (_shown, { answer }) => answer,
  },
});
