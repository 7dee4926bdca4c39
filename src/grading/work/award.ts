import { digest } from '../../shared/ids.js';
import type { Course, ResourceLink } from '../../lti/index.js';
import type { Points } from '../delivery/delivery.js';

/** Points that trainers give somebody for what no machine can grade. */
export interface Award extends Points {
  /** Content id of what was assessed, such as `TA1`. */
  readonly activityId: string;
  /** What the trainers wrote to the person; '' for nothing. */
  readonly comment: string;
}

/** Whose points they are: somebody who launches from this course. */
export interface Awarded extends Course {
  readonly userId: string;
}

/** An activity as grading needs it. */
export interface AwardedActivity {
  readonly title: string;
  /** Module to which it belongs. */
  readonly moduleId: string;
}

/** One document for each person, course and activity, whichever link it hangs on. */
export function awardIdOf(activityId: string, to: Awarded): string {
  const { platformId, deploymentId, contextId, userId } = to;
  return digest('award', platformId, deploymentId, contextId, userId, activityId);
}

/**
 * The link behind which points are kept: the activity's own, else one of its module, else any of
 * the course; of several, one from which columns can be made. Undefined: the course has none.
 */
export function linkForAward(
  links: readonly ResourceLink[],
  wanted: { readonly activityId: string; readonly moduleId: string | undefined },
  mayHaveColumn: (link: ResourceLink) => boolean,
): ResourceLink | undefined {
  const rank = (link: ResourceLink): number => {
    if (link.contentId === wanted.activityId) return 0;
    const offset = mayHaveColumn(link) ? 1 : 3;
    return link.contentId === wanted.moduleId ? offset : offset + 1;
  };
  // By id among equals: all processes choose the same.
  return [...links].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))[0];
}
