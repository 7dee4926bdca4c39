import type { Grader } from '../../../content/h5p/shared/grading.js';
import { Router } from 'express';
import type { Database } from '../../persistence/database.js';
import type { Clock } from '../../shared/clock.js';
import type { NewId } from '../../shared/ids.js';
import type { ContentType } from '../content-type.js';
import type { InstalledLibrary } from '../libraries/installed-libraries.adapter.js';
import type { KeptExercises } from '../libraries/library-uses.js';
import { createArranging } from './arranging.service.js';
import {
  createAuthoredCatalogue,
  type AuthoredCatalogue,
  type AuthoredCatalogueDeps,
} from './authored-catalogue.service.js';
import { openAuthoredExerciseStore } from './authored-exercise.store.js';
import { createAuthoredPlay, type AuthoredPlay } from './authored-play.service.js';
import { createAuthoring, type AuthoringDeps } from './authoring.service.js';
import { openBegunStore } from './begun.store.js';
import { openExerciseVersionStore } from './exercise-version.store.js';
import { openPackagesRoom, type PackagesRoomDeps } from './packages/index.js';
import { metadataFields } from './pages/rights-fields.js';
import { authoringRoutes, type AuthoringRoutesDeps } from './pages/authoring.routes.js';
import { cleanParams } from './params/clean-params.js';
import { faultsOf } from './params/draft-faults.js';
import { firstParams } from '../../shared/semantics/first-params.js';
import { cleanHtml } from './params/rich-text.adapter.js';
import { createPublishing, type PublishingDeps } from './publishing.service.js';

export { isAuthored } from './authored-exercise.js';
export type { AuthoredCatalogue } from './authored-catalogue.service.js';
export type { AuthoredPlay, Wanted } from './authored-play.service.js';

/** Exercises that those who teach write. */
export interface AuthoringRoom {
  /** What was published, for those who play it and those who choose it. */
  readonly published: AuthoredPlay & AuthoredCatalogue;
  /** Below a session: pages for those who teach. */
  readonly router: Router;
  /** All that trainers keep, to see which libraries they use. */
  readonly kept: KeptExercises;
  /** Removes what a process that died had begun to keep. @returns how many */
  readonly sweep: () => Promise<number>;
}

export interface AuthoringRoomDeps
  extends
    Pick<AuthoredCatalogueDeps, 'maxScoreOf'>,
    Pick<PackagesRoomDeps, 'curriculumExercise'>,
    Pick<AuthoringRoutesDeps, 'modulesIn' | 'namesOf' | 'assets' | 'tryOut' | 'grade'> {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Installed content types by machine name. */
  readonly types: ReadonlyMap<string, ContentType>;
  /** The same as they lie in their folders. */
  readonly libraries: readonly InstalledLibrary[];
  /** Of the installation: files of exercises are kept below it. */
  readonly dataDir: string;
  /** @param library machine name @returns undefined for a type that nobody grades by machine */
  readonly graderOf: (library: string) => Grader<unknown, unknown> | undefined;
}

export async function openAuthoringRoom(deps: AuthoringRoomDeps): Promise<AuthoringRoom> {
  const { database, clock, maxScoreOf } = deps;
  const exercises = await openAuthoredExerciseStore(database);
  const versions = await openExerciseVersionStore(database);
  const begun = await openBegunStore(database, clock);
  const play = createAuthoredPlay({ exercises, versions, begun });
  const catalogue = createAuthoredCatalogue({ exercises, versions, maxScoreOf });
  const types = knowledgeOfTypes(deps);
  const authoring = createAuthoring({ ...deps, ...types, exercises, versions });
  const packages = await openPackagesRoom({ ...deps, authoring, play, versions });
  const pages = authoringRoutes({
    ...deps,
    authoring,
    arranging: createArranging({ authoring, exercises, clock }),
    ...{ clean: types.clean, faultsOf: types.faultsOf },
    publishing: createPublishing({ ...types, authoring, exercises, versions, begun, clock }),
    libraries: () =>
      [...deps.types.values()]
        .filter(({ isRunnable }) => isRunnable)
        .map(({ machineName }) => machineName),
  });
  return {
    published: { ...play, ...catalogue },
    kept: { drafts: () => exercises.each(), versions: () => versions.each() },
    router: Router({ mergeParams: true }).use(packages.router, pages),
    sweep: () => packages.sweep(),
  };
}

/** What the services need to know of content types, as functions of a type's name. */
function knowledgeOfTypes({
  types,
  graderOf,
}: AuthoringRoomDeps): Pick<AuthoringDeps, 'firstParams' | 'clean'> &
  Pick<PublishingDeps, 'faultsOf' | 'libraryOf'> {
  const semanticsOf = (library: string): ReturnType<ContentType['semantics']> | undefined =>
    types.get(library.split(' ')[0] ?? '')?.semantics('en');
  return {
    firstParams(library) {
      const fields = types.get(library)?.isRunnable === true ? semanticsOf(library) : undefined;
      return fields && firstParams(fields);
    },
    clean: (library, params) =>
      cleanParams(semanticsOf(library) ?? [], params, { semanticsOf, cleanHtml }),
    faultsOf: (library, languages) =>
      faultsOf(languages, {
        semantics: semanticsOf(library) ?? [],
        grader: graderOf(library),
        semanticsOf,
        metadataFields: metadataFields((key) => key),
      }),
    libraryOf(machineName) {
      const type = types.get(machineName);
      if (!type) return undefined;
      const { majorVersion, minorVersion } = type;
      return { machineName, majorVersion, minorVersion };
    },
  };
}
