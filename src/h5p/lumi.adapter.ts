import path from 'node:path';
import * as H5P from '@lumieducation/h5p-server';
import type { ContentType } from './content-type.js';
import type { PlayableExercise } from './exercise.js';
import { CORE_API, folderOf } from './libraries/library-rules.js';
import type { Shelf } from './libraries/shelf.adapter.js';

/** What the H5P core reads from `window.H5PIntegration`; the parts that we set per request are typed. */
export interface H5pIntegration {
  readonly ajax: { readonly contentUserData: string; readonly setFinished: string };
  readonly contents: Readonly<Record<string, object>>;
  readonly [name: string]: unknown;
}

/** The H5P server library. The only file that knows it. */
export interface H5pServer {
  /**
   * The integration object for one exercise, without anybody's state.
   * @param params as the browser may see them
   */
  integrationOf(
    exercise: PlayableExercise,
    type: ContentType,
    params: object,
  ): Promise<H5pIntegration>;
}

/** @param options.shelf what is installed; read only */
export function createH5pServer(options: {
  readonly shelf: Shelf;
  readonly publicUrl: URL;
}): H5pServer {
  const { shelf, publicUrl } = options;
  const config = new H5P.H5PConfig(undefined, {
    coreApiVersion: CORE_API,
    h5pVersion: `${CORE_API.major}.${CORE_API.minor}.0`,
    baseUrl: '/h5p',
    // Scores come from the server's own grading, never from the browser.
    setFinishedEnabled: false,
    contentUserStateSaveInterval: 5000,
    disableFullscreen: true,
  });
  const urls = new H5P.UrlGenerator(config);
  // The library would name content by its bare id, which is no IRI as xAPI wants it.
  urls.uniqueContentUrl = (id) => new URL(`/h5p/content/${id}`, publicUrl).href;
  const player = new H5P.H5PPlayer(
    new ShelfStorage(shelf),
    // Each render brings its own parameters and metadata, so the player never asks for stored ones.
    {} as H5P.IContentStorage,
    config,
    undefined,
    urls,
  );
  player.setRenderer((model: H5P.IPlayerModel): unknown => model.integration);

  return {
    async integrationOf(exercise, type, params) {
      const { machineName, majorVersion, minorVersion } = type;
      const options = {
        ignoreUserPermissions: true,
        parametersOverride: params,
        metadataOverride: {
          title: exercise.title,
          language: exercise.language,
          defaultLanguage: exercise.language,
          mainLibrary: machineName,
          embedTypes: ['div'],
          license: 'U',
          preloadedDependencies: [{ machineName, majorVersion, minorVersion }],
        },
      } as unknown as RenderOptions;
      const { id, language } = exercise;
      const integration: unknown = await player.render(id, NOBODY, language, options);
      return integration as H5pIntegration;
    },
  };
}

/** Asks for a class that the library does not export; it reads these fields of it and no more. */
type RenderOptions = Parameters<H5P.H5PPlayer['render']>[3];

/** Libraries as the H5P server reads them, wherever they lie. */
class ShelfStorage extends H5P.fsImplementations.FileLibraryStorage {
  readonly #shelf: Shelf;

  constructor(shelf: Shelf) {
    // Ours alone: what it would make or list below it is asked of the shelf instead.
    super(shelf.directory);
    this.#shelf = shelf;
  }

  protected override getDirectoryPath(library: H5P.ILibraryName): string {
    const found = this.#shelf.version(library);
    return found?.installed.folder ?? path.join(this.#shelf.directory, folderOf(library));
  }

  protected override getFilePath(library: H5P.ILibraryName, filename: string): string {
    return path.join(this.getDirectoryPath(library), filename);
  }

  override getInstalledLibraryNames(machineName?: string): Promise<H5P.ILibraryName[]> {
    const all = this.#shelf.all().map(({ type }) => type);
    const names = all.filter(
      (type) => machineName === undefined || type.machineName === machineName,
    );
    return Promise.resolve(
      names.map(({ machineName: name, majorVersion, minorVersion }) => ({
        ...{ machineName: name, majorVersion, minorVersion },
      })),
    );
  }
}

/** Who somebody is stays on the server; the core only needs to find that there is a user. */
const NOBODY: H5P.IUser = { id: '', name: '', email: '', type: 'local' };
