import { beforeEach, describe, expect, it } from '@jest/globals';
import { MINUTE } from '../../../src/shared/clock.js';
import { aDesk, aLearner, aLink, refusal, type Desk } from '../desk.js';

const LINE_ITEMS = 'https://lms.school.example/lineitems';

describe('a link whose launches name no column', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await aDesk();
    desk.links.set('link', aLink({ lineItem: undefined, lineItems: LINE_ITEMS }));
  });

  it('keeps its scores here until a trainer asks for a column', async () => {
    expect((await desk.answer(3)).standing.delivery).toMatchObject({ state: 'kept' });
    expect(desk.made).toEqual([]);

    await desk.gradings.update('link', (known) => ({ ...known, column: 'make' }));
    await desk.answer(2);
    await desk.drain();

    expect(desk.made).toHaveLength(1);
    expect(desk.sent).toMatchObject([{ scoreGiven: 3, lineItem: desk.made[0] }]);
  });

  it('sends nothing where a trainer wants no grades, whatever launches say', async () => {
    desk.links.set('link', aLink());
    await desk.gradings.update('link', (known) => ({ ...known, column: 'none' }));

    expect((await desk.answer(3)).standing.delivery).toMatchObject({ state: 'kept' });
  });
});

describe('completion', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await aDesk();
    desk.links.set('link', aLink({ lineItems: LINE_ITEMS }));
    await desk.gradings.update('link', (known) => ({ ...known, completionLabel: 'Done' }));
  });

  async function completes(userId: string): Promise<void> {
    const by = aLearner({ userId });
    await desk.answer(3, { by });
    await desk.answer(3, { by, exerciseId: 'M1-02' });
  }

  it('goes as 1 of 1 into a column of its own once everything is answered', async () => {
    await desk.answer(3);
    await desk.drain();
    expect(desk.made).toEqual([]);

    await desk.answer(3, { exerciseId: 'M1-02' });
    await desk.drain();

    expect(desk.made).toHaveLength(1);
    expect(desk.sent.at(-1)).toMatchObject({
      ...{ lineItem: desk.made[0], scoreGiven: 1, scoreMaximum: 1 },
      ...{ activityProgress: 'Completed', gradingProgress: 'FullyGraded' },
    });
    const { delivery, completion, deliveryDueAt } = (await desk.store.of('link', '3'))!;
    expect([delivery.state, completion!.state, deliveryDueAt]).toEqual([
      'delivered',
      'delivered',
      undefined,
    ]);
  });

  it('is said once, however often the module is practised', async () => {
    await completes('3');
    await desk.drain();
    await desk.answer(6);
    await desk.answer(6, { exerciseId: 'M1-02' });
    await desk.drain();

    expect(desk.sent.filter(({ lineItem }) => lineItem === desk.made[0])).toHaveLength(1);
  });

  it('has one column, however many finish at once', async () => {
    for (let learner = 0; learner < 12; learner += 1) await completes(`u${learner}`);

    while ((await Promise.all([1, 2, 3, 4].map(() => desk.sender.sendNext()))).includes(true));
    desk.now += MINUTE;
    await desk.drain();

    expect(desk.made).toHaveLength(1);
    expect(desk.sent.filter(({ lineItem }) => lineItem === desk.made[0])).toHaveLength(12);
  });

  it('is looked for again when its column is gone', async () => {
    await completes('3');
    await desk.drain();
    desk.made.length = 0;
    desk.faults = [() => Promise.resolve(), refusal(404)];
    await completes('4');
    await desk.drain();
    await completes('5');
    await desk.drain();

    expect(desk.made).toHaveLength(1);
  });
});
