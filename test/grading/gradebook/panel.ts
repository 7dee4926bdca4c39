import { loadAnswers, type Answers } from '../../support/answers.js';
import { aBrowser } from '../../support/browser-client.js';
import { addLink, answer, ILZE, MART, until, visit, type Visit } from '../../support/launch.js';
import { aPair, type Pair } from '../../support/tool.js';
import type { AddedLink } from '../../../src/sandbox/index.js';

/** Teaches, and reads English. */
export const TEACHER = '2';

/** A course in which somebody has answered, and somebody who teaches it. */
export interface Course {
  readonly pair: Pair;
  readonly answers: Answers;
  readonly link: AddedLink;
  readonly ilze: Visit;
  readonly mart: Visit;
  readonly trainer: Visit;
}

export async function aCourse(given?: Pair): Promise<Course> {
  const pair = given ?? (await aPair());
  const link = addLink(pair, 'M1');
  const linkId = link.id;
  return {
    ...{ pair, link },
    answers: await loadAnswers(),
    ilze: await visit(pair, aBrowser(), { userId: ILZE, linkId }),
    mart: await visit(pair, aBrowser(), { userId: MART, linkId }),
    trainer: await visit(pair, aBrowser(), { userId: TEACHER, linkId }),
  };
}

/** Answers, and waits until the panel has got so far. */
export async function answered(
  course: Course,
  by: Visit,
  options: { readonly exerciseId?: string; readonly wrong?: boolean; readonly until?: RegExp } = {},
): Promise<void> {
  const { exerciseId = 'M1-05', wrong = false } = options;
  const { answers } = course;
  const response = wrong ? answers.wrong(exerciseId) : answers.right(exerciseId);
  await answer(by, exerciseId, { response });
  const wanted = options.until ?? /Delivered/;
  await until(async () => wanted.test(await rowsOf(course, by)));
}

async function rowsOf(course: Course, by: Visit): Promise<string> {
  const csv = await textOf(course.trainer, '/gradebook/grades.csv');
  const id = by === course.ilze ? ILZE : MART;
  const line = csv.split('\r\n').find((text) => text.includes(`"${id}"`)) ?? '';
  return line.includes('"delivered"') ? `Delivered ${line}` : line;
}

export async function textOf({ browser, base }: Visit, path: string): Promise<string> {
  return (await browser.get(`${base}${path}`)).text();
}

/** Presses the button of the form whose action contains this. */
export async function press(by: Visit, page: string, action: string): Promise<Response> {
  const html = await textOf(by, page);
  const found = [...html.matchAll(/<form method="post" action="([^"]+)"/g)]
    .map(([, href = '']) => href.replaceAll('&amp;', '&').replaceAll('&#38;', '&'))
    .find((href) => href.includes(action));
  if (found === undefined) throw new Error(`no form ${action} on ${page}`);
  return by.browser.post(new URL(found, by.base).href, {});
}
