import type { Database } from '../../persistence/database.js';
import type { Clock } from '../../shared/clock.js';
import { openAuthoredExerciseStore } from './authored-exercise.store.js';
import {
  createAuthoredCatalogue,
  type AuthoredCatalogue,
  type AuthoredCatalogueDeps,
} from './authored-catalogue.service.js';
import { createAuthoredPlay, type AuthoredPlay } from './authored-play.service.js';
import { openBegunStore } from './begun.store.js';
import { openExerciseVersionStore } from './exercise-version.store.js';

export { isAuthored } from './authored-exercise.js';
export type { AuthoredCatalogue } from './authored-catalogue.service.js';
export type { AuthoredPlay, Wanted } from './authored-play.service.js';

/** Exercises that those who teach write. */
export interface AuthoringRoom {
  /** What was published, for those who play it and those who choose it. */
  readonly published: AuthoredPlay & AuthoredCatalogue;
}

export interface AuthoringRoomDeps extends Pick<AuthoredCatalogueDeps, 'maxScoreOf'> {
  readonly database: Database;
  readonly clock: Clock;
}

export async function openAuthoringRoom(deps: AuthoringRoomDeps): Promise<AuthoringRoom> {
  const { database, clock, maxScoreOf } = deps;
  const exercises = await openAuthoredExerciseStore(database);
  const versions = await openExerciseVersionStore(database);
  const begun = await openBegunStore(database, clock);
  const play = createAuthoredPlay({ exercises, versions, begun });
  const catalogue = createAuthoredCatalogue({ exercises, versions, maxScoreOf });
  return { published: { ...play, ...catalogue } };
}
