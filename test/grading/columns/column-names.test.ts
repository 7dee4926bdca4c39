import { beforeEach, describe, expect, it } from '@jest/globals';
import { aDesk, aLink, refusal, type Desk } from '../desk.js';

describe('names of columns', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await aDesk();
    await desk.answer(3);
    await desk.drain();
    await compare();
  });

  async function compare(): Promise<void> {
    await desk.comparing.request(['link']);
    expect(await desk.comparing.compareNext()).toBe(true);
  }

  const { lineItem } = aLink();

  it('stay as whoever made the column has named it', () => {
    expect(desk.renamed).toEqual([]);
  });

  it('follow what has been renamed here, once', async () => {
    desk.content = { ...desk.content, title: 'Module 1: the plan' };
    await compare();
    await compare();

    expect(desk.renamed).toEqual([{ lineItem, from: 'Module one', to: 'Module 1: the plan' }]);
  });

  it('follow the name that a trainer gives', async () => {
    await desk.gradings.update('link', (known) => ({ ...known, columnLabel: 'Plan, 2027' }));
    await compare();

    expect(desk.renamed).toEqual([{ lineItem, from: 'Module one', to: 'Plan, 2027' }]);
  });

  it('are asked for again after a refusal, and no grade waits for them', async () => {
    desk.content = { ...desk.content, title: 'Module 1: the plan' };
    desk.faults = [refusal(403, { service: 'line-items' })];
    await compare();
    expect(desk.renamed).toEqual([]);
    expect((await desk.gradings.of('link')).checkFailure).toBeUndefined();

    await compare();
    expect(desk.renamed).toHaveLength(1);
  });

  it('wait for the day when the platform lets us', async () => {
    const link = desk.links.get('link')!;
    desk.links.set('link', { ...link, scopes: [...link.scopes, 'none but to look'] });
    desk.content = { ...desk.content, title: 'Module 1: the plan' };
    await compare();
    expect(desk.renamed).toEqual([]);

    desk.links.set('link', link);
    await compare();
    expect(desk.renamed).toEqual([{ lineItem, from: 'Module one', to: 'Module 1: the plan' }]);
  });

  it('are left alone where no grades are wanted', async () => {
    await desk.gradings.update('link', (known) => ({ ...known, column: 'none' }));
    desk.content = { ...desk.content, title: 'Module 1: the plan' };
    await compare();

    expect(desk.renamed).toEqual([]);
  });

  it('of completion follow too', async () => {
    await desk.gradings.update('link', (known) => ({ ...known, completionLabel: 'Done' }));
    await desk.answer(3, { exerciseId: 'M1-02' });
    await desk.drain();
    const completion = desk.made.find((url) => url.includes('completion'));
    expect(completion).toBeDefined();
    await compare();

    await desk.gradings.update('link', (known) => ({ ...known, completionLabel: 'All answered' }));
    await compare();

    expect(desk.renamed).toEqual([{ lineItem: completion, from: 'Done', to: 'All answered' }]);
  });
});
