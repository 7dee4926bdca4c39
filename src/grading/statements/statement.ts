import type { Attempt } from '../work/attempt.js';

/** An xAPI 1.0.3 statement about one answer, as H5P's profile words it. */
export interface Statement {
  /** A UUID, the same each time this answer is told: whoever is told twice keeps one. */
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

export interface StatementFrame {
  readonly exercise: AnsweredExercise;
  /** Of the tool; ids of activities begin with it. */
  readonly publicUrl: URL;
  /** A digest under the installation's secret, in URL-safe base64: leads nobody back to what it was made from. */
  readonly sign: (text: string) => string;
}

/** @param by whose work the answer is part of; its ids go nowhere, the record store learns digests */
export function statementOf(
  attempt: Attempt,
  by: { readonly id: string; readonly platformId: string; readonly userId: string },
  { exercise, publicUrl, sign }: StatementFrame,
): Statement {
  const { exerciseId, scoreGiven: raw, scoreMaximum: max } = attempt;
  const { title, language, library, contentId } = exercise;
  const activity = (path: string): { readonly objectType: 'Activity'; readonly id: string } => ({
    objectType: 'Activity',
    id: new URL(`activities/${encodeURIComponent(path)}`, publicUrl).href,
  });
  const type = { objectType: 'Activity', id: `http://h5p.org/libraries/${library ?? ''}` } as const;
  return {
    id: uuidFrom(sign(`statement ${by.id} ${attempt.id}`)),
    actor: {
      objectType: 'Agent',
      account: {
        homePage: publicUrl.origin,
        name: sign(`record-store ${by.platformId} ${by.userId}`),
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

/** Attempts are named by browsers, and two people's may be named alike; a UUID of its own kind (RFC 9562, version 8). */
function uuidFrom(signature: string): string {
  const bytes = Buffer.from(signature, 'base64url').subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
