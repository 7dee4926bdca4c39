import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { editOf, openDocument } from '../../../src/tandem/workspace/artefact-document.js';
import { textOf } from '../../../src/tandem/workspace/cells.js';
import type { Visit } from '../../support/launch.js';
import {
  aTown,
  COMPANY,
  OTHER_VET,
  pairByCode,
  post,
  read,
  tandemId,
  TRAINER,
  VET,
  type Town,
} from '../people/cast.js';

const EMPTY = openDocument([]).state();

describe('workspace of a tandem', () => {
  let town: Town;
  let vet: Visit;
  let company: Visit;
  let room: string;

  beforeAll(async () => {
    town = await aTown();
    vet = await town.tutor(VET, 'vet', { displayName: 'Ilze' });
    company = await town.tutor(COMPANY, 'company', { displayName: 'Jānis', from: 'second' });
    await pairByCode(vet, company);
    room = `/tandem/workspaces/${await tandemId(await town.come(TRAINER), 1)}/TA1`;
  });
  afterAll(() => town.stop());

  const send = ({ browser, base, token }: Visit, update: Uint8Array): Promise<Response> =>
    fetch(`${base}${room}/edits`, {
      method: 'POST',
      headers: {
        accept: 'application/json',
        'content-type': 'application/octet-stream',
        'x-tandem-token': token,
        cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      body: new Uint8Array(update),
    });
  const state = async ({ browser, base }: Visit): Promise<Uint8Array> =>
    new Uint8Array(await (await browser.get(`${base}${room}/changes`)).arrayBuffer());
  const contact = async (who: Visit): Promise<string | undefined> =>
    openDocument([await state(who)]).values().texts[textOf('contact')];
  const code = async (answer: Response): Promise<unknown> =>
    ((await answer.json()) as { code: unknown }).code;

  it('is reached from the tandem page, with the tasks of each side', async () => {
    expect(await read(vet, '/tandem')).toContain('TA1');
    const page = await read(vet, room);
    expect(page).toContain('Individual training plan');
    expect(page.indexOf('Yours')).toBeLessThan(page.indexOf('Your partner’s'));
    expect(page).toContain('Bring the learning outcomes');
  });

  it('keeps what one writes, for the partner on another platform', async () => {
    const answer = await send(vet, editOf(EMPTY, { texts: { [textOf('contact')]: 'Mondays' } }));

    expect(answer.status).toBe(201);
    expect(await contact(company)).toBe('Mondays');
  });

  it('merges what both write at once', async () => {
    const base = await state(vet);
    await send(vet, editOf(base, { texts: { [textOf('contact')]: 'Mondays by phone' } }));
    await send(company, editOf(base, { texts: { [textOf('contact')]: 'Never on Mondays' } }));

    expect(await contact(vet)).toBe(await contact(company));
    expect(await contact(vet)).toMatch(/Never on.*by phone/u);
  });

  it('takes a section from a page without script, written on an older state', async () => {
    const base = /name="base" value="(\d+)"/u.exec(await read(vet, room))?.[1] ?? '';
    await send(vet, editOf(await state(vet), { texts: { [textOf('contact')]: 'Fridays' } }));
    const part = textOf('learner');

    const answer = await post(company, `${room}/form`, { base, part, [part]: 'A. K.' });

    expect(answer.status).toBe(303);
    const { texts } = openDocument([await state(vet)]).values();
    expect(texts[part]).toBe('A. K.');
    expect(texts[textOf('contact')]).toBe('Fridays');
  });

  it('adds, moves and removes rows without script', async () => {
    const rows = async (): Promise<readonly string[]> =>
      openDocument([await state(vet)]).values().rows['rows:plan'] ?? [];
    const section = async (more: Readonly<Record<string, string>>): Promise<void> => {
      const base = /name="base" value="(\d+)"/u.exec(await read(vet, room))?.[1] ?? '';
      const fields = new URLSearchParams({ base, part: 'rows:plan', ...more });
      for (const row of await rows()) fields.append('rows:plan', row);
      await vet.browser.postForm(`${vet.base}${room}/form?token=${vet.token}`, fields);
    };
    await section({ add: 'rows:plan' });
    await section({ add: 'rows:plan' });
    const [first = '', second = ''] = await rows();
    await section({ up: `rows:plan/${second}` });
    expect(await rows()).toEqual([second, first]);

    await section({ remove: `rows:plan/${first}` });

    expect(await rows()).toEqual([second]);
  });

  it.each([
    ['a field of the partner', { texts: { 'text:qualification': 'x' } }],
    ['a field that is not in the form', { texts: { 'text:no-such': 'x' } }],
    ['a name that is none', { texts: { elsewhere: 'x' } }],
    ['a table as a text', { texts: { 'text:plan': 'x' } }],
    ['the column of the partner', { texts: { 'text:plan/r1/outcome': 'x' } }],
  ])('refuses %s, and keeps the rest', async (_what, wanted) => {
    const before = openDocument([await state(company)]).values();

    const answer = await send(company, editOf(await state(company), wanted));

    expect(answer.status).toBe(403);
    expect(await code(answer)).toBe('tandem.not-yours');
    expect(openDocument([await state(company)]).values()).toEqual(before);
  });

  it('refuses what is no update, and what is too large', async () => {
    const invalid = await send(vet, Buffer.from([1, 2, 3, 4]));
    const large = await send(vet, Buffer.alloc(70_000));

    expect([invalid.status, await code(invalid)]).toEqual([422, 'tandem.update-invalid']);
    expect(large.status).toBe(413);
  });

  it('is shown to the trainer, who writes remarks and nothing else', async () => {
    const trainer = await town.come(TRAINER);
    expect(await read(trainer, room)).toContain('You look on as a trainer');

    const edit = await send(trainer, editOf(EMPTY, { texts: { [textOf('contact')]: 'x' } }));
    await post(trainer, `${room}/remarks`, { field: 'contact', text: 'Which <b>day</b>?' });

    expect(edit.status).toBe(403);
    expect(await read(vet, room)).toContain('Which &lt;b&gt;day&lt;/b&gt;?');
  });

  it.each([
    ['GET', ''],
    ['GET', '/changes'],
    ['GET', '/events'],
    ['GET', '/print'],
    ['GET', '/artefact.docx'],
    ['GET', '/versions'],
    ['GET', '/versions/1'],
    ['POST', '/edits'],
    ['POST', '/presence'],
    ['POST', '/form'],
    ['POST', '/steps'],
    ['POST', '/remarks'],
    ['POST', '/confirm'],
    ['POST', '/object'],
    ['POST', '/versions/1/restore'],
  ])('%s %s is not there for anybody else', async (method, path) => {
    const stranger = await town.tutor(OTHER_VET, 'vet', { displayName: 'Mart' });
    const elsewhere = await town.come(OTHER_VET, 'second');
    for (const visitor of [stranger, elsewhere]) {
      const answer = await fetch(`${visitor.base}${room}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          accept: 'application/json',
          'x-tandem-token': visitor.token,
          ...(method === 'POST' && { 'content-type': BODIES[path] ?? FORM }),
          cookie: [...visitor.browser.cookies]
            .map(([name, value]) => `${name}=${value}`)
            .join('; '),
        },
        ...(method === 'POST' && { body: BODY[path] ?? 'x=1' }),
      });
      expect([path, answer.status]).toEqual([path, 404]);
    }
  });

  describe('confirmed by both', () => {
    it('asks for what is missing first', async () => {
      const page = await read(vet, room);
      expect(page).toContain('Before you can confirm, fill in');
      const fingerprint = await fingerprintOn(vet);

      const answer = await post(vet, `${room}/confirm`, { fingerprint });

      expect(answer.status).toBe(409);
    });

    it('is frozen once both have confirmed the same, with a version and files to keep', async () => {
      await fillIn();
      const fingerprint =
        /name="fingerprint" value="([^"]+)"/u.exec(await read(vet, room))?.[1] ?? '';
      expect((await post(vet, `${room}/confirm`, { fingerprint })).status).toBe(303);

      await send(
        company,
        editOf(await state(company), { texts: { [textOf('contact')]: 'Tuesdays' } }),
      );
      expect((await post(company, `${room}/confirm`, { fingerprint })).status).toBe(409);
      expect(await read(vet, room)).not.toContain('Now it is your partner’s turn');

      for (const who of [vet, company]) {
        const now = /name="fingerprint" value="([^"]+)"/u.exec(await read(who, room))?.[1] ?? '';
        expect((await post(who, `${room}/confirm`, { fingerprint: now })).status).toBe(303);
      }
      const late = await send(
        vet,
        editOf(await state(vet), { texts: { [textOf('contact')]: 'x' } }),
      );
      expect([late.status, await code(late)]).toEqual([409, 'tandem.frozen']);
      expect(await read(vet, `${room}/print`)).toContain('Tuesdays');
      expect(await read(vet, `${room}/versions`)).toMatch(/versions\/\d+"/u);
      const file = await vet.browser.get(`${vet.base}${room}/artefact.docx`);
      expect(
        Buffer.from(await file.arrayBuffer())
          .subarray(0, 2)
          .toString(),
      ).toBe('PK');
    });
  });

  async function fingerprintOn(who: Visit): Promise<string> {
    return /name="fingerprint" value="([^"]+)"/u.exec(await read(who, room))?.[1] ?? 'none';
  }

  /** Everything that the form asks for, each side its own. */
  async function fillIn(): Promise<void> {
    const points = ['A', 'B', 'C', 'D'].flatMap((section) =>
      Array.from(
        { length: { A: 7, B: 10, C: 6, D: 3 }[section] ?? 0 },
        (_, at) => `${section}${at + 1}`,
      ),
    );
    const values = Object.fromEntries(
      points.map((point) => [`values:check/${point}`, { answer: 'yes' }]),
    );
    await send(
      vet,
      editOf(await state(vet), {
        texts: {
          [textOf('learner')]: 'A. K.',
          [textOf('qualification')]: 'Cook, module 2',
          [textOf('tutor-vet')]: 'Ilze, Mondays',
          'text:plan/r1/outcome': 'Receives goods',
          'text:plan/r2/outcome': 'Stores goods',
          'text:check-points/c1/day': 'Week 2',
          'text:check-points/c2/day': 'Week 6',
        },
        rows: { 'rows:plan': ['r1', 'r2'], 'rows:check-points': ['c1', 'c2'] },
        values: {
          ...values,
          'values:period': { from: '2026-11-23', to: '2027-01-31' },
          'values:agreement': { value: 'practice' },
        },
      }),
    );
    const update = editOf(await state(company), { texts: { [textOf('tutor-company')]: 'Jānis' } });
    await send(company, update);
  }
});

const FORM = 'application/x-www-form-urlencoded';
const BODIES: Readonly<Record<string, string>> = {
  '/edits': 'application/octet-stream',
  '/presence': 'application/json',
};
const BODY: Readonly<Record<string, string>> = {
  '/presence': '{}',
  '/form': 'base=0&part=text%3Acontact',
  '/steps': 'step=halves&done=1',
  '/remarks': 'field=contact&text=x',
  '/confirm': 'fingerprint=x',
  '/object': 'reason=x',
};
