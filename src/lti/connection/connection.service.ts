import { SECOND, type Clock } from '../../shared/clock.js';
import { hasCode, NotAllowed, NotFound } from '../../shared/errors.js';
import type { Logger } from '../../shared/logger.js';
import type { Principal } from '../../shared/principal.js';
import { orAfter } from '../services/patience.js';
import type { Platform } from '../platforms/platform.js';
import type { ResourceLink } from '../platforms/resource-link.js';
import { mayLookAfterCourse } from '../roster/roster.policy.js';
import type { Checks } from './checks.client.js';
import {
  isRunning,
  newReport,
  reportIdOf,
  STEPS,
  type Report,
  type StepReport,
  type Target,
} from './report.js';
import type { ReportStore } from './report.store.js';
import type { Trial } from './trial.js';

/** A page waits this long for the platform; then it shows how far the test has come. */
const PATIENCE = 1.5 * SECOND;
/** Trainers are many: of those who press the button at once, one starts a test. */
const REST = 5 * SECOND;

/** The test of a connection, and the platform it belongs to. */
export interface Connection {
  readonly platform: Platform;
  readonly link?: ResourceLink | undefined;
  /** The latest; undefined: none in the last day. */
  readonly report?: Report | undefined;
  readonly isRunning: boolean;
}

export interface ConnectionService {
  /** For trainers, of the link they came through. @throws {NotAllowed} @throws {NotFound} */
  connection(principal: Principal): Promise<Connection>;
  /** Starts a test unless one runs, and gives it a moment. @throws {NotAllowed} @throws {NotFound} */
  start(principal: Principal): Promise<void>;
  /** For whoever runs the tool. */
  readonly ofPlatform: PlatformConnection;
}

/** The services of a link that people have come through; when nobody has, the platform alone. */
export interface PlatformConnection {
  /** @throws {NotFound} */
  latest(platformId: string): Promise<Connection>;
  /** Starts a test, or joins the one that runs, and gives it a moment. @throws {NotFound} */
  start(platformId: string): Promise<void>;
}

export interface ConnectionDeps {
  readonly reports: ReportStore;
  readonly checks: Checks;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly platform: (id: string) => Promise<Platform | undefined>;
  readonly link: (id: string) => Promise<ResourceLink | undefined>;
  /** Some links of a platform; the best offered is tried. */
  readonly linksOf: (platformId: string) => Promise<readonly ResourceLink[]>;
}

export function createConnectionService(deps: ConnectionDeps): ConnectionService {
  const { reports, clock, logger } = deps;
  const underway = new Map<string, Promise<void>>();

  async function subjectOf({ platformId, linkId }: Target): Promise<Subject> {
    const platform = await deps.platform(platformId);
    if (!platform) throw new NotFound(`platform ${platformId}`);
    if (linkId === undefined) return { platform, link: undefined };
    const link = await deps.link(linkId);
    if (link?.platformId !== platformId) throw new NotFound('link of the platform');
    return { platform, link };
  }

  /** Callers that come meanwhile share one test. */
  function run(target: Target, subject: Subject): Promise<void> {
    const id = reportIdOf(target);
    const running = underway.get(id);
    if (running) return running;
    const testing = runSteps(deps, target, subject)
      .catch((fault: unknown) => {
        // Nobody may be waiting any more.
        const code = hasCode(fault) ? fault.code : 'unexpected';
        logger.error({ platformId: target.platformId, code }, 'connection test broken off');
      })
      .finally(() => underway.delete(id));
    underway.set(id, testing);
    return testing;
  }

  async function connectionOf(target: Target, subject: Subject): Promise<Connection> {
    const report = await reports.get(reportIdOf(target));
    return { ...subject, report, isRunning: report !== undefined && isRunning(report, clock()) };
  }

  async function latest(target: Target): Promise<Connection> {
    return connectionOf(target, await subjectOf(target));
  }

  /** Gives it a moment. */
  async function start(target: Target): Promise<void> {
    await orAfter(PATIENCE, run(target, await subjectOf(target)));
  }

  async function bestTarget(platformId: string): Promise<Target> {
    return { platformId, linkId: bestOf(await deps.linksOf(platformId))?.id };
  }

  return {
    connection: async (principal) => latest(targetOf(principal)),
    async start(principal) {
      const target = targetOf(principal);
      const { report } = await latest(target);
      const isFresh = report !== undefined && report.startedAt + REST > clock();
      if (isFresh || (report && isRunning(report, clock()))) return;
      await start(target);
    },
    ofPlatform: {
      latest: async (platformId) => latest(await bestTarget(platformId)),
      start: async (platformId) => start(await bestTarget(platformId)),
    },
  };
}

interface Subject {
  readonly platform: Platform;
  readonly link: ResourceLink | undefined;
}

function targetOf(principal: Principal): Target {
  if (!mayLookAfterCourse(principal)) throw new NotAllowed('does not teach');
  return { platformId: principal.platformId, linkId: principal.linkId };
}

async function runSteps(deps: ConnectionDeps, target: Target, subject: Subject): Promise<void> {
  const { reports, checks, clock } = deps;
  const trial: Trial = { ...subject, clock, tokens: new Map() };
  let report = newReport(target, clock());
  for (const step of STEPS) {
    report = withStep(report, { step, state: 'running' });
    await reports.put(report);
    report = withStep(report, { step, ...(await checks.check(step, trial)) });
  }
  await reports.put({ ...report, finishedAt: clock() });
}

function withStep(report: Report, step: StepReport): Report {
  const steps = report.steps.map((known) => (known.step === step.step ? step : known));
  return { ...report, steps };
}

/** The link with most to try. */
function bestOf(links: readonly ResourceLink[]): ResourceLink | undefined {
  const offers = ({ lineItem, lineItems, memberships }: ResourceLink): number =>
    [lineItem, lineItems, memberships].filter((url) => url !== undefined).length;
  return [...links].sort((a, b) => offers(b) - offers(a))[0];
}
