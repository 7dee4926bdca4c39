import path from 'node:path';
import type { Assets } from '../http/assets.js';
import { NotFound } from '../shared/errors.js';
import type { Principal } from '../shared/principal.js';
import type { ContentType } from './content-type.js';
import type { PlayableExercise } from './exercise.js';
import type { ExerciseStateStore } from './exercise-state.store.js';
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
  readonly types: ReadonlyMap<string, ContentType>;
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
  const { server, types, states } = deps;
  const prepared = new Map<string, Promise<Prepared>>();
  const bundleOf = createBundles(deps);

  async function prepare(exercise: PlayableExercise): Promise<Prepared> {
    const type = types.get(exercise.library);
    if (!type) throw new NotFound(`content type ${exercise.library} is not installed`);
    const integration = await server.integrationOf(exercise, type, shownParams(exercise, types));
    const content = integration.contents[`cid-${exercise.id}`] ?? {};
    return { integration, content, ...(await bundleOf(type)) };
  }

  function preparedOf(exercise: PlayableExercise): Promise<Prepared> {
    const key = `${exercise.id} ${exercise.language} ${exercise.version}`;
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
      const contents = {
        [`cid-${exercise.id}`]: { ...content, contentUrl, contentUserData: [] },
      };
      const ajax = { contentUserData: '', setFinished: '' };
      const shown = { ...integration, ajax, contents };
      return { exercise, script, style, keepsState: false, integration: shown };
    },
    saveState: (principal, { id, stateKey = id }, data) => states.save(principal, stateKey, data),
    clearState: (principal, { id, stateKey = id }) => states.remove(principal, stateKey),
  };
}

/** Below it the core looks for pictures, sounds and films. */
function filesUrl(base: string, { id }: PlayableExercise): string {
  return `${base}/exercises/${id}/files`;
}

/** One script and one stylesheet for each content type, made when it is first played. */
function createBundles(deps: PlayerDeps): (type: ContentType) => Promise<Bundle> {
  const bundles = new Map<string, Promise<Bundle>>();
  return (type) => {
    let bundle = bundles.get(type.machineName);
    if (!bundle) {
      bundle = makeBundle(type, deps);
      bundle.catch(() => bundles.delete(type.machineName));
      bundles.set(type.machineName, bundle);
    }
    return bundle;
  };
}

/** Addresses of assets. */
interface Bundle {
  readonly script: string;
  readonly style: string;
}

async function makeBundle(
  type: ContentType,
  { types, assets, browserDirectory, coreDirectory }: PlayerDeps,
): Promise<Bundle> {
  // What may play inside comes along whether it does or not: one asset for all contents of the type.
  const together = [...type.partTypes.flatMap((name) => types.get(name) ?? []), type];
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
      ...together.flatMap(({ styles }) => styles.map((file) => ({ file }))),
    ]),
  ]);
  return { script, style };
}
