import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createNrps } from '../../src/lti/services/nrps.client.js';
import { aRoster, type RosterBench } from '../support/roster.js';
import {
  aServicePlatform,
  sendMembers,
  type Service,
  type ServicePlatform,
} from '../support/service-platform.js';

describe('names of people', () => {
  let bench: RosterBench | undefined;

  afterEach(() => bench?.stop());

  it('CLM-50 given a name that was stored when the platform shares none any more then it is gone, and none is made up', async () => {
    const named = { user_id: '3', roles: ['Learner'], status: 'Active', name: 'Anna Liepiņa' };
    const { name: _, ...nameless } = named;
    let member: object = named;
    bench = await aRoster((_request, res) => sendMembers(res, [member]));
    const { roster, trainer, database } = bench;
    expect((await roster.people(trainer)).people.map((person) => person.name)).toEqual([
      named.name,
    ]);

    member = nameless;
    await roster.refresh(trainer);

    expect((await roster.people(trainer)).people).toMatchObject([{ userId: '3', name: undefined }]);
    const rosters = await database.collection({
      name: 'rosters',
      schema: z.looseObject({ id: z.string() }),
    });
    expect(JSON.stringify((await rosters.find({}, { limit: 10 })).documents)).not.toContain('Anna');
  });
});

describe('members of Open edX', () => {
  let openEdx: ServicePlatform | undefined;
  let bench: RosterBench | undefined;

  afterEach(async () => {
    await openEdx?.stop();
    await bench?.stop();
    [openEdx, bench] = [undefined, undefined];
  });

  it('PLAT-15 given an older Open edX, which knows no pages, when read then all are there', async () => {
    const members = Array.from({ length: 900 }, (_, at) => ({
      user_id: `member-${at}`,
      roles: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'],
      status: 'Active',
    }));
    openEdx = await aServicePlatform((_request, res) => sendMembers(res, members));

    const read = await createNrps(openEdx).members(openEdx.platform, `${openEdx.url}/memberships`);

    expect(read).toHaveLength(900);
    expect(openEdx.seen).toHaveLength(1);
  });

  it('PLAT-15 given a course over its limit when read then the reason is kept, and nobody is lost', async () => {
    const tooMany: Service = (_request, res) => {
      res.writeHead(403, { 'content-type': 'application/json' });
      res.end('{"error":"above_response_limit"}');
    };
    openEdx = await aServicePlatform(tooMany);
    const reading = createNrps(openEdx).members(openEdx.platform, `${openEdx.url}/memberships`);
    await expect(reading).rejects.toMatchObject({
      platformStatus: 403,
      excerpt: expect.stringContaining('above_response_limit') as unknown,
    });

    bench = await aRoster(tooMany);
    await bench.visits.note({ ...bench.trainer, userId: 'learner', role: 'learner' });

    const people = await bench.roster.people(bench.trainer);

    expect(people).toMatchObject({ problem: 'refused', source: 'visits' });
    expect(people.people.map(({ userId }) => userId)).toEqual(['learner']);
  });
});
