import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ILZE, until, visit } from '../../support/launch.js';
import { aBrowser } from '../../support/browser-client.js';
import { CLIENT_ID } from '../../support/tool.js';
import { registerTool } from '../../support/second-platform.js';
import { answered, aCourse, press, TEACHER, textOf, type Course } from './panel.js';

describe('gradebook panel', () => {
  let course: Course;

  beforeAll(async () => {
    course = await aCourse();
  });

  afterAll(() => course.pair.stop());

  it('is for those who teach', async () => {
    const { ilze } = course;
    for (const path of ['', '/resend', '/grades.csv', '/tries.csv']) {
      expect((await ilze.browser.get(`${ilze.base}/gradebook${path}`)).status).toBe(403);
    }
    const posted = `${ilze.base}/gradebook/send?token=${ilze.token}`;
    expect((await ilze.browser.post(posted, {})).status).toBe(403);
  });

  it('has a row for each learner and activity, with its state', async () => {
    await answered(course, course.ilze);

    const page = await textOf(course.trainer, '/gradebook');

    expect(page).toMatch(/1 of 1 grade is|1 of 1/);
    expect(page).toContain('chip chip-good');
    expect(page).toContain('Tandem M1');
  });

  it('has a page for each grade with every try and what was sent', async () => {
    const list = await textOf(course.trainer, '/gradebook');
    const href = /href="[^"]*(\/gradebook\/grades\/[^"]+)"/.exec(list)![1]!;

    const page = await textOf(course.trainer, href);

    expect(page).toContain('FullyGraded');
    expect(page).not.toContain(`&#34;userId&#34;`);
  });

  it('gives out all grades and all tries', async () => {
    const grades = await textOf(course.trainer, '/gradebook/grades.csv');
    const tries = await textOf(course.trainer, '/gradebook/tries.csv');

    expect(grades.split('\r\n')).toHaveLength(3);
    expect(tries).toContain('"delivered"');
    expect(tries).not.toMatch(/Bearer|eyJ/);
  });

  it('sends one again when asked to', async () => {
    const before = course.pair.sandbox.state.receivedScores().length;
    const answer = await press(course.trainer, '/gradebook', '/resend');
    expect(answer.status).toBe(303);

    await until(() => course.pair.sandbox.state.receivedScores().length > before);
  });

  it('sends what waits when the platform is back', async () => {
    const { pair, mart, trainer } = course;
    pair.sandbox.misbehave({ ags: { kind: 'status', status: 503 } });
    await answered(course, mart, { until: /"platform-fault"/ });
    pair.sandbox.heal();

    const answer = await press(trainer, '/gradebook', '/gradebook/send');

    expect(answer.headers.get('location')).toContain('done=sent&count=1');
    await until(() => pair.sandbox.state.grade(course.link.lineItemId!, '5') !== undefined);
  });

  it('compares when asked to, and shows what a teacher has changed', async () => {
    const { pair, trainer, link } = course;
    const grade = pair.sandbox.state.grade(link.lineItemId!, ILZE)!;
    Object.assign(grade, { finalGrade: 99 });

    await press(trainer, '/gradebook', '/gradebook/compare');
    await until(async () => (await textOf(trainer, '/gradebook')).includes('Changed there'));

    const page = await textOf(trainer, '/gradebook?show=trainer');
    expect(page).toContain('You can mend this.');
  });

  it('replaces a changed grade only when a trainer says so', async () => {
    const { pair, trainer, link } = course;
    const preview = await textOf(trainer, '/gradebook/resend');
    expect(preview).toContain('1 grade would change');
    expect(preview).toContain('replace=yes');

    await press(trainer, '/gradebook/resend', 'replace=yes');

    await until(() => pair.sandbox.state.grade(link.lineItemId!, ILZE)!.finalGrade !== 99);
  });

  it('says how many grades a rule will change, and changes them then', async () => {
    const { ilze, trainer } = course;
    await answered(course, ilze, { wrong: true });
    const list = await textOf(trainer, '/gradebook');
    const href = /href="[^"]*(\/gradebook\/activities\/[^"?]+)"/.exec(list)![1]!;

    const chosen = `${href}?counting=last&column=as-launched`;
    expect(await textOf(trainer, chosen)).toContain('1 of 2 grades will change.');
    const before = await textOf(trainer, '/gradebook/grades.csv');
    await press(trainer, chosen, 'counting=last');

    await until(async () => (await textOf(trainer, '/gradebook/grades.csv')) !== before);
  });

  it('shows nothing of another course', async () => {
    const { pair } = course;
    await registerTool(pair, pair.sandbox, 'another-client');
    const other = pair.sandbox.addLink({
      toolClientId: 'another-client',
      title: 'Elsewhere',
      targetLinkUri: `${pair.toolUrl}/lti/launch?content=M1`,
      custom: { content: 'M1' },
      scoreMaximum: 100,
    });
    const trainer = await visit(pair, aBrowser(), { userId: TEACHER, linkId: other.id });

    const page = await textOf(trainer, '/gradebook');
    expect(page).not.toContain('Tandem M1');
    const list = await textOf(course.trainer, '/gradebook');
    const href = /href="[^"]*(\/gradebook\/grades\/[^"]+)"/.exec(list)![1]!;
    expect((await trainer.browser.get(`${trainer.base}${href}`)).status).toBe(404);
  });

  it('makes a column only when a trainer asks for one', async () => {
    const { pair } = course;
    const bare = pair.sandbox.addLink({
      toolClientId: CLIENT_ID,
      title: 'Without a column',
      targetLinkUri: `${pair.toolUrl}/lti/launch?content=M1`,
      custom: { content: 'M1' },
    });
    const ilze = await visit(pair, aBrowser(), { userId: ILZE, linkId: bare.id });
    const trainer = await visit(pair, aBrowser(), { userId: TEACHER, linkId: bare.id });
    const count = pair.sandbox.state.lineItems().length;
    await answered({ ...course, ilze, trainer }, ilze, { until: /./ });
    expect(await textOf(trainer, '/gradebook')).toContain('names no column');
    expect(pair.sandbox.state.lineItems()).toHaveLength(count);

    const list = await textOf(trainer, '/gradebook');
    const href = /href="[^"]*(\/gradebook\/activities\/[^"?]+)"/.exec(list)![1]!;
    const wanted = `${href}?counting=best&column=make&completion=yes`;
    await press(trainer, wanted, 'column=make');

    const made = () => pair.sandbox.state.lineItems().find(({ origin }) => origin === 'manual');
    await until(
      () => made() !== undefined && pair.sandbox.state.grade(made()!.id, ILZE) !== undefined,
    );
    expect(made()).toMatchObject({ resourceId: 'M1', tag: 'module', linkId: bare.id });
  });
});
