import type { Translate } from '../../i18n/i18n.js';
import type { Clock } from '../../shared/clock.js';
import type { StandingsOf, TandemStanding } from '../board/standing.js';
import { isReleased, type Assessment } from './assessment.js';
import type { AssessmentStore } from './assessment.store.js';

/** How far tandems are, and after that how far their trainers. */
export function withAssessments(
  standingsOf: StandingsOf,
  deps: { readonly store: Pick<AssessmentStore, 'ofTandems'>; readonly clock: Clock },
): StandingsOf {
  return async (tandemIds, reader) => {
    const standings = await standingsOf(tandemIds, reader);
    const assessments = await deps.store.ofTandems([...standings.keys()]);
    return new Map(
      [...standings].map(([tandemId, all]) => [
        tandemId,
        all.map((standing) => {
          const found = assessments.find(
            (each) => each.tandemId === tandemId && each.activityId === standing.activityId,
          );
          return standing.isDone ? assessed(standing, found, { ...reader, ...deps }) : standing;
        }),
      ]),
    );
  };
}

/** Confirmed by its members is not yet done. */
function assessed(
  standing: TandemStanding,
  assessment: Assessment | undefined,
  { t, clock }: { readonly t: Translate; readonly clock: Clock },
): TandemStanding {
  const waits = { ...standing, isDone: false, waitsForTrainer: true };
  if (!assessment || assessment.ratings.length === 0) {
    return { ...waits, state: t('tandem.assess.standing.none') };
  }
  if (isReleased(assessment, clock())) {
    const state = t('tandem.assess.standing.released');
    return { ...standing, isDone: true, waitsForTrainer: false, state };
  }
  if (assessment.release) {
    const state = t('tandem.assess.standing.planned');
    return { ...waits, waitsForTrainer: false, state };
  }
  return { ...waits, state: t('tandem.assess.standing.rated') };
}
