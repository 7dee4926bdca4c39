import { NotFound } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import type { Attempt } from '../work/attempt.js';
import type { CourseGrades } from '../gradebook/course-grades.service.js';
import type { LearnerWorksDeps, WorkReader } from '../work/learner-work.service.js';
import type { Progress } from '../work/progress.js';
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
  /** Name of the part of the exercise in which it stands; undefined where it has no parts, or none with a name. */
  readonly part: string | undefined;
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
  /** What people wrote behind these links, all to the principal's content, where nothing is graded. */
  readonly textsBehind: (
    principal: Principal,
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
      const contentIds = [...new Set(links.map(({ contentId }) => contentId))];
      const texts = await Promise.all(
        contentIds.map((contentId) => {
          const there = links.filter((link) => link.contentId === contentId);
          const linkIds = there.map(({ id }) => id);
          return textsBehind({ ...principal, contentId }, linkIds, locale);
        }),
      );
      return texts.flat().toSorted((a, b) => b.at - a.at);
    },
  };
}

interface Answered {
  /** Content behind a link through which it was answered: what makes it readable. */
  readonly contentId: string | undefined;
  /** A list for each person, oldest try first. */
  readonly people: readonly (readonly Attempt[])[];
}

/** Who answered through two links is one person all the same. */
function byExercise(
  work: readonly Progress[],
  contentOf: ReadonlyMap<string, string | undefined>,
): ReadonlyMap<string, Answered> {
  const found = new Map<string, { contentId: string | undefined; tries: Map<string, Attempt[]> }>();
  for (const { linkId, userId, attempts } of work) {
    for (const attempt of attempts) {
      const contentId = contentOf.get(linkId);
      const tries = new Map<string, Attempt[]>();
      const known = found.get(attempt.exerciseId) ?? { contentId, tries };
      known.tries.set(userId, [...(known.tries.get(userId) ?? []), attempt]);
      found.set(attempt.exerciseId, known);
    }
  }
  return new Map(
    [...found].map(([id, { contentId, tries }]) => {
      const people = [...tries.values()].map((own) => own.toSorted((a, b) => a.at - b.at));
      return [id, { contentId, people }];
    }),
  );
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
  const { version: newestVersion } = newest;
  const titled = { id, language: locale, version: newestVersion };
  // Of a whole course that answers in one language and version, one.
  const read = new Map<string, ReturnType<typeof readableFor>>();
  for (const [first] of people) {
    if (!first) continue;
    const { language = 'en', version } = first;
    const key = `${language} ${version}`;
    const answered = read.get(key) ?? readableFor(principal, { id, language, version });
    read.set(key, answered);
    const parts = (await answered)?.inWords(first.response, names);
    inWords.set(first.id, { language, parts });
  }
  const readable = await readableFor(principal, titled);
  const open = await readableFor(at.principal, titled);
  return {
    ...tallyOf(id, people, inWords),
    isOpen: open !== undefined,
    title: readable?.title ?? id,
    language: readable?.language,
  };
}
