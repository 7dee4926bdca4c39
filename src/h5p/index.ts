import path from 'node:path';
import { Router } from 'express';

import type { Assets } from '../http/assets.js';
import type { Database } from '../persistence/database.js';
import type { Clock } from '../shared/clock.js';
import type { NewId } from '../shared/ids.js';
import type { Principal } from '../shared/principal.js';
import {
  isAuthored,
  openAuthoringRoom,
  type AuthoringRoom,
  type AuthoringRoomDeps,
  type Wanted,
} from './authoring/index.js';
import { openExerciseStateStore, type ExerciseStateStore } from './exercise-state.store.js';
import type { PlayableExercise } from './exercise.js';
import { answerInWords, type AnswerNames, type AnswerPart } from './answer-in-words.js';
import type { Graded } from './graded.js';
import { graderOf } from './graders.js';
import { h5pRoutes, type H5pRoutesDeps } from './h5p.routes.js';
import { createH5pServer } from './lumi.adapter.js';
import { keepsOpenText, openTextsIn, type OpenText } from './open-text.js';
import { createLibraries, type Libraries } from './libraries/libraries.service.js';
import { libraryFilesRoutes } from './libraries/library-files.routes.js';
import { usesOf, type OwnExercise } from './libraries/library-uses.js';
import { openShelf } from './libraries/shelf.adapter.js';
import { createPlayer } from './player.service.js';

export type { AnswerNames, AnswerPart } from './answer-in-words.js';
export { isAuthored } from './authoring/index.js';
export type { Outcome } from '../../content/h5p/shared/grading.js';
export type { Graded } from './graded.js';
export type { Libraries, ListedLibrary } from './libraries/libraries.service.js';
export { LIBRARY_FILES } from './libraries/library-styles.js';
export { MOST_PACKED } from './authoring/packages/package-shape.js';
export type { PlayableExercise } from './exercise.js';
export type { StandingModel } from './h5p.views.js';

/** Plays exercises and grades answers. */
export interface H5p {
  /** Below a session. */
  readonly router: Router;
  /** What those who teach have written and published. */
  readonly authored: AuthoringRoom['published'];
  /** To be mounted at `/h5p/libraries`. */
  readonly libraryFiles: Router;
  /** What is installed, for whoever runs the tool. */
  readonly libraries: Libraries;
  /** Removes what a process that died had begun to keep. @returns how many */
  readonly sweep: AuthoringRoom['sweep'];
  /**
   * An exercise of the curriculum, or one that somebody wrote, behind the person's link.
   * @throws {NotFound} @throws {ExerciseChanged} when the page shows what its reader no longer plays
   */
  exerciseFor(principal: Principal, wanted: Wanted): Promise<PlayableExercise>;
  /** Points for a right answer; undefined when the server does not grade this type. */
  maxScoreOf(exercise: PlayableExercise): number | undefined;
  /** @returns undefined when the server does not grade this type, or the response is no answer to it */
  grade(exercise: PlayableExercise, response: unknown): Graded | undefined;
  /** What people wrote in these exercises where nothing is graded and those who teach may read it, in no order. */
  openTexts(
    linkIds: readonly string[],
    exercises: readonly PlayableExercise[],
  ): Promise<readonly OpenText[]>;
  /** A kept answer as a person would say it. @returns undefined when it does not fit the exercise any more */
  inWords(
    exercise: PlayableExercise,
    response: unknown,
    names: AnswerNames,
  ): readonly AnswerPart[] | undefined;
}

export interface H5pDeps
  extends Pick<H5pRoutesDeps, 'surroundingsOf'>, Pick<AuthoringRoomDeps, 'modulesIn' | 'namesOf'> {
  /** An exercise of the curriculum, within what the person's link opens. @throws {NotFound} */
  readonly curriculumExercise: (principal: Principal, wanted: Wanted) => PlayableExercise;
  /** All of the curriculum, in one language. */
  readonly curriculumExercises: () => readonly OwnExercise[];
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly assets: Assets;
  readonly publicUrl: URL;
  /** Of the installation: files of exercises are kept below it. */
  readonly dataDir: string;
  /** Where the build left the content types: a folder each. */
  readonly librariesDirectory: string;
  /** Where the build left the browser scripts. */
  readonly browserDirectory: string;
  /** `dist` of h5p-standalone. */
  readonly coreDirectory: string;
}

export async function createH5p(deps: H5pDeps): Promise<H5p> {
  const { database, clock, newId, assets, publicUrl, librariesDirectory } = deps;
  const addedDirectory = path.resolve(deps.dataDir, 'libraries');
  const shelf = await openShelf({ librariesDirectory, addedDirectory, clock });
  const { types, libraries } = shelf;
  const states = await openExerciseStateStore(database, clock);
  const player = createPlayer({
    server: createH5pServer({ shelf, publicUrl }),
    shelf,
    states,
    assets,
    browserDirectory: deps.browserDirectory,
    coreDirectory: deps.coreDirectory,
  });
  const {
    published: authored,
    router: authoring,
    kept,
    sweep,
  } = await openAuthoringRoom({
    ...deps,
    ...{ types, libraries, graderOf, maxScoreOf, grade, assets },
    tryOut: (exercise, base) => player.tryOut(exercise, base),
  });
  const exerciseFor: H5p['exerciseFor'] = async (principal, wanted) =>
    isAuthored(wanted.id)
      ? authored.exerciseFor(principal, wanted)
      : deps.curriculumExercise(principal, wanted);
  return {
    libraryFiles: libraryFilesRoutes({ shelf }),
    libraries: createLibraries({
      ...{ shelf, addedDirectory, newId },
      uses: () => usesOf({ kept, own: deps.curriculumExercises() }, shelf),
    }),
    router: Router({ mergeParams: true }).use(
      // Another process may have installed or removed something.
      async (_req, _res, next) => {
        await shelf.refresh(false);
        next();
      },
      authoring,
      h5pRoutes({
        ...{ player, exerciseFor, surroundingsOf: deps.surroundingsOf },
        onOpened: async (principal, exercise) => {
          if (isAuthored(exercise.id)) await authored.begin(principal, exercise);
        },
      }),
    ),
    authored,
    sweep,
    exerciseFor,
    inWords: answerInWords,
    openTexts: (linkIds, exercises) => openTextsOf(states, linkIds, exercises),
    maxScoreOf,
    grade,
  };
}

function grade({ library, params }: PlayableExercise, response: unknown): Graded | undefined {
  const grader = graderOf(library);
  const read = grader?.readResponse(params, response);
  if (!grader || read === undefined) return undefined;
  return { outcome: grader.grade(params, read), response: read };
}

function maxScoreOf({ library, params }: PlayableExercise): number | undefined {
  return graderOf(library)?.maxScore(params);
}

/** More than a page could show. */
const MOST_TEXTS = 2000;

async function openTextsOf(
  states: ExerciseStateStore,
  linkIds: readonly string[],
  exercises: readonly PlayableExercise[],
): Promise<readonly OpenText[]> {
  const open = exercises.filter(keepsOpenText);
  const behind = new Map(open.map((exercise) => [exercise.stateKey ?? exercise.id, exercise]));
  const texts: OpenText[] = [];
  let cursor: string | undefined;
  do {
    const page = await states.behind({ linkIds, exerciseIds: [...behind.keys()] }, cursor);
    for (const { exerciseId: key, userId, data, savedAt: at } of page.documents) {
      const exercise = behind.get(key);
      const written = exercise ? openTextsIn(exercise, data) : [];
      texts.push(
        ...written.map((text) => ({ ...text, exerciseId: exercise?.id ?? key, userId, at })),
      );
    }
    cursor = page.next;
  } while (cursor !== undefined && texts.length < MOST_TEXTS);
  return texts;
}
