import type { Curriculum } from './curriculum/index.js';
import type { Foundation } from './foundation.js';
import { contentForGrading } from './graded-content.js';
import { createGradingSubsystem, type GradingSubsystem } from './grading/index.js';
import type { H5p } from './h5p/index.js';
import type { Metrics } from './http/metrics.js';
import type { Lti } from './lti/index.js';
import { newId } from './shared/ids.js';
import { createSealer } from './shared/seal.js';

/** The room of grades, and what it is told of the others. */
export async function openGradingRoom(
  { config, database, clock, logger }: Foundation,
  others: {
    readonly curriculum: Curriculum;
    readonly h5p: H5p;
    readonly lti: Lti;
    readonly metrics: Metrics;
    /** Called with the name of a job that has something to do. */
    readonly wake: (job: string) => void;
  },
): Promise<GradingSubsystem> {
  const { curriculum, h5p, lti, metrics, wake } = others;
  const grading = await createGradingSubsystem({
    ...{ database, clock, newId, logger, wake },
    ...contentForGrading(curriculum, h5p),
    chance: Math.random,
    ...{ recordStore: config.recordStore, publicUrl: config.publicUrl },
    sealer: createSealer(config.secret),
    gradebook: lti.gradebook,
    resourceLink: (id) => lti.resourceLink(id),
    linksOf: (course) => lti.linksOf(course),
    people: (principal) => lti.people(principal),
    onTried: countDeliveries(metrics),
  });
  metrics.gauge('tandem_scores_waiting', 'Scores still to be sent', () => grading.waiting());
  return grading;
}

function countDeliveries(metrics: Metrics): (result: string) => void {
  const tries = metrics.counter('tandem_score_tries_total', 'Tries to send a score', ['result']);
  return (result) => {
    tries.inc({ result });
  };
}
