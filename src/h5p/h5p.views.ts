import type { Link, Page } from '../http/page.js';
import { scriptSafeJson } from '../http/script-json.js';
import type { Translate } from '../i18n/i18n.js';
import type { PlayableExercise } from './exercise.js';
import { keepsOpenText } from './open-text.js';
import type { Play } from './player.service.js';
import { rightsModel, type RightsModel } from './rights.views.js';

/** What belongs around an exercise; other subsystems know it. */
export interface ExerciseSurroundings {
  readonly back?: Link | undefined;
  readonly next?: Link | undefined;
  readonly previous?: Link | undefined;
  /** Such as `Exercise 3 of 17`. */
  readonly place?: string | undefined;
  /** The exercise as a file, for those who teach. */
  readonly download?: Link | undefined;
  /** Where the score stands, in words; undefined for what is not graded. */
  readonly standing?: StandingModel | undefined;
}

export interface StandingModel {
  /** For the mark beside the words. */
  readonly state: 'none' | 'waiting' | 'delivered' | 'kept' | 'refused' | 'changed';
  readonly text: string;
  /** What was sent and when, and what the gradebook showed; '' when nothing was. */
  readonly facts: string;
  /** Whether the person may have it sent again. */
  readonly mayResend: boolean;
}

export interface ExerciseModel {
  readonly exerciseId: string;
  /** Where answers are posted to. */
  readonly attemptsUrl: string;
  readonly version: string;
  readonly language: string;
  /** JSON that is safe inside a script element. */
  readonly integration: string;
  readonly graded: boolean;
  /** What becomes of the work, beside its score; undefined where there is nothing to add. */
  readonly note: string | undefined;
  /** What is said of the work on the page; undefined where nothing is kept, and where a score says it. */
  readonly keeping: Readonly<Record<'kept' | 'offline', string>> | undefined;
  readonly standing: StandingModel | undefined;
  readonly place: string | undefined;
  readonly download: Link | undefined;
  readonly next: Link | undefined;
  readonly previous: Link | undefined;
  /** Undefined where nobody said who holds them. */
  readonly rights: RightsModel | undefined;
  readonly textsForScript: Readonly<Record<'offline' | 'queued' | 'loading', string>>;
}

export function exercisePage(
  t: Translate,
  play: Play,
  surroundings: ExerciseSurroundings & Pick<ExerciseModel, 'attemptsUrl'>,
): Page<ExerciseModel> {
  const { exercise, integration, script, style } = play;
  const { back, next, previous, place, standing, attemptsUrl, download } = surroundings;
  return {
    view: 'h5p/exercise',
    title: exercise.title,
    lang: exercise.language,
    scripts: [script],
    styles: [style],
    back,
    model: {
      attemptsUrl,
      exerciseId: exercise.id,
      version: exercise.version,
      language: exercise.language,
      integration: scriptSafeJson(integration),
      graded: standing !== undefined,
      note: noteOn(exercise, { isGraded: standing !== undefined, t }),
      keeping:
        play.keepsState && !standing
          ? { kept: t('exercise.kept'), offline: t('exercise.not-kept') }
          : undefined,
      standing,
      place,
      download,
      next,
      previous,
      rights: rightsModel(exercise, t),
      textsForScript: {
        offline: t('exercise.offline'),
        queued: t('exercise.queued'),
        loading: t('exercise.loading'),
      },
    },
  };
}

function noteOn(
  exercise: PlayableExercise,
  { isGraded, t }: { readonly isGraded: boolean; readonly t: Translate },
): string | undefined {
  if (keepsOpenText(exercise)) {
    return t(isGraded ? 'exercise.texts-read-by-trainer' : 'exercise.read-by-trainer');
  }
  return isGraded ? undefined : t('exercise.not-graded');
}
