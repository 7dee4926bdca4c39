import { z } from 'zod';
import { RESULT_SCOPE } from './scopes.js';
import { belowLineItem } from './line-item-url.js';
import type { Platform } from '../platforms/platform.js';
import { ListNotReadable, type ServiceReader } from './service-reader.js';

const RESULTS_TYPE = 'application/vnd.ims.lis.v2.resultcontainer+json';
/** More than any course has; beyond it the list counts as endless. */
const MOST_RESULTS = 50_000;

const Points = z.number().optional().catch(undefined);

const RawResult = z.object({
  userId: z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1).max(255)),
  resultScore: Points,
  resultMaximum: Points,
  comment: z.string().max(10_000).optional().catch(undefined),
  timestamp: z.string().max(100).optional().catch(undefined),
});

/** What the gradebook holds for one person and line item (AGS 2.0, section 3.3). */
export interface Result {
  /** `sub` of the person's launches. */
  readonly userId: string;
  /**
   * Points of `maximum`. Undefined: no grade, which is not the same as 0. A trainer may have
   * written over what we sent.
   */
  readonly score?: number | undefined;
  readonly maximum?: number | undefined;
  readonly comment?: string | undefined;
  /** Epoch milliseconds of the last change; Moodle says it, the standard does not ask for it. */
  readonly changedAt?: number | undefined;
}

export interface Results {
  /**
   * Each person once; people without a result may be missing.
   * @param lineItem URL from a signed launch
   * @param userId one person alone; undefined: everybody
   * @throws {ServiceRefused} @throws {ServiceUnreachable} @throws {ListNotReadable}
   */
  read(platform: Platform, lineItem: string, userId?: string): Promise<readonly Result[]>;
}

export function createResults({ reader }: { readonly reader: ServiceReader }): Results {
  // Moodle answers 404 to results with a page size, and sends them all without one.
  const call = {
    service: 'results',
    scope: RESULT_SCOPE,
    mediaType: RESULTS_TYPE,
    asWhole: true,
  } as const;
  return {
    async read(platform, lineItem, userId) {
      const url = new URL(belowLineItem(lineItem, 'results'));
      if (userId !== undefined) url.searchParams.set('user_id', userId);
      const results = new Map<string, Result>();
      for await (const page of reader.pages(platform, url.href, call)) {
        const list = z.array(z.unknown()).safeParse(page);
        if (!list.success) throw new ListNotReadable('page holds no results');
        for (const raw of list.data) {
          const result = resultOf(raw);
          if (result) results.set(result.userId, result);
        }
        if (results.size > MOST_RESULTS) throw new ListNotReadable('too many results');
      }
      return [...results.values()].filter(
        (result) => userId === undefined || result.userId === userId,
      );
    },
  };
}

/** Undefined for a row without a person: it does not spoil the others. */
function resultOf(raw: unknown): Result | undefined {
  const result = RawResult.safeParse(raw).data;
  if (!result) return undefined;
  const { userId, resultScore: score, resultMaximum: maximum, comment, timestamp = '' } = result;
  const changedAt = Date.parse(timestamp);
  return {
    ...{ userId, score, maximum, comment },
    changedAt: Number.isNaN(changedAt) ? undefined : changedAt,
  };
}
