import type { Stored } from '../../persistence/database.js';
import { AppError } from '../../shared/errors.js';
import type { Clock } from '../../shared/clock.js';
import type { Principal } from '../../shared/principal.js';
import {
  labelOf,
  latestOf,
  type AuthoredExercise,
  type ExerciseCopies,
  type Published,
} from './authored-exercise.js';
import type { AuthoredExerciseStore } from './authored-exercise.store.js';
import { changed, DraftConflict, isStale, type Authoring } from './authoring.service.js';
import type { BegunStore } from './begun.store.js';
import { compareDrafts, type Comparison } from './compare-drafts.js';
import type { DraftFault } from './params/draft-faults.js';
import { numbersAfter, type ExerciseVersion } from './exercise-version.js';
import type { ExerciseVersionStore } from './exercise-version.store.js';
import type { ForThoseWhoBegan } from './for-those-who-began.js';

/** The draft cannot be played as it stands; the page that asks to publish lists why. */
export class DraftNotReady extends AppError {
  readonly code = 'h5p.draft-not-ready';
  readonly status = 409;
}

/** Nothing has changed since the last version. */
export class NothingChanged extends AppError {
  readonly code = 'h5p.nothing-changed';
  readonly status = 409;
}

/** What publishing would do. */
export interface Outlook {
  readonly faults: readonly DraftFault[];
  /** Undefined for a first version. */
  readonly comparison: Comparison | undefined;
  /** Whether the draft says anything that the last version does not. */
  readonly hasChanged: boolean;
  /** People who have begun it, in whatever version. */
  readonly begun: number;
}

export interface Publication {
  readonly why: string;
  /** Of a major change. Default: those who have begun finish theirs. */
  readonly begun?: ForThoseWhoBegan | undefined;
  /** Of the draft that the author saw. */
  readonly revision: number;
}

/** Makes versions of drafts. Everything @throws {NotFound} for whoever may not edit. */
export interface Publishing {
  outlook(principal: Principal, id: string): Promise<Outlook>;
  /** @returns the label of the new version @throws {DraftNotReady} @throws {NothingChanged} @throws {DraftConflict} */
  publish(principal: Principal, id: string, publication: Publication): Promise<string>;
  /** Newest first. */
  versions(principal: Principal, id: string): Promise<readonly ExerciseVersion[]>;
}

export interface PublishingDeps {
  readonly authoring: Pick<Authoring, 'editable' | 'show'>;
  readonly exercises: AuthoredExerciseStore;
  readonly versions: ExerciseVersionStore;
  readonly begun: BegunStore;
  readonly clock: Clock;
  readonly faultsOf: (library: string, languages: ExerciseCopies) => readonly DraftFault[];
  /** @returns undefined for a type that is not installed */
  readonly libraryOf: (machineName: string) => ExerciseVersion['library'] | undefined;
}

export function createPublishing(deps: PublishingDeps): Publishing {
  const { authoring, exercises, versions, begun, clock } = deps;

  async function lastOf(exercise: AuthoredExercise): Promise<ExerciseVersion | undefined> {
    const latest = latestOf(exercise);
    return latest && versions.get(exercise.id, labelOf(latest));
  }

  /** The version first: nobody finds one that no exercise names yet. */
  async function kept(
    version: Omit<ExerciseVersion, 'id' | 'edition' | 'printing'>,
    latest: Published | undefined,
  ): Promise<Published> {
    let numbers = numbersAfter(latest, version.change === 'major' ? 'major' : 'minor');
    while (!(await versions.add({ ...version, ...numbers }))) {
      numbers = numbersAfter(numbers, 'minor');
    }
    return { ...numbers, begun: version.begun };
  }

  /** @throws {DraftConflict} */
  async function name(exercise: Stored<AuthoredExercise>): Promise<void> {
    try {
      await exercises.replace(exercise);
    } catch (fault) {
      if (!isStale(fault)) throw fault;
      throw new DraftConflict(`${exercise.id} was saved meanwhile`, { cause: fault });
    }
  }

  return {
    async outlook(principal, id) {
      const exercise = await authoring.editable(principal, id);
      const last = await lastOf(exercise);
      return { ...changesIn(exercise, last, deps), begun: await begun.count(id) };
    },

    async publish(principal, id, { why, begun: rule = 'finish-theirs', revision }) {
      const exercise = await authoring.editable(principal, id);
      if (exercise.revision !== revision) throw new DraftConflict(`${id} was saved since`);
      const last = await lastOf(exercise);
      const { faults, comparison, hasChanged } = changesIn(exercise, last, deps);
      const library = deps.libraryOf(exercise.library);
      if (faults.length > 0 || !library) throw new DraftNotReady(`${faults.length} faults`);
      if (!hasChanged) throw new NothingChanged(id);
      const isMajor = comparison?.change === 'major';
      const at = clock();
      const version = {
        ...{ exerciseId: id, why, at, library, by: principal.userId },
        ...{ change: comparison?.change ?? ('first' as const), begun: isMajor ? rule : undefined },
        ...{ language: exercise.language, languages: exercise.languages },
      };
      const numbers = await kept(version, latestOf(exercise));
      await name({
        ...exercise,
        state: 'published',
        published: [...exercise.published, numbers],
        ...changed(exercise, { at, by: principal.userId, what: 'published', why }),
      });
      return labelOf(numbers);
    },

    async versions(principal, id) {
      return versions.of(await authoring.show(principal, id));
    },
  };
}

function changesIn(
  { library, languages }: AuthoredExercise,
  last: ExerciseVersion | undefined,
  { faultsOf }: Pick<PublishingDeps, 'faultsOf'>,
): Omit<Outlook, 'begun'> {
  const before = last && { library: last.library.machineName, languages: last.languages };
  const draft = { library, languages };
  return {
    faults: faultsOf(library, languages),
    comparison: before && compareDrafts(before, draft),
    hasChanged: JSON.stringify(before) !== JSON.stringify(draft),
  };
}
