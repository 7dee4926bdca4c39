import { beforeEach, describe, expect, it } from '@jest/globals';
import { linkForAward, type Award } from '../../../src/grading/work/award.js';
import { SECOND } from '../../../src/shared/clock.js';
import { aDesk, aLearner, aLink, refusal, type Desk } from '../desk.js';

const TO = { platformId: 'p', deploymentId: '1', contextId: '2', userId: '3' };
const LIST = 'https://lms.school.example/lineitems';

function anAward(over: Partial<Award> = {}): Award {
  return { activityId: 'TA1', scoreGiven: 12, scoreMaximum: 20, comment: 'Well argued.', ...over };
}

describe('points that trainers gave', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await aDesk();
    desk.links.set('link', aLink({ lineItems: LIST }));
  });

  function standing(): ReturnType<Desk['awards']['standing']> {
    return desk.awards.standing(aLearner(), 'TA1');
  }

  it('go to a column of their own, with what the trainers wrote', async () => {
    await desk.awards.award(TO, anAward());
    await desk.drain();

    expect(desk.made).toHaveLength(1);
    expect(desk.sent).toMatchObject([
      {
        ...{ userId: '3', scoreGiven: 12, scoreMaximum: 20, comment: 'Well argued.' },
        ...{ activityProgress: 'Completed', gradingProgress: 'FullyGraded' },
        lineItem: expect.stringContaining('/tandem/'),
      },
    ]);
    expect(await standing()).toMatchObject({ delivery: { state: 'delivered' } });
  });

  it('stand beside the score of the exercises, each in its column', async () => {
    await desk.answer(6);
    await desk.awards.award(TO, anAward());
    await desk.drain();

    const columns = desk.sent.map(({ lineItem }) => new URL(lineItem).pathname.split('/')[1]);
    expect(columns.sort()).toEqual(['1', 'tandem']);
    expect(await desk.delivery()).toMatchObject({ state: 'delivered' });
  });

  it('are sent once, however often they are given', async () => {
    await desk.awards.award(TO, anAward());
    await desk.awards.award(TO, anAward());
    await desk.drain();
    await desk.awards.award(TO, anAward());
    await desk.drain();

    expect(desk.sent).toHaveLength(1);
  });

  it('are sent again, newer by a second, when they are changed', async () => {
    await desk.awards.award(TO, anAward());
    await desk.drain();
    desk.results = [{ userId: '3', score: 12, maximum: 20 }];
    await desk.awards.award(TO, anAward({ scoreGiven: 15, comment: 'After our talk.' }));
    await desk.drain();

    expect(desk.sent.map(({ scoreGiven }) => scoreGiven)).toEqual([12, 15]);
    const [first, second] = desk.sent.map(({ timestamp }) => Date.parse(timestamp));
    expect(second! - first!).toBe(SECOND);
    expect(desk.made).toHaveLength(1);
  });

  it('do not overwrite what a teacher typed into the column', async () => {
    await desk.awards.award(TO, anAward());
    await desk.drain();
    desk.results = [{ userId: '3', score: 20, maximum: 20 }];
    await desk.awards.award(TO, anAward({ scoreGiven: 15 }));
    await desk.drain();

    expect(desk.sent).toHaveLength(1);
    expect(await standing()).toMatchObject({ delivery: { state: 'changed' } });
  });

  it('find the column that an earlier course had', async () => {
    desk.make('tandem');
    await desk.awards.award(TO, anAward());
    await desk.drain();

    expect(desk.made).toHaveLength(1);
    expect(desk.sent).toHaveLength(1);
  });

  it('go to the line item of a link that opens just that', async () => {
    const lineItem = 'https://lms.school.example/own/lineitem';
    desk.links.set('own', aLink({ id: 'own', contentId: 'TA1', lineItem }));
    await desk.awards.award(TO, anAward());
    await desk.drain();

    expect(desk.made).toEqual([]);
    expect(desk.sent).toMatchObject([{ lineItem }]);
  });

  it('wait like a score when the platform is away', async () => {
    desk.down.add('p');
    await desk.awards.award(TO, anAward());
    await desk.drain();
    expect(await standing()).toMatchObject({ delivery: { state: 'waiting', tries: 1 } });
    desk.down.clear();
    desk.now += 60 * SECOND;
    await desk.drain();

    expect(desk.sent).toHaveLength(1);
  });

  it('get another column when theirs was removed and a trainer sends them again', async () => {
    await desk.awards.award(TO, anAward());
    desk.faults = [refusal(404)];
    await desk.drain();
    expect(await standing()).toMatchObject({ delivery: { state: 'refused' } });
    desk.made.length = 0;
    await desk.awards.award(TO, anAward());
    await desk.drain();

    expect(desk.made).toHaveLength(1);
    expect(desk.sent).toHaveLength(1);
  });

  it.each([
    ['the platform lets us make no column', aLink(), 'as-launched'],
    ['a trainer wants no grades here', aLink({ lineItems: LIST }), 'none'],
  ] as const)('stay here where %s', async (_name, link, column) => {
    desk.links.set('link', link);
    await desk.gradings.update('link', (known) => ({ ...known, column }));
    await desk.awards.award(TO, anAward());
    await desk.drain();

    expect(desk.sent).toEqual([]);
    expect(await standing()).toMatchObject({
      scoreGiven: 12,
      delivery: { state: 'kept', reason: 'no-line-item' },
    });
  });

  it('go out after all once a trainer wants grades here', async () => {
    await desk.gradings.update('link', (known) => ({ ...known, column: 'none' }));
    await desk.awards.award(TO, anAward());
    await desk.gradings.update('link', (known) => ({
      ...{ ...known, column: 'as-launched', mustRecount: true },
    }));
    await desk.comparing.request(['link']);
    await desk.comparing.compareNext();
    await desk.drain();

    expect(desk.sent).toMatchObject([{ scoreGiven: 12 }]);
  });

  it('are compared with their own column, not with that of the exercises', async () => {
    await desk.awards.award(TO, anAward());
    await desk.drain();
    desk.now += 60 * SECOND;
    desk.results = [{ userId: '3', score: 12, maximum: 20 }];
    await desk.comparing.request(['link']);
    await desk.comparing.compareNext();

    expect(await standing()).toMatchObject({
      delivery: { state: 'delivered', there: { points: { scoreGiven: 12 } } },
    });
  });

  it('leave no words of the trainers in the record of tries', async () => {
    await desk.awards.award(TO, anAward());
    await desk.drain();

    const { documents } = await desk.tries.behind(['link'], { limit: 10 });
    expect(documents).toMatchObject([{ activityId: 'TA1', result: 'delivered' }]);
    expect(documents[0]!.request).not.toContain('argued');
  });

  it('are nowhere where nobody launches from any more', async () => {
    desk.links.clear();
    await desk.awards.award(TO, anAward());

    expect(await standing()).toBeUndefined();
  });
});

describe('link for points', () => {
  const wanted = { activityId: 'TA1', moduleId: 'M1' };
  const may = ({ lineItems }: { lineItems?: string | undefined }): boolean =>
    lineItems !== undefined;

  it.each([
    ['own', [aLink({ id: 'm' }), aLink({ id: 'own', contentId: 'TA1' })]],
    [
      'm',
      [aLink({ id: 'a', contentId: 'M2', lineItems: LIST }), aLink({ id: 'm', lineItems: LIST })],
    ],
    ['b', [aLink({ id: 'm' }), aLink({ id: 'b', contentId: 'M2', lineItems: LIST })]],
    ['a', [aLink({ id: 'b', lineItems: LIST }), aLink({ id: 'a', lineItems: LIST })]],
    ['x', [aLink({ id: 'x', contentId: 'M3' })]],
  ])('is %s', (id, links) => {
    expect(linkForAward(links, wanted, may)?.id).toBe(id);
    expect(linkForAward([...links].reverse(), wanted, may)?.id).toBe(id);
  });
});
