import type { Stored } from '../../persistence/database.js';
import type { Clock } from '../../shared/clock.js';
import { AppError, hasCode, NotFound } from '../../shared/errors.js';
import type { NewId } from '../../shared/ids.js';
import type { Principal } from '../../shared/principal.js';
import {
  LONGEST_HISTORY,
  labelOf,
  latestOf,
  newExerciseId,
  type AuthoredExercise,
  type Change,
  type ExerciseCopy,
} from './authored-exercise.js';
import type { AuthoredExerciseStore } from './authored-exercise.store.js';
import { mayAuthor, mayEdit, mayRead, type Author } from './authoring.policy.js';
import type { ExerciseVersionStore } from './exercise-version.store.js';

/** Somebody else saved the draft since it was opened. */
export class DraftConflict extends AppError {
  readonly code = 'h5p.draft-conflict';
  readonly status = 409;
}

/** No content type of this name is installed. */
export class UnknownType extends AppError {
  readonly code = 'h5p.unknown-type';
  readonly status = 400;
}

export interface NewExercise {
  /** Machine name of the content type. */
  readonly library: string;
  /** ISO 639-1. */
  readonly language: string;
  readonly title: string;
  /** Default: what the type offers to begin with. */
  readonly params?: ExerciseCopy['params'] | undefined;
  readonly metadata?: ExerciseCopy['metadata'];
  readonly what?: 'created' | 'duplicated' | 'imported';
}

/** A draft in one language as it stands in somebody's editor. */
export interface EditedCopy extends ExerciseCopy {
  readonly language: string;
  /** Revision of the document that was opened. */
  readonly revision: number;
}

type Exercise = Stored<AuthoredExercise>;

/** What those who teach do with exercises of their own. Everything @throws {NotFound} for everybody else. */
export interface Authoring {
  /** Those of the course, and those that others share, newest change first. */
  list(principal: Principal): Promise<readonly Exercise[]>;
  /** One of them, or of another course that shares it: then as it was published last, not its draft. */
  show(principal: Principal, id: string): Promise<Exercise & { readonly isOwn: boolean }>;
  /** @throws {NotFound} also for what belongs to another course */
  editable(principal: Principal, id: string): Promise<Exercise>;
  /** @throws {UnknownType} */
  create(principal: Principal, given: NewExercise): Promise<Exercise>;
  /**
   * In a language that was begun.
   * @throws {DraftConflict} when somebody saved since; nothing is overwritten
   */
  saveDraft(principal: Principal, id: string, copy: EditedCopy): Promise<Exercise>;
  /** A copy in the own course, of whatever the person may read. */
  duplicate(principal: Principal, id: string): Promise<Exercise>;
}

export interface AuthoringDeps {
  readonly exercises: AuthoredExerciseStore;
  readonly versions: Pick<ExerciseVersionStore, 'get'>;
  readonly clock: Clock;
  readonly newId: NewId;
  /** @returns parameters to begin with; undefined for a type that is not installed */
  readonly firstParams: (library: string) => ExerciseCopy['params'] | undefined;
  /** What may be kept of parameters that a browser or a file brings: see `cleanParams`. */
  readonly clean: (library: string, params: ExerciseCopy['params']) => ExerciseCopy['params'];
}

/** Saving on within this time is one line of the history. */
const SITTING = 30 * 60_000;

export function createAuthoring(deps: AuthoringDeps): Authoring {
  const { exercises, versions, clock } = deps;

  /** A draft is its course's own; others see what was published last. */
  async function seenBy(author: Author, exercise: Exercise): Promise<Exercise | undefined> {
    if (mayEdit(author, exercise)) return exercise;
    const latest = latestOf(exercise);
    const version = latest && (await versions.get(exercise.id, labelOf(latest)));
    return version && { ...exercise, language: version.language, languages: version.languages };
  }

  async function readable(principal: Principal, id: string): Promise<[Author, Exercise]> {
    const author = requireAuthor(principal);
    const exercise = await exercises.get(id);
    if (!exercise || !mayRead(author, exercise)) throw new NotFound('authored exercise');
    const seen = await seenBy(author, exercise);
    if (!seen) throw new NotFound('nothing published');
    return [author, seen];
  }

  async function editable(principal: Principal, id: string): Promise<Exercise> {
    const [author, exercise] = await readable(principal, id);
    if (!mayEdit(author, exercise)) throw new NotFound('exercise of another course');
    return exercise;
  }

  return {
    editable,
    async list(principal) {
      const author = requireAuthor(principal);
      const found = await readableBy(author, exercises);
      const seen = await Promise.all(found.map((each) => seenBy(author, each)));
      return seen.flatMap((each) => each ?? []).toSorted((a, b) => b.changedAt - a.changedAt);
    },
    async show(principal, id) {
      const [author, exercise] = await readable(principal, id);
      return { ...exercise, isOwn: mayEdit(author, exercise) };
    },
    create: (principal, given) => create(requireAuthor(principal), given, deps),
    async saveDraft(principal, id, { language, revision, title, params, metadata }) {
      const exercise = await editable(principal, id);
      if (!exercise.languages[language]) throw new NotFound('no copy in this language');
      if (exercise.revision !== revision) throw new DraftConflict(`${id} was saved since`);
      const copy = { title, params: deps.clean(exercise.library, params), metadata };
      try {
        return await exercises.replace({
          ...exercise,
          languages: { ...exercise.languages, [language]: copy },
          ...changed(exercise, { at: clock(), by: principal.userId, what: 'edited' }),
        });
      } catch (fault) {
        if (!isStale(fault)) throw fault;
        throw new DraftConflict(`${id} was saved meanwhile`, { cause: fault });
      }
    },
    async duplicate(principal, id) {
      const [author, { library, language, languages, minutes, moduleId, competenceIds }] =
        await readable(principal, id);
      const copy = newDocument(author, { library, language, what: 'duplicated' }, deps);
      return exercises.insert({ ...copy, languages, minutes, moduleId, competenceIds });
    },
  };
}

async function create(
  author: Author,
  { library, language, title, params, metadata, what = 'created' }: NewExercise,
  deps: AuthoringDeps,
): Promise<Exercise> {
  const first = deps.firstParams(library);
  if (!first) throw new UnknownType(library);
  const kept = params ? deps.clean(library, params) : first;
  const document = newDocument(author, { library, language, what }, deps);
  const copy = { title, params: kept, metadata };
  return deps.exercises.insert({ ...document, languages: { [language]: copy } });
}

function newDocument(
  { platformId, contextId, userId }: Author,
  {
    library,
    language,
    what,
  }: Pick<AuthoredExercise, 'library' | 'language'> & Pick<Change, 'what'>,
  { clock, newId }: AuthoringDeps,
): AuthoredExercise {
  const at = clock();
  return {
    ...{ id: newExerciseId(newId), platformId, contextId, library, language },
    ...{ sharing: 'course', state: 'draft', languages: {}, competenceIds: [], minutes: 5 },
    ...{ published: [], createdAt: at, createdBy: userId, changedAt: at, changedBy: userId },
    history: [{ at, by: userId, what }],
  };
}

/** Who changed what; writing on in one sitting stays one line. */
export function changed(
  { history }: Pick<AuthoredExercise, 'history'>,
  change: Change,
): Pick<AuthoredExercise, 'changedAt' | 'changedBy' | 'history'> {
  const { at, by, what } = change;
  const last = history.at(-1);
  const goesOn =
    what === 'edited' && last?.what === what && last.by === by && at - last.at < SITTING;
  const before = goesOn ? history.slice(0, -1) : history;
  const since = goesOn ? { ...change, at: last.at } : change;
  return { changedAt: at, changedBy: by, history: [...before, since].slice(-LONGEST_HISTORY) };
}

function requireAuthor(principal: Principal): Author {
  if (!mayAuthor(principal)) throw new NotFound('no author');
  return principal;
}

export function isStale(fault: unknown): boolean {
  return hasCode(fault) && fault.code === 'persistence.stale-revision';
}

/** Each once: what the author's course has, and what others share with it. */
async function readableBy(
  author: Author,
  exercises: AuthoredExerciseStore,
): Promise<readonly Exercise[]> {
  const found = await Promise.all([
    exercises.ofCourse(author),
    exercises.sharedWith(author.platformId),
  ]);
  const readable = found.flat().filter((exercise) => mayRead(author, exercise));
  return [...new Map(readable.map((exercise) => [exercise.id, exercise])).values()];
}
