import type { GradedScore } from '../../src/lti/services/ags.client.js';

/** A score as grading sends it. */
export function aScore(over: Partial<GradedScore> = {}): GradedScore {
  return {
    userId: '3',
    scoreGiven: 15,
    scoreMaximum: 20,
    activityProgress: 'Completed',
    gradingProgress: 'FullyGraded',
    timestamp: '2026-11-23T12:00:00.000Z',
    ...over,
  };
}
