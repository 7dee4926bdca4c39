import type { Link } from '../http/page.js';
import type { Translate } from '../i18n/i18n.js';
import { NotFound } from '../shared/errors.js';
import type { Principal } from '../shared/principal.js';
import { mayOpen } from './curriculum.policy.js';
import type { Curriculum, ExerciseContent } from './curriculum.js';

/**
 * An exercise, for somebody whose link reaches it.
 * @param at the exercise, and the language in which it is wanted
 * @throws {NotFound}
 */
export function exerciseBehind(
  curriculum: Curriculum,
  principal: Principal,
  at: { readonly id: string; readonly locale: string },
): ExerciseContent & { readonly version: string } {
  const exercise = curriculum.exercise(at.id, at.locale);
  if (!exercise || !mayOpen(curriculum, principal, at.id)) throw new NotFound('exercise');
  return { ...exercise, version: curriculum.version };
}

/** Where an exercise stands among those that the person's link opens. */
export interface ExercisePlace {
  /** Undefined for a link to this one exercise: there is nowhere else to go. */
  readonly back?: Link | undefined;
  readonly place?: string | undefined;
  readonly previous?: Link | undefined;
  readonly next?: Link | undefined;
}

/** @param reader for whom the links are written: the path of the session, and the language */
export function exercisePlace(
  curriculum: Curriculum,
  principal: Principal,
  reader: {
    readonly exerciseId: string;
    readonly base: string;
    readonly t: Translate;
    readonly locale: string;
  },
): ExercisePlace {
  const { exerciseId, base, t, locale } = reader;
  const { moduleId, unitId } = exerciseBehind(curriculum, principal, { id: exerciseId, locale });
  if (principal.contentId === exerciseId) return {};
  const siblings = curriculum.exercisesOf(principal.contentId ?? moduleId);
  const at = siblings.findIndex(({ id }) => id === exerciseId);
  const linkTo = (
    sibling: { readonly id: string } | undefined,
    key: 'exercise.previous' | 'exercise.next',
  ): Link | undefined => {
    const title = sibling && curriculum.exercise(sibling.id, locale)?.title;
    return title === undefined
      ? undefined
      : { href: `${base}/exercises/${sibling?.id ?? ''}`, label: t(key, { title }) };
  };
  const unit = unitId === undefined ? undefined : curriculum.unit(unitId, locale);
  return {
    back: unit
      ? { href: `${base}/units/${unit.id}`, label: unit.title }
      : { href: `${base}/modules/${moduleId}`, label: t('page.back') },
    place: t('exercise.place', { number: at + 1, total: siblings.length }),
    previous: linkTo(siblings[at - 1], 'exercise.previous'),
    next: linkTo(siblings[at + 1], 'exercise.next'),
  };
}
