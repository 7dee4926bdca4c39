import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY, MINUTE } from '../../../src/shared/clock.js';
import { aBrowser, formOf } from '../../support/browser-client.js';
import type { Visit } from '../../support/launch.js';
import { anInn, comeIn, invite, type Inn } from '../guests/inn.js';
import { aTown, COMPANY, pairByCode, post, read, tandemId, TRAINER, VET } from '../people/cast.js';

const ANNA = 'anna@example.org';

describe('a reminder by mail', () => {
  let inn: Inn;
  let trainer: Visit;
  let anna: Visit;
  let tandem: string;
  let ahead = 0;

  beforeEach(async () => {
    ahead = 0;
    inn = await anInn({ clock: () => Date.now() + ahead });
    const ilze = await inn.tutor(VET, 'vet', { displayName: 'Ilze' });
    await invite(ilze, ANNA);
    anna = await comeIn(inn, ANNA, { name: 'Anna' });
    trainer = await inn.come(TRAINER);
    tandem = await tandemId(trainer, 1);
  });
  afterEach(() => inn.stop());

  async function remind(text = ''): Promise<string> {
    const { fields } = formOf(await read(trainer, `/tandem/remind?tandem=${tandem}`));
    const answer = await post(trainer, '/tandem/remind', { ...fields, text });
    return answer.headers.get('location') ?? '';
  }
  const letters = (): number => inn.mailbox.all().filter((one) => one.to.includes(ANNA)).length;
  const preview = (): Promise<string> => read(trainer, `/tandem/remind?tandem=${tandem}`);

  it('goes to the guest and to nobody else, without the trainer’s words, and says so before', async () => {
    const before = letters();
    expect(await preview()).toContain('By mail too: Anna');

    const done = await remind('Secret <b>words</b>');

    expect(done).toContain('done=2');
    expect(done).toContain('mails=1');
    expect(await read(trainer, done.replace(/^\/s\/[^/]+/u, ''))).toContain('1 mail is on its way');
    const letter = await inn.mailTo(ANNA, before + 1);
    expect(letter.subject).toBe('Your trainer reminds you of your tandem');
    expect(letter.text).not.toContain('Secret');
    expect(letter.text).toMatch(new RegExp(`${inn.pair.toolUrl}/guest\\s`, 'u'));
    expect(letter.text).toContain('At most one reminder a day');
    expect(letter.html).not.toMatch(/<img|src=/u);
    expect(await read(anna, '/tandem')).toContain('Secret &lt;b&gt;words&lt;/b&gt;');
  });

  it('comes once a day', async () => {
    const before = letters();
    await remind();
    await inn.mailTo(ANNA, before + 1);
    expect(await preview()).toContain('Nobody can be reminded now');
    ahead = DAY + MINUTE;
    trainer = await inn.come(TRAINER);
    expect(await remind()).toContain('mails=1');
    await inn.mailTo(ANNA, before + 2);
  });

  it('is stopped by its own link, on a press of a button, without coming in', async () => {
    const before = letters();
    await remind();
    const stop = stopIn((await inn.mailTo(ANNA, before + 1)).text);
    const page = await aBrowser().get(stop);
    expect(page.status).toBe(200);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    ahead = DAY + MINUTE;
    trainer = await inn.come(TRAINER);
    expect(await preview()).toContain('By mail too: Anna');

    expect((await aBrowser().post(stop, {})).status).toBe(200);

    expect(await preview()).toContain('No mail is sent');
    expect(await remind()).toContain('done=2&mails=0');
    expect(letters()).toBe(before + 1);
  });

  it('is stopped by no other link, and by none once the access has ended', async () => {
    const before = letters();
    await remind();
    const stop = stopIn((await inn.mailTo(ANNA, before + 1)).text);
    const never = stop.replace(/[^/]+$/u, 'x'.repeat(43));
    expect((await aBrowser().post(never, {})).status).toBe(410);
    await post(anna, '/tandem/guest/leave');
    for (const each of [() => aBrowser().get(stop), () => aBrowser().post(stop, {})]) {
      expect((await each()).status).toBe(410);
    }
  });

  it('is switched off and on again by the guest', async () => {
    expect(await read(anna, '/tandem/guest')).toContain('No more reminders by mail');
    await post(anna, '/tandem/guest/reminders', { wanted: '0' });
    expect(await preview()).toContain('No mail is sent');
    expect(await read(anna, '/tandem/guest')).toContain('Send reminders by mail again');
    await post(anna, '/tandem/guest/reminders', { wanted: '1' });
    expect(await preview()).toContain('By mail too: Anna');
    expect((await post(trainer, '/tandem/guest/reminders', { wanted: '0' })).status).toBe(404);
  });
});

describe('a reminder where no mail server is set', () => {
  it('waits in the tool, and its page says that it does', async () => {
    const town = await aTown();
    const ilze = await town.tutor(VET, 'vet');
    await pairByCode(ilze, await town.tutor(COMPANY, 'company'));
    const trainer = await town.come(TRAINER);
    const page = await read(trainer, `/tandem/remind?tandem=${await tandemId(trainer, 1)}`);
    expect(page).toContain('This tool sends no mail');
    const answer = await post(trainer, '/tandem/remind', formOf(page).fields);
    expect(answer.headers.get('location')).toContain('done=2&mails=0');
    expect(await read(ilze, '/tandem')).toContain('Your trainer asks');
    await town.stop();
  });
});

function stopIn(text: string): string {
  return /https?:\/\/\S+\/guest\/reminders\/\S+/u.exec(text)?.[0] ?? '';
}
