import { digest } from '../../shared/ids.js';
import type { Attempt } from '../work/attempt.js';

/** An xAPI 1.0.3 statement about one answer, as H5P's profile words it. */
export interface Statement {
  /** The attempt's own: whoever is told twice keeps one. */
  readonly id: string;
  readonly actor: {
    readonly objectType: 'Agent';
    readonly account: { readonly homePage: string; readonly name: string };
  };
  readonly verb: { readonly id: string; readonly display: Readonly<Record<string, string>> };
  readonly object: {
    readonly objectType: 'Activity';
    readonly id: string;
    readonly definition: {
      readonly name: Readonly<Record<string, string>>;
      readonly extensions: Readonly<Record<string, string>>;
    };
  };
  readonly result: {
    readonly score: {
      readonly min: 0;
      readonly raw: number;
      readonly max: number;
      readonly scaled: number;
    };
    readonly completion: true;
    readonly success: boolean;
  };
  readonly context: {
    readonly contextActivities: {
      readonly parent: readonly { readonly objectType: 'Activity'; readonly id: string }[];
      readonly category: readonly { readonly objectType: 'Activity'; readonly id: string }[];
    };
    readonly language: string;
    readonly revision: string;
    readonly platform: 'Tandem';
  };
  /** ISO 8601. */
  readonly timestamp: string;
}

/** What was answered, as the record store is told of it. */
export interface AnsweredExercise {
  readonly title: string;
  /** ISO 639-1, of the title. */
  readonly language: string;
  /** Machine name of its content type; undefined where the exercise is there no more. */
  readonly library: string | undefined;
  /** What the person's link opens, such as `M1`. */
  readonly contentId: string;
}

const ANSWERED = 'http://adlnet.gov/expapi/verbs/answered';
const LOCAL_CONTENT_ID = 'http://h5p.org/x-api/h5p-local-content-id';

/**
 * @param who the platform's ids; they go nowhere: the record store learns a digest
 * @param publicUrl of the tool; ids of activities begin with it
 */
export function statementOf(
  attempt: Attempt,
  who: { readonly platformId: string; readonly userId: string },
  { exercise, publicUrl }: { readonly exercise: AnsweredExercise; readonly publicUrl: URL },
): Statement {
  const { exerciseId, scoreGiven: raw, scoreMaximum: max } = attempt;
  const { title, language, library, contentId } = exercise;
  const activity = (path: string): { readonly objectType: 'Activity'; readonly id: string } => ({
    objectType: 'Activity',
    id: new URL(`activities/${encodeURIComponent(path)}`, publicUrl).href,
  });
  const type = { objectType: 'Activity', id: `http://h5p.org/libraries/${library ?? ''}` } as const;
  return {
    id: attempt.id,
    actor: {
      objectType: 'Agent',
      account: {
        homePage: publicUrl.origin,
        name: digest('record-store', who.platformId, who.userId),
      },
    },
    verb: { id: ANSWERED, display: { en: 'answered' } },
    object: {
      ...activity(exerciseId),
      definition: { name: { [language]: title }, extensions: { [LOCAL_CONTENT_ID]: exerciseId } },
    },
    result: {
      score: { min: 0, raw, max, scaled: Math.round((raw / max) * 1e4) / 1e4 },
      completion: true,
      success: raw >= max,
    },
    context: {
      contextActivities: {
        parent: [activity(contentId)],
        category: library === undefined ? [] : [type],
      },
      language: attempt.language ?? 'en',
      revision: attempt.version,
      platform: 'Tandem',
    },
    timestamp: new Date(attempt.at).toISOString(),
  };
}
