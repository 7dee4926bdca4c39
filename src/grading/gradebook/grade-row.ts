import type { Person, ResourceLink } from '../../lti/index.js';
import { deliveryOfKind, type Kind } from '../delivery/after-try.js';
import type { Cause, Remedy } from '../delivery/cause.js';
import { causeOf, remedyFor, type Delivery } from '../delivery/delivery.js';
import type { LinkGrading } from '../columns/link-grading.js';
import type { Progress } from '../work/progress.js';
import { pseudonymOf } from '../delivery/try.js';

/** One grade of one learner, and what became of it. */
export interface GradeRow {
  readonly progressId: string;
  readonly kind: Kind;
  readonly userId: string;
  /** Undefined where the platform shares no names. */
  readonly name?: string | undefined;
  /** Under which records of tries know the learner. */
  readonly pseudonym: string;
  readonly linkId: string;
  /** Of the activity. */
  readonly title: string;
  readonly scoreGiven: number;
  readonly scoreMaximum: number;
  readonly delivery: Delivery;
  readonly cause: Cause;
  readonly remedy: Remedy;
  /** Epoch milliseconds of the next try; undefined when none is planned. */
  readonly nextTryAt?: number | undefined;
}

/** Somebody in the course for whom platforms take no grade. */
export interface NotGradable {
  readonly userId: string;
  readonly name?: string | undefined;
  readonly why: 'teaches' | 'inactive' | 'views';
}

/** One activity of the course. */
export interface Activity {
  readonly link: ResourceLink;
  readonly title: string;
  readonly grading: LinkGrading;
}

/** What is known around a person's work. */
export interface About {
  readonly activities: readonly Activity[];
  readonly names: ReadonlyMap<string, string>;
  readonly closedUntil: number | undefined;
  /** Of what trainers give points for; undefined for what was taken out of the content. */
  readonly titleOf: (activityId: string) => string | undefined;
}

/** The grades in one person's work behind one link: the score, and completion where it is wanted. */
export function rowsOf(progress: Progress, about: About): GradeRow[] {
  const { activities, names, closedUntil, titleOf } = about;
  const { activityId } = progress;
  const { id: progressId, userId, linkId, platformId, deliveryDueAt } = progress;
  const title =
    activityId === undefined
      ? (activities.find(({ link }) => link.id === linkId)?.title ?? '')
      : (titleOf(activityId) ?? activityId);
  return (['score', 'completion'] as const).flatMap((kind) => {
    const delivery = deliveryOfKind(progress, kind);
    if (!delivery) return [];
    const waits = delivery.state === 'waiting' && deliveryDueAt !== undefined;
    return {
      ...{ progressId, kind, userId, linkId, title, delivery },
      name: names.get(userId),
      pseudonym: pseudonymOf(platformId, userId),
      scoreGiven: kind === 'score' ? progress.scoreGiven : 1,
      scoreMaximum: kind === 'score' ? progress.scoreMaximum : 1,
      cause: causeOf(delivery),
      remedy: remedyFor(delivery),
      nextTryAt: waits ? Math.max(deliveryDueAt, closedUntil ?? 0) : undefined,
    };
  });
}

/** Empty where nobody's name can be had. */
export function namesOf(people: readonly Person[] | undefined): ReadonlyMap<string, string> {
  return new Map(
    (people ?? []).flatMap(({ userId, name }) => (name === undefined ? [] : [[userId, name]])),
  );
}

/** Platforms refuse their scores (Moodle: 400). */
export function notGradableOf(people: readonly Person[]): NotGradable[] {
  return people.flatMap(({ userId, name, role, status }): NotGradable[] => {
    if (role !== 'learner') return [{ userId, name, why: role === 'viewer' ? 'views' : 'teaches' }];
    return status === 'Inactive' ? [{ userId, name, why: 'inactive' }] : [];
  });
}
