import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openMail, type Letter, type Mail } from '../../src/mail/index.js';
import type { Database } from '../../src/persistence/database.js';
import { openSqlite } from '../../src/persistence/sqlite/open-sqlite.js';
import {
  createMailbox,
  startMailServer,
  type Mailbox,
  type SandboxMailServer,
} from '../../src/sandbox/index.js';
import { HOUR, MINUTE } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import { createSealer } from '../../src/shared/seal.js';

const LETTER: Letter = {
  to: 'jānis@example.org',
  subject: 'Jūsu uzaicinājums ā, ē un ī, un vēl daudz garāks par vienu rindiņu',
  text: '.\nŠī rinda ir diezgan gara, lai to vajadzētu dalīt: https://tool.example/guest/links/abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG\n..\n',
  html: '<p>Šī</p>',
};

describe('outgoing mail', () => {
  let database: Database;
  let mailbox: Mailbox;
  let server: SandboxMailServer;
  let ahead = 0;
  const logged: unknown[] = [];
  const clock = (): number => Date.now() + ahead;

  beforeEach(async () => {
    ahead = 0;
    logged.length = 0;
    database = openSqlite({ file: ':memory:', clock });
    mailbox = createMailbox(clock);
    server = await startMailServer({
      mailbox,
      port: 0,
      refusal: (to) => (to.startsWith('nobody@') ? `550 <${to}> no such user` : undefined),
    });
  });
  afterEach(async () => {
    await server.close();
    await database.close();
  });

  const note = (fields: object, message: string): void => void logged.push({ ...fields, message });
  const logger = { info: note, warn: note, error: note };

  function open(port: number | undefined = server.port): Promise<Mail> {
    return openMail({
      ...{ database, clock, newId, logger, onWaiting: () => undefined },
      sealer: createSealer('a secret for tests, long enough for the rule'),
      server: { url: `smtp://127.0.0.1:${port}`, from: 'Tandem <tandem@example.org>' },
    });
  }
  const until = (): number => clock() + HOUR;

  it('arrives over SMTP as it was written', async () => {
    const mail = await open();
    await mail.post(LETTER, { about: 'thing', until: until() });
    expect(await mail.standing('thing')).toBe('waiting');
    expect(await mail.sendNext()).toBe(true);
    const [received] = mailbox.all();
    expect(received?.to).toEqual(['jānis@example.org']);
    expect(received?.subject).toBe(LETTER.subject);
    expect(received?.text.replaceAll('\r\n', '\n').trimEnd()).toBe(LETTER.text.trimEnd());
    expect(received?.html.trim()).toBe(LETTER.html);
    expect(received?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(await mail.standing('thing')).toBe('none');
    expect(await mail.sendNext()).toBe(false);
  });

  it('waits while the server is down, and arrives once it is up', async () => {
    const { port } = server;
    await server.close();
    const mail = await open(port);
    await mail.post(LETTER, { about: 'thing', until: until() });
    expect(await mail.sendNext()).toBe(true);
    expect(await mail.sendNext()).toBe(false);
    expect(await mail.standing('thing')).toBe('waiting');
    server = await startMailServer({ mailbox, port });
    ahead = MINUTE;
    expect(await mail.sendNext()).toBe(true);
    expect(mailbox.all()).toHaveLength(1);
  });

  it('survives the process that kept it', async () => {
    await (await open()).post(LETTER, { about: 'thing', until: until() });
    const second = await open();
    expect(await second.sendNext()).toBe(true);
    expect(mailbox.all()).toHaveLength(1);
  });

  it('is not tried again when the server knows no such mailbox', async () => {
    const mail = await open();
    await mail.post({ ...LETTER, to: 'nobody@example.org' }, { about: 'thing', until: until() });
    expect(await mail.sendNext()).toBe(true);
    expect(await mail.standing('thing')).toBe('refused');
    ahead = 10 * MINUTE;
    expect(await mail.sendNext()).toBe(false);
  });

  it('does not leave once it was dropped, or when it is of no use any more', async () => {
    const mail = await open();
    await mail.post(LETTER, { about: 'dropped', until: until() });
    await mail.post(LETTER, { about: 'late', until: until() });
    await mail.drop('dropped');
    ahead = HOUR;
    expect(await mail.sendNext()).toBe(false);
    expect(mailbox.all()).toHaveLength(0);
  });

  it('leaves neither address nor words in the database or the log', async () => {
    const { port } = server;
    const mail = await open();
    const waiting = await open(1);
    for (const to of ['jānis@example.org', 'nobody@example.org']) {
      await mail.post({ ...LETTER, to }, { about: 'thing', until: until() });
      await mail.sendNext();
    }
    await waiting.post(LETTER, { about: 'kept', until: until() });
    await waiting.sendNext();
    expect(port).toBeGreaterThan(0);
    const letters = await database.collection<{ id: string }>({
      name: 'waiting_letters',
      schema: { parse: (value: unknown) => value } as never,
    });
    const kept = JSON.stringify((await letters.find({})).documents);
    expect(kept).toContain('sealed');
    expect(`${kept}${JSON.stringify(logged)}`).not.toMatch(/example|guest\/links|Jūsu|rinda/u);
    expect(logged).toContainEqual(expect.objectContaining({ code: 'mail.later' }));
    expect(logged).toContainEqual(expect.objectContaining({ code: 'mail.refused', reply: 550 }));
  });

  it('is refused at once where no server is set', async () => {
    const off = await openMail({
      ...{ database, clock, newId, logger, onWaiting: () => undefined, server: undefined },
      sealer: createSealer('a secret for tests, long enough for the rule'),
    });
    expect(off.isOn).toBe(false);
    await expect(off.post(LETTER, { about: 'x', until: until() })).rejects.toMatchObject({
      code: 'mail.off',
    });
  });
});
