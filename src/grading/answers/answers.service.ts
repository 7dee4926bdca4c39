import { NotFound } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import type { Attempt } from '../attempt.js';
import type { CourseGrades } from '../course-grades.service.js';
import type { LearnerWorksDeps, WorkReader } from '../learner-work.service.js';
import type { Progress } from '../progress.js';
import { tallyOf, type FirstTry, type Tally } from './tally.js';

/** An exercise of the course, as its people met it. */
export interface AnsweredItem extends Tally {
  /** Its id where it is there no more. */
  readonly title: string;
  /** ISO 639-1 of the title; undefined where there is none. */
  readonly language: string | undefined;
  /** Whether the reader's own link leads to it. */
  readonly isOpen: boolean;
}

/** What somebody wrote where nothing is graded. */
export interface OpenText {
  readonly exerciseId: string;
  readonly title: string;
  readonly language: string;
  readonly userId: string;
  /** Plain text as it was written. */
  readonly text: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What a course answered, for those who teach there. */
export interface CourseAnswers {
  /** In the order of the content. @throws {NotAllowed} */
  items(principal: Principal, reader: WorkReader): Promise<readonly AnsweredItem[]>;
  /** @throws {NotAllowed} @throws {NotFound} for what nobody in the course has answered */
  item(principal: Principal, exerciseId: string, reader: WorkReader): Promise<AnsweredItem>;
  /** Newest first. @throws {NotAllowed} */
  openTexts(principal: Principal, locale: string): Promise<readonly OpenText[]>;
}

export interface CourseAnswersDeps extends Pick<LearnerWorksDeps, 'readableFor' | 'orderFor'> {
  readonly course: Pick<CourseGrades, 'links' | 'work'>;
  /** What people wrote behind these links where nothing is graded. */
  readonly textsBehind: (
    linkIds: readonly string[],
    locale: string,
  ) => Promise<readonly OpenText[]>;
}

export function createCourseAnswers(deps: CourseAnswersDeps): CourseAnswers {
  const { course, textsBehind } = deps;

  async function items(
    principal: Principal,
    reader: WorkReader,
    only?: string,
  ): Promise<readonly AnsweredItem[]> {
    const links = await course.links(principal);
    const contentOf = new Map(links.map(({ id, contentId }) => [id, contentId]));
    const answered = byExercise(await course.work(principal), contentOf);
    const order = await orderOf([...new Set(contentOf.values())], principal, deps);
    const ids = [...order.filter((id) => answered.has(id)), ...answered.keys()];
    const wanted = [...new Set(ids)].filter((id) => only === undefined || id === only);
    const made = wanted.flatMap((id) => {
      const work = answered.get(id);
      return work ? [itemOf({ ...work, id }, { principal, reader, deps })] : [];
    });
    return Promise.all(made);
  }

  return {
    items,
    async item(principal, exerciseId, reader) {
      const [found] = await items(principal, reader, exerciseId);
      if (!found) throw new NotFound('nobody answered it');
      return found;
    },
    async openTexts(principal, locale) {
      const links = await course.links(principal);
      const texts = await textsBehind(
        links.map(({ id }) => id),
        locale,
      );
      return texts.toSorted((a, b) => b.at - a.at);
    },
  };
}

interface Answered {
  /** Content behind a link through which it was answered: what makes it readable. */
  readonly contentId: string | undefined;
  /** A list for each person, oldest try first. */
  readonly people: (readonly Attempt[])[];
}

function byExercise(
  work: readonly Progress[],
  contentOf: ReadonlyMap<string, string | undefined>,
): ReadonlyMap<string, Answered> {
  const found = new Map<string, Answered>();
  for (const { linkId, attempts } of work) {
    const ids = new Set(attempts.map(({ exerciseId }) => exerciseId));
    for (const id of ids) {
      const known = found.get(id) ?? { contentId: contentOf.get(linkId), people: [] };
      known.people.push(attempts.filter(({ exerciseId }) => exerciseId === id));
      found.set(id, known);
    }
  }
  return found;
}

async function orderOf(
  contentIds: readonly (string | undefined)[],
  principal: Principal,
  { orderFor }: Pick<CourseAnswersDeps, 'orderFor'>,
): Promise<readonly string[]> {
  const orders = contentIds.map((contentId) => orderFor({ ...principal, contentId }));
  return (await Promise.all(orders)).flat();
}

async function itemOf(
  { id, contentId, people }: Answered & { readonly id: string },
  at: {
    readonly principal: Principal;
    readonly reader: WorkReader;
    readonly deps: Pick<CourseAnswersDeps, 'readableFor'>;
  },
): Promise<AnsweredItem> {
  const principal = { ...at.principal, contentId };
  const { readableFor } = at.deps;
  const { locale, names } = at.reader;
  const inWords = new Map<string, FirstTry>();
  const newest = people.flat().reduce((a, b) => (a.at > b.at ? a : b));
  const readable = await readableFor(principal, {
    id,
    language: locale,
    version: newest.version,
  });
  for (const [first] of people) {
    if (!first) continue;
    const { language = 'en', version } = first;
    const answered = await readableFor(principal, { id, language, version });
    inWords.set(first.id, { language, parts: answered?.inWords(first.response, names) });
  }
  const { version } = newest;
  const open = await readableFor(at.principal, { id, language: locale, version });
  return {
    ...tallyOf(id, people, inWords),
    isOpen: open !== undefined,
    title: readable?.title ?? id,
    language: readable?.language,
  };
}
