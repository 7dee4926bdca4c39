import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY, HOUR } from '../../../src/shared/clock.js';
import { aBrowser } from '../../support/browser-client.js';
import { visit } from '../../support/launch.js';
import { CLIENT_ID } from '../../support/tool.js';
import {
  aTown,
  COMPANY,
  OTHER_COMPANY,
  pairByCode,
  post,
  read,
  TRAINER,
  VET,
  type Town,
} from './cast.js';

describe('who is who', () => {
  let town: Town;
  let ahead = 0;
  beforeAll(async () => {
    town = await aTown({ clock: () => Date.now() + ahead });
  });
  afterAll(() => town.stop());

  it('is asked at the first visit, and kept', async () => {
    const ilze = await town.come(VET);
    const first = await ilze.browser.get(`${ilze.base}/tandem`);
    expect(first.headers.get('location')).toMatch(/\/tandem\/profile$/);
    const answer = await post(ilze, '/tandem/profile', {
      displayName: 'Ilze from Riga',
      tutorRole: 'vet',
      occupation: 'Cook',
      languages: 'lv',
    });
    expect(answer.status).toBe(303);

    const again = await town.come(VET);
    const page = await read(again, '/tandem');
    expect(page).toContain('Ilze from Riga');
    expect(page).toContain('Cook');
  });

  it('needs a side and a name only, and keeps what was typed beside the fault', async () => {
    const janis = await town.come(COMPANY);
    const answer = await post(janis, '/tandem/profile', { displayName: ' ', region: 'Cēsis' });
    expect(answer.status).toBe(400);
    const page = await answer.text();
    expect(page).toContain('id="tutorRole-fault"');
    expect(page).toContain('id="displayName-fault"');
    expect(page).toContain('value="Cēsis"');
    const bare = await post(janis, '/tandem/profile', { displayName: 'J', tutorRole: 'company' });
    expect(bare.status).toBe(303);
  });

  it('takes the side that a trainer proposed as the answer that is chosen already', async () => {
    const mart = await town.come('5');
    await read(mart, '/tandem/profile');
    const trainer = await town.come(TRAINER);
    const page = await read(trainer, '/tandem/pairing');
    const action =
      /action="[^"]*(\/tandem\/pairing\/people\/[^"?]+\/side)\?/u.exec(page)?.[1] ?? '';
    expect((await post(trainer, action, { side: 'vet' })).status).toBe(303);
    expect(await read(mart, '/tandem/profile')).toMatch(/value="vet" checked/u);
  });

  it('takes the side that the course names in a custom claim in the same way', async () => {
    const link = town.pair.sandbox.addLink({
      toolClientId: CLIENT_ID,
      title: 'For companies',
      targetLinkUri: `${town.pair.toolUrl}/lti/launch?content=M1`,
      custom: { content: 'M1', tutor_role: 'company' },
      scoreMaximum: 100,
    });
    const who = { userId: OTHER_COMPANY, linkId: link.id };
    const kati = await visit(town.pair, aBrowser(), who);
    expect(await read(kati, '/tandem/profile')).toMatch(/value="company" checked/u);
    await post(kati, '/tandem/profile', { displayName: 'Kati', tutorRole: 'vet' });
    const again = await visit(town.pair, aBrowser(), who);
    expect(await read(again, '/tandem/profile')).toMatch(/value="vet" checked/u);
  });

  it('has a link at the end of the module page, for tutors and trainers', async () => {
    expect(await read(await town.come(VET), '/')).toMatch(/href="[^"]*\/tandem">/u);
    expect(await read(await town.come(TRAINER), '/')).toMatch(/href="[^"]*\/tandem">/u);
  });

  it('says to both and to the trainer who was not seen for two weeks', async () => {
    const ilze = await town.tutor(VET, 'vet', { displayName: 'Ilze' });
    await pairByCode(ilze, await town.tutor(COMPANY, 'company', { displayName: 'Jānis' }));
    expect(await read(ilze, '/tandem')).not.toContain('Not seen for two weeks');
    ahead = 14 * DAY + HOUR;
    const again = await town.come(VET);
    expect(await read(again, '/tandem')).toContain('Not seen for two weeks');
    const trainer = await town.come(TRAINER);
    expect(await read(trainer, '/tandem/pairing')).toContain('not seen for two weeks</p>');
    expect(await read(trainer, '/tandem/board?show=missed')).toContain('Jānis');
    await read(await town.come(COMPANY), '/tandem');
    expect(await read(again, '/tandem')).not.toContain('Not seen for two weeks');
  });
});
