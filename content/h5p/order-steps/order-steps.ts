import { textIds } from '../shared/order.js';
import { inStatement } from '../shared/question-type.js';
import { registerQuestion } from '../shared/question.js';
import { decode } from '../shared/text.js';
import { grader, type OrderStepsParams, type OrderStepsResponse } from './grade.js';
import { StepList, type StepRow } from './step-list.js';

registerQuestion<OrderStepsParams, OrderStepsResponse>('OrderSteps', {
  grader,

  draw(shown, tools) {
    const list = new StepList(rowsOf(shown), tools);
    return {
      element: list.element,
      read: () => ({ order: list.order() }),
      write: (response) => list.arrange(response?.order),
      mark: (parts) => list.mark(parts),
      focus: () => list.focus(),
    };
  },

  xapi: {
    describe: (shown) => ({
      interactionType: 'sequencing',
      choices: rowsOf(shown).map(({ id, text }) => ({ id, description: inStatement(text) })),
    }),
    responseText: (_shown, { order }) => order.join('[,]'),
  },
});

function rowsOf({ steps }: OrderStepsParams): readonly StepRow[] {
  const ids = textIds(steps.map(({ text }) => text));
  return steps.map(({ text }, at) => ({ id: ids[at] ?? '', text: decode(text) }));
}
