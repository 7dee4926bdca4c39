import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NotFound } from '../../../src/shared/errors.js';
import { ANNA, aRoom, CLEO, LEARNER, PARAMS, type Room } from './packages-room.js';

const OTHER_COURSE = { ...ANNA, userId: 'dora', contextId: 'c2', linkId: 'l2' };

describe('authors and the drafts of others', () => {
  let room: Room;
  beforeAll(async () => {
    room = await aRoom();
  });
  afterAll(() => room.close());

  const draft = (title: string): Promise<{ readonly id: string }> =>
    room.authoring.create(ANNA, {
      ...{ library: 'Tandem.SingleChoice', language: 'en', title, params: PARAMS },
    });
  async function save(id: string, title: string, language = 'en'): Promise<void> {
    const { revision } = await room.authoring.editable(ANNA, id);
    await room.authoring.saveDraft(ANNA, id, { language, revision, title, params: PARAMS });
  }
  async function published(id: string): Promise<void> {
    const { revision } = await room.authoring.editable(ANNA, id);
    await room.publishing.publish(ANNA, id, { why: 'first', revision });
  }

  it('share what was published, never what is still being written', async () => {
    const { id } = await draft('Published words');
    await room.arranging.share(ANNA, id, 'installation');
    await published(id);
    await save(id, 'Secret words');

    for (const other of [OTHER_COURSE, CLEO]) {
      const seen = await room.authoring.show(other, id);
      expect(seen.languages.en?.title).toBe('Published words');
      const listed = (await room.authoring.list(other)).find((each) => each.id === id);
      expect(listed?.languages.en?.title).toBe('Published words');
      const copy = await room.authoring.duplicate(other, id);
      expect(copy.languages.en?.title).toBe('Published words');
    }
    expect((await room.authoring.show(ANNA, id)).languages.en?.title).toBe('Secret words');
  });

  it('is not there by its id for another course, another platform or a learner', async () => {
    const { id } = await draft('Mine');
    const { revision } = await room.authoring.editable(ANNA, id);
    const copy = { language: 'en', revision, title: 'Taken', params: PARAMS };
    for (const other of [OTHER_COURSE, CLEO, LEARNER]) {
      await expect(room.authoring.show(other, id)).rejects.toThrow(NotFound);
      await expect(room.authoring.saveDraft(other, id, copy)).rejects.toThrow(NotFound);
      await expect(room.authoring.duplicate(other, id)).rejects.toThrow(NotFound);
      await expect(room.publishing.outlook(other, id)).rejects.toThrow(NotFound);
      await expect(room.arranging.share(other, id, 'installation')).rejects.toThrow(NotFound);
      await expect(
        room.exports.exportVersion(other, { exerciseId: id, label: '1.0' }),
      ).rejects.toThrow(NotFound);
    }
    expect(await room.authoring.editable(ANNA, id)).toMatchObject({ revision, sharing: 'course' });
  });

  it('take no language that was not begun', async () => {
    const { id } = await draft('One language');
    await expect(save(id, 'Another', 'zz')).rejects.toThrow(NotFound);
    expect(Object.keys((await room.authoring.editable(ANNA, id)).languages)).toEqual(['en']);
  });

  it('of saves at once keep one, and tell all others', async () => {
    const { id } = await draft('At once');
    const { revision } = await room.authoring.editable(ANNA, id);
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, at) =>
        room.authoring.saveDraft(ANNA, id, {
          ...{ language: 'en', revision, title: `Try ${at}`, params: PARAMS },
        }),
      ),
    );
    const lost = tries.filter((one) => one.status === 'rejected');
    expect(lost).toHaveLength(19);
    for (const { reason } of lost) {
      expect(reason).toMatchObject({ code: 'h5p.draft-conflict', status: 409 });
    }
  });

  it('publish once when two press at once', async () => {
    const { id } = await draft('Twice');
    const { revision } = await room.authoring.editable(ANNA, id);
    const tries = await Promise.allSettled(
      ['a', 'b'].map((why) => room.publishing.publish(ANNA, id, { why, revision })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = tries.find((one) => one.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'h5p.draft-conflict', status: 409 });
    expect(await room.publishing.versions(ANNA, id)).toHaveLength(1);
  });
});
