import path from 'node:path';
import { Router } from 'express';
import { openBlobs } from '../../../persistence/blobs.js';
import type { Database } from '../../../persistence/database.js';
import type { Clock } from '../../../shared/clock.js';
import { hasCode } from '../../../shared/errors.js';
import type { NewId } from '../../../shared/ids.js';
import type { ContentType } from '../../content-type.js';
import type { InstalledLibrary } from '../../libraries/installed-libraries.adapter.js';
import type { AuthoredPlay } from '../authored-play.service.js';
import type { Authoring } from '../authoring.service.js';
import type { ExerciseVersionStore } from '../exercise-version.store.js';
import { mediaRoutes, mediaUploadRoutes } from '../media/media.routes.js';
import { createMedia, type Media, type MediaDeps } from '../media/media.service.js';
import { openMediumStore } from '../media/medium.store.js';
import { createExports, type Exports, type ExportsDeps } from './export.service.js';
import { createImports, type Imports } from './import.service.js';
import { packagesRoutes } from './packages.routes.js';

/** Files of exercises, and whole exercises as files. */
export interface PackagesRoom {
  readonly media: Media;
  readonly exports: Exports;
  readonly imports: Imports;
  /** Below a session. Before what takes any name below `/authoring`. */
  readonly router: Router;
  /** Removes bytes that a process that died had begun to keep. @returns how many */
  sweep(): Promise<number>;
}

export interface PackagesRoomDeps extends Pick<ExportsDeps, 'curriculumExercise'> {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Of the installation: bytes are kept below it, and uploads while they are read. */
  readonly dataDir: string;
  readonly types: ReadonlyMap<string, ContentType>;
  readonly libraries: readonly InstalledLibrary[];
  readonly authoring: Authoring;
  readonly play: Pick<AuthoredPlay, 'exerciseFor'>;
  readonly versions: ExerciseVersionStore;
}

export async function openPackagesRoom(deps: PackagesRoomDeps): Promise<PackagesRoom> {
  const { database, clock, newId, dataDir, types, authoring } = deps;
  const blobs = openBlobs({ directory: path.join(dataDir, 'blobs'), newId, clock });
  const media = createMedia({
    ...{ blobs, clock, newId, seenBy: seenBy(deps) },
    media: await openMediumStore(database),
    editable: (principal, id) => authoring.editable(principal, id),
  });
  const exports = createExports({ ...deps, media });
  const imports = createImports({ authoring, media, types });
  const uploadsDirectory = path.join(dataDir, 'uploads');
  return {
    ...{ media, exports, imports },
    router: Router({ mergeParams: true }).use(
      mediaRoutes({ media }),
      packagesRoutes({ exports, imports, uploadsDirectory }),
      mediaUploadRoutes({ media, uploadsDirectory }),
    ),
    sweep: () => blobs.sweep(),
  };
}

/** Of those who write: all copies of the draft. Of everybody: what their link opens. */
function seenBy({
  authoring,
  play,
}: Pick<PackagesRoomDeps, 'authoring' | 'play'>): MediaDeps['seenBy'] {
  return async (principal, { exerciseId: id, locale }) => {
    const draft = await orNothing(() => authoring.show(principal, id));
    const played = await orNothing(() => play.exerciseFor(principal, { id, locale }));
    return [draft?.languages, played?.params];
  };
}

async function orNothing<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (fault) {
    if (hasCode(fault) && fault.code === 'http.not-found') return undefined;
    throw fault;
  }
}
