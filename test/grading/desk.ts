import type { AwardedActivity } from '../../src/grading/work/award.js';
import { createAwards, type Awards } from '../../src/grading/work/awards.service.js';
import { createColumnNames } from '../../src/grading/columns/column-names.service.js';
import { createColumns, type ContentColumn } from '../../src/grading/columns/columns.service.js';
import { openColumnStore } from '../../src/grading/columns/column.store.js';
import {
  createGrading,
  type GradableExercise,
  type Grading,
} from '../../src/grading/grading.service.js';
import { createComparing, type Comparing } from '../../src/grading/columns/compare.service.js';
import { createLanes, type Lanes } from '../../src/grading/delivery/lanes.js';
import {
  openLinkGradingStore,
  type LinkGradingStore,
} from '../../src/grading/columns/link-grading.store.js';
import type { GradedExercise } from '../../src/grading/work/progress.js';
import { openProgressStore, type ProgressStore } from '../../src/grading/work/progress.store.js';
import {
  createSendScores,
  type SendScores,
} from '../../src/grading/delivery/send-scores.service.js';
import { openTriesStore, type TriesStore } from '../../src/grading/delivery/tries.store.js';
import type { Delivery } from '../../src/grading/delivery/delivery.js';
import {
  ServiceRefused,
  type GradebookResult,
  type ResourceLink,
  type Score,
} from '../../src/lti/index.js';
import { ServiceUnreachable } from '../../src/lti/services/service-http.js';
import type { Service } from '../../src/lti/services/service-refused.js';
import type { Database } from '../../src/persistence/database.js';
import { openSqlite } from '../../src/persistence/sqlite/open-sqlite.js';
import { newId } from '../../src/shared/ids.js';
import { silent } from '../../src/shared/logger.js';
import type { Principal } from '../../src/shared/principal.js';

export const NOON = 1_800_000_000_000;
export const RESULT_SCOPE = 'https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly';

export function aLearner(over: Partial<Principal> = {}): Principal {
  return {
    ...{ platformId: 'p', deploymentId: '1', userId: '3', contextId: '2', linkId: 'link' },
    ...{ contentId: 'M1', role: 'learner' },
    ...over,
  };
}

export function aLink(over: Partial<ResourceLink> = {}): ResourceLink {
  return {
    ...{ id: 'link', platformId: 'p', deploymentId: '1', resourceLinkId: '1', contextId: '2' },
    ...{ contentId: 'M1', title: 'Module one' },
    lineItem: 'https://lms.school.example/1/lineitem',
    scopes: [RESULT_SCOPE],
    ...over,
  };
}

export function refusal(
  status: number,
  options: { headers?: Record<string, string>; text?: string; service?: Service } = {},
): ServiceRefused {
  const { headers = {}, text = '', service = 'score' } = options;
  return new ServiceRefused(service, { status, headers: new Headers(headers), text });
}

/** A post as the platform took it. */
export type Posted = Score & { readonly lineItem: string; readonly platformId: string };

/** Grading over SQLite in memory, before a gradebook that a test plays. */
export interface Desk {
  now: number;
  readonly database: Database;
  readonly store: ProgressStore;
  readonly tries: TriesStore;
  readonly gradings: LinkGradingStore;
  readonly lanes: Lanes;
  readonly grading: Grading;
  readonly awards: Awards;
  readonly sender: SendScores;
  readonly comparing: Comparing;
  readonly links: Map<string, ResourceLink>;
  /** What the platform took, in order. */
  readonly sent: Posted[];
  /** What the platform does with the next posts; empty: takes them. */
  faults: (Error | (() => Promise<void>))[];
  /** Platforms that do not answer. */
  readonly down: Set<string>;
  /** What Results answer; 'closed': the platform does not let us read them. */
  results: GradebookResult[] | 'closed' | Error;
  /** Of single columns, by their URL, where they answer otherwise. */
  readonly resultsIn: Map<string, GradebookResult[]>;
  /** Columns that were made, and those there are. */
  readonly made: string[];
  /** What the link opens. */
  content: ContentColumn;
  /** How columns were renamed, in order. */
  readonly renamed: { readonly lineItem: string; readonly from: string; readonly to: string }[];
  make(tag: string): string;
  answer(response: unknown, over?: AnswerOptions): ReturnType<Grading['recordAttempt']>;
  delivery(userId?: string): Promise<Delivery>;
  /** Sends until nothing is due. @returns how many */
  drain(): Promise<number>;
}

export interface AnswerOptions {
  readonly attemptId?: string;
  readonly by?: Principal;
  readonly exerciseId?: string;
}

export async function aDesk(options: { readonly tellsRecordStore?: boolean } = {}): Promise<Desk> {
  const time = { now: NOON };
  const clock = (): number => time.now;
  const database = openSqlite({ file: ':memory:', clock });
  const store = await openProgressStore(database);
  const tries = await openTriesStore({ database, newId });
  const gradings = await openLinkGradingStore(database);
  const lanes = createLanes({ clock, chance: () => 0 });
  const links = new Map([['link', aLink()]]);
  const resourceLink = (id: string) => Promise.resolve(links.get(id));
  const mayHaveColumn = ({ lineItems }: ResourceLink): boolean => lineItems !== undefined;
  const activityOf = (id: string): AwardedActivity | undefined =>
    id === 'TA1' ? { title: 'Shared training plan', moduleId: 'M1' } : undefined;
  const columnStore = await openColumnStore(database);
  const contentOf = (): Promise<ContentColumn> => Promise.resolve(desk.content);
  const columns = createColumns({
    ...{ gradings, clock, resourceLink, activityOf, contentOf },
    columns: columnStore,
    gradebook: {
      mayHaveColumn,
      ensureColumn: (link, { tag }) => {
        const url = desk.made.find((made) => made.includes(tag)) ?? desk.make(tag);
        desk.links.set(link.id, { ...link, lineItem: url });
        return Promise.resolve(url);
      },
      findFreeColumn: (_link, { tag = '' }) =>
        Promise.resolve(desk.made.find((url) => url.includes(tag))),
      createColumn: (_link, { tag }) => Promise.resolve(desk.make(tag)),
    },
  });
  const gradedFor = (): Promise<GradedExercise[]> =>
    Promise.resolve([
      { id: 'M1-01', maxScore: 6 },
      { id: 'M1-02', maxScore: 4 },
    ]);
  const readResults = (link: ResourceLink): Promise<readonly GradebookResult[] | undefined> => {
    const own = desk.resultsIn.get(link.lineItem ?? '');
    if (own) return Promise.resolve(own);
    if (desk.results === 'closed') return Promise.resolve(undefined);
    if (desk.results instanceof Error) return Promise.reject(desk.results);
    return Promise.resolve(desk.results);
  };
  const desk: Desk = {
    get now() {
      return time.now;
    },
    set now(now) {
      time.now = now;
    },
    ...{ database, store, tries, gradings, lanes, links },
    ...{ sent: [], faults: [], down: new Set<string>(), results: [], made: [], renamed: [] },
    resultsIn: new Map(),
    content: { title: 'Module one', kind: 'module', maxScore: 10 },
    grading: createGrading({
      ...{ store, clock, columns, gradings },
      exerciseFor: (_principal, { id }) => Promise.resolve({ id, version: 'v1', grade: gradeOf }),
      gradedFor,
      onWaiting: () => undefined,
      onAnswer: options.tellsRecordStore === true ? () => undefined : undefined,
    }),
    awards: createAwards({
      ...{ store, clock, columns, resourceLink, activityOf, mayHaveColumn },
      linksOf: () => Promise.resolve([...links.values()]),
      onWaiting: () => undefined,
    }),
    comparing: createComparing({
      ...{ store, gradings, columns, clock, resourceLink, gradedFor, readResults },
      names: createColumnNames({
        ...{ gradings, columns, contentOf, logger: silent, names: columnStore },
        gradebook: {
          mayChangeColumns: ({ scopes }) => !scopes.includes('none but to look'),
          async renameColumn({ lineItem }, { from, to }) {
            const fault = desk.faults.shift();
            if (fault instanceof Error) throw fault;
            desk.renamed.push({ lineItem, from, to });
            return Promise.resolve(true);
          },
        },
      }),
      logger: silent,
      onDue: () => undefined,
    }),
    sender: createSendScores({
      ...{ store, tries, lanes, clock, resourceLink },
      chance: () => 0,
      logger: silent,
      columnFor: (link, wanted) => columns.columnFor(link, wanted),
      forgetColumn: (link, wanted) => columns.forget(link, wanted),
      postScore: async ({ lineItem, platformId }, score) => {
        if (desk.down.has(platformId)) throw new ServiceUnreachable('down');
        const fault = desk.faults.shift();
        if (fault instanceof Error) throw fault;
        await fault?.();
        desk.sent.push({ ...score, lineItem, platformId });
      },
      readResults,
      onTried: () => undefined,
    }),
    make(tag) {
      desk.made.push(`https://lms.school.example/${tag}/${desk.made.length}`);
      return desk.made.at(-1)!;
    },
    async answer(response, { attemptId, by = aLearner(), exerciseId = 'M1-01' } = {}) {
      desk.now += 1;
      const given = { exerciseId, attemptId: attemptId ?? `attempt-${desk.now}`, language: 'en' };
      return desk.grading.recordAttempt(by, { ...given, response });
    },
    async delivery(userId = '3') {
      return (await store.of('link', userId))!.delivery;
    },
    async drain() {
      let count = 0;
      while (await desk.sender.sendNext()) count += 1;
      return count;
    },
  };
  return desk;
}

function gradeOf(response: unknown): ReturnType<GradableExercise['grade']> {
  if (typeof response !== 'number') return undefined;
  return { response, outcome: { score: response, maxScore: 6, feedback: '', parts: [] } };
}
