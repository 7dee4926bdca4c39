import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AssetPart, Assets } from '../http/assets.js';
import { NotFound } from '../shared/errors.js';
import type { Principal } from '../shared/principal.js';
import type { ContentType } from './content-type.js';
import type { PlayableExercise } from './exercise.js';
import type { ExerciseStateStore } from './exercise-state.store.js';
import { withAddresses } from './libraries/library-styles.js';
import type { Shelf } from './libraries/shelf.adapter.js';
import type { H5pIntegration, H5pServer } from './lumi.adapter.js';
import { shownParams } from './shown-params.js';

/** All that the exercise page needs. */
export interface Play {
  readonly exercise: PlayableExercise;
  /** For `window.H5PIntegration`. */
  readonly integration: H5pIntegration;
  /** One script and one stylesheet: core, content type and page together. */
  readonly script: string;
  readonly style: string;
  /** Whether it can be gone on with on another day. */
  readonly keepsState: boolean;
}

export interface Player {
  /**
   * @param base path of the session, below which the state is saved
   * @throws {NotFound} when its content type is not installed
   */
  play(principal: Principal, exercise: PlayableExercise, at: PageAddress): Promise<Play>;
  /** As `play`, of something that is only tried out: nothing is loaded, and nothing will be saved. */
  tryOut(exercise: PlayableExercise, base: string): Promise<Play>;
  saveState(principal: Principal, exercise: PlayableExercise, data: string): Promise<void>;
  clearState(principal: Principal, exercise: PlayableExercise): Promise<void>;
}

export interface PageAddress {
  /** Path of the session: `/s/<id>`. */
  readonly base: string;
  readonly pageToken: string;
}

export interface PlayerDeps {
  readonly server: H5pServer;
  readonly shelf: Shelf;
  readonly states: ExerciseStateStore;
  readonly assets: Assets;
  /** Folder of the built browser scripts. */
  readonly browserDirectory: string;
  /** Folder of the H5P core: `frame.bundle.js` and `styles/h5p.css`. */
  readonly coreDirectory: string;
}

/** What is the same for everybody, made once for each content version and language. */
interface Prepared {
  readonly integration: H5pIntegration;
  readonly content: object;
  readonly script: string;
  readonly style: string;
}

/** The curriculum in all its languages, and what trainers wrote lately. */
const MOST_PREPARED = 1000;

export function createPlayer(deps: PlayerDeps): Player {
  const { server, shelf, states } = deps;
  const prepared = new Map<string, Promise<Prepared>>();
  const bundleOf = createBundles(deps);

  async function prepare(exercise: PlayableExercise): Promise<Prepared> {
    const type = typeOf(exercise, shelf);
    if (!type) throw new NotFound(`content type ${exercise.library} is not installed`);
    const integration = await server.integrationOf(
      exercise,
      type,
      shownParams(exercise, shelf.types),
    );
    const content = integration.contents[`cid-${exercise.id}`] ?? {};
    return { integration, content, ...(await bundleOf(type)) };
  }

  function preparedOf(exercise: PlayableExercise): Promise<Prepared> {
    const key = keyOf(exercise, shelf);
    let ready = prepared.get(key);
    if (!ready) {
      ready = prepare(exercise);
      ready.catch(() => prepared.delete(key));
      prepared.set(key, ready);
      const [oldest] = prepared.keys();
      if (prepared.size > MOST_PREPARED && oldest !== undefined) prepared.delete(oldest);
    }
    return ready;
  }

  return {
    async play(principal, exercise, { base, pageToken }) {
      const { integration, content, script, style } = await preparedOf(exercise);
      const state = await states.load(principal, exercise.stateKey ?? exercise.id);
      const stateUrl = `${base}/exercises/${exercise.id}/states/:dataType/:subContentId?version=${exercise.version}&token=${pageToken}`;
      return {
        ...{ exercise, script, style },
        keepsState: principal.linkId !== undefined,
        integration: {
          ...integration,
          ajax: { contentUserData: stateUrl, setFinished: '' },
          contents: {
            [`cid-${exercise.id}`]: {
              ...content,
              contentUrl: filesUrl(base, exercise),
              // Keyed by subContentId and data type, as the core looks it up; without one it would ask for it.
              contentUserData: { 0: { state: state ?? '{}' } },
            },
          },
        },
      };
    },
    async tryOut(exercise, base) {
      const { integration, content, script, style } = await preparedOf(exercise);
      const contentUrl = filesUrl(base, exercise);
      const own = { ...content, contentUrl, contentUserData: [] };
      const contents = { [`cid-${exercise.id}`]: own };
      const shown = { ...integration, ajax: { contentUserData: '', setFinished: '' }, contents };
      return { exercise, script, style, keepsState: false, integration: shown };
    },
    saveState: (principal, { id, stateKey = id }, data) => states.save(principal, stateKey, data),
    clearState: (principal, { id, stateKey = id }) => states.remove(principal, stateKey),
  };
}

/** Whatever is installed makes everything anew: another patch may bring other scripts. */
function keyOf({ id, language, version }: PlayableExercise, { generation }: Shelf): string {
  return `${id} ${language} ${version} ${String(generation)}`;
}

/** @returns undefined when it is not installed, in a version that plays this */
function typeOf(
  { library: machineName, libraryVersion }: PlayableExercise,
  { types, playing }: Shelf,
): ContentType | undefined {
  return libraryVersion ? playing({ machineName, ...libraryVersion }) : types.get(machineName);
}

/** Below it the core looks for pictures, sounds and films. */
function filesUrl(base: string, { id }: PlayableExercise): string {
  return `${base}/exercises/${id}/files`;
}

/** One script and one stylesheet for each content type, made when it is first played. */
function createBundles(deps: PlayerDeps): (type: ContentType) => Promise<Bundle> {
  const bundles = new Map<string, Promise<Bundle>>();
  return (type) => {
    const { machineName, majorVersion, minorVersion } = type;
    const generation = deps.shelf.generation;
    const key = `${machineName} ${String(majorVersion)}.${String(minorVersion)} ${String(generation)}`;
    let bundle = bundles.get(key);
    if (!bundle) {
      bundle = makeBundle(type, deps);
      bundle.catch(() => bundles.delete(key));
      bundles.set(key, bundle);
    }
    return bundle;
  };
}

/** Addresses of assets. */
interface Bundle {
  readonly script: string;
  readonly style: string;
}

/** Of an added library with the addresses of its files; ours bring theirs along. */
async function stylesOf(type: ContentType, shelf: Shelf): Promise<readonly AssetPart[]> {
  const { isOurs, installed } = shelf.version(type) ?? {};
  if (isOurs !== false || !installed) return type.styles.map((file) => ({ file }));
  const { folder } = installed;
  return Promise.all(
    type.styles.map(async (style) => {
      const file = path.relative(folder, style).replaceAll(path.sep, '/');
      const at = { folder: path.basename(folder), file };
      return { text: withAddresses(await readFile(style, 'utf8'), at) };
    }),
  );
}

/** Each after all that it stands on, and once. */
function withNeeds(wanted: readonly ContentType[], shelf: Shelf): readonly ContentType[] {
  const found = new Set<ContentType>();
  const open = new Set<ContentType>();
  const add = (type: ContentType): void => {
    // A circle ends where it began.
    if (found.has(type) || open.has(type)) return;
    open.add(type);
    for (const need of type.needs) {
      const needed = shelf.version(need)?.type;
      if (needed) add(needed);
    }
    found.add(type);
  };
  for (const type of wanted) add(type);
  return [...found];
}

async function makeBundle(
  type: ContentType,
  { shelf, assets, browserDirectory, coreDirectory }: PlayerDeps,
): Promise<Bundle> {
  // What may play inside comes along whether it does or not: one asset for all contents of the type.
  const parts = type.partTypes.flatMap((name) => shelf.types.get(name) ?? []);
  const together = withNeeds([...parts, type], shelf);
  const [script, style] = await Promise.all([
    assets.add(`${type.machineName}.js`, [
      { file: path.join(browserDirectory, 'exercise-setup.js') },
      { file: path.join(coreDirectory, 'frame.bundle.js') },
      ...together.flatMap(({ scripts }) => scripts.map((file) => ({ file }))),
      { file: path.join(browserDirectory, 'page.js') },
      { file: path.join(browserDirectory, 'exercise.js') },
    ]),
    assets.add(`${type.machineName}.css`, [
      { file: path.join(browserDirectory, 'app.css') },
      // The core's own stylesheet is for its frame, dialogs and fonts; our types bring what they need.
      ...(await Promise.all(together.map((one) => stylesOf(one, shelf)))).flat(),
    ]),
  ]);
  return { script, style };
}
