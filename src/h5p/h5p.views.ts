import type { Link, Page } from '../http/page.js';
import { scriptSafeJson } from '../http/script-json.js';
import type { Translate } from '../i18n/i18n.js';
import { keepsOpenText } from './open-text.js';
import type { Play } from './player.service.js';

/** What belongs around an exercise; other subsystems know it. */
export interface ExerciseSurroundings {
  readonly back?: Link | undefined;
  readonly next?: Link | undefined;
  readonly previous?: Link | undefined;
  /** Such as `Exercise 3 of 17`. */
  readonly place?: string | undefined;
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
  readonly notGradedText: string;
  readonly standing: StandingModel | undefined;
  readonly place: string | undefined;
  readonly next: Link | undefined;
  readonly previous: Link | undefined;
  readonly textsForScript: Readonly<Record<'offline' | 'queued' | 'loading', string>>;
}

export function exercisePage(
  t: Translate,
  play: Play,
  surroundings: ExerciseSurroundings & Pick<ExerciseModel, 'attemptsUrl'>,
): Page<ExerciseModel> {
  const { exercise, integration, script, style } = play;
  const { back, next, previous, place, standing, attemptsUrl } = surroundings;
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
      notGradedText: t(
        keepsOpenText(exercise.library) ? 'exercise.read-by-trainer' : 'exercise.not-graded',
      ),
      standing,
      place,
      next,
      previous,
      textsForScript: {
        offline: t('exercise.offline'),
        queued: t('exercise.queued'),
        loading: t('exercise.loading'),
      },
    },
  };
}
