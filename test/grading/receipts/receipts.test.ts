import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TRAINER, visit } from '../../support/launch.js';
import { aBrowser } from '../../support/browser-client.js';
import { addLink } from '../../support/launch.js';
import { answered, aCourse, textOf, type Course } from '../gradebook/panel.js';

describe('receipt', () => {
  let course: Course;

  beforeAll(async () => {
    course = await aCourse();
    await answered(course, course.ilze, { wrong: true });
    await answered(course, course.ilze);
  });

  afterAll(() => course.pair.stop());

  async function codeFrom(path = '/exercises/M1-05/receipt'): Promise<string> {
    const page = await textOf(course.ilze, path);
    return /<code class="answer">([^<]+)<\/code>/.exec(page)?.[1] ?? '';
  }

  function checked(code: string, by = course.trainer): Promise<string> {
    return textOf(by, `/gradebook/receipt?code=${encodeURIComponent(code)}`);
  }

  it('says of the last try what it was, and what the gradebook took', async () => {
    const page = await textOf(course.ilze, '/exercises/M1-05/receipt');

    expect(page).toMatch(/<dd>2<\/dd>/);
    // Ilze reads Latvian, and her name is not on it.
    expect(page).toContain('Par visu aktivitāti pieņēma 6 no 43');
    expect(page).not.toContain('Ilze');
  });

  it('is linked where the score stands', async () => {
    expect(await textOf(course.ilze, '/exercises/M1-05')).toContain('/exercises/M1-05/receipt"');
  });

  it('can be taken along as a file', async () => {
    const { browser, base } = course.ilze;
    const answer = await browser.get(`${base}/exercises/M1-05/receipt.txt`);

    expect(answer.headers.get('content-disposition')).toContain('tandem-M1-05.txt');
    expect(await answer.text()).toContain(': R1.M1-05.2.');
  });

  it('is found genuine by a trainer, with the learner to whom it belongs', async () => {
    const page = await checked(await codeFrom());

    expect(page).toContain('Genuine.');
    expect(page).toContain('The same try is kept in this course.');
    expect(page).toMatch(/<dd>[^<]*Ilze[^<]*<\/dd>/);
    expect(page).toContain('/score"');
  });

  it('is found changed when somebody has made more of it', async () => {
    const code = await codeFrom();

    expect(await checked(code.replace('R1.M1-05.2.', 'R1.M1-05.1.'))).toContain('Changed.');
    expect(await checked('hello')).toContain('Unknown.');
  });

  it('asks for a code first', async () => {
    const page = await textOf(course.trainer, '/gradebook/receipt');

    expect(page).toContain('<textarea name="code"');
    expect(page).not.toMatch(/Genuine|Changed|Unknown/);
  });

  it('is checked by those who teach, and not by learners', async () => {
    const { browser, base } = course.ilze;

    expect((await browser.get(`${base}/gradebook/receipt`)).status).toBe(403);
  });

  it('is not there before a first try, nor for those who teach', async () => {
    for (const { browser, base } of [course.mart, course.trainer]) {
      const answer = await browser.get(`${base}/exercises/M1-05/receipt`);
      expect(answer.status).toBe(404);
    }
    const { browser, base } = course.ilze;
    const other = await browser.get(`${base}/exercises/M1-05/receipt?attempt=nobodys`);
    expect(other.status).toBe(404);
  });

  it('tells a trainer of the same course who came through another link the same', async () => {
    const link = addLink(course.pair, 'M2');
    const trainer = await visit(course.pair, aBrowser(), { userId: TRAINER, linkId: link.id });

    expect(await checked(await codeFrom(), trainer)).toContain('M1');
  });
});
