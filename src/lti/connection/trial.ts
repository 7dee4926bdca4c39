import { SECOND, type Clock } from '../../shared/clock.js';
import { hasCode } from '../../shared/errors.js';
import type { Platform } from '../platforms/platform.js';
import type { ResourceLink } from '../platforms/resource-link.js';
import type { ServiceAnswer } from '../services/service-http.js';
import type { Finding } from './report.js';

/** One test: what is tested, and what its steps have found out for the later ones. */
export interface Trial {
  readonly platform: Platform;
  /** Undefined: nobody has come from the platform yet. */
  readonly link: ResourceLink | undefined;
  readonly clock: Clock;
  /** Tokens by scope. */
  readonly tokens: Map<string, string>;
  /** Our clock less the platform's, in seconds. */
  ahead?: number | undefined;
}

/** One request of a step, and what its answer means. */
export interface Inquiry {
  /** For the report. */
  readonly address: string;
  readonly request: () => Promise<ServiceAnswer>;
  readonly judge: (answer: ServiceAnswer) => Finding;
}

/** By the network, or because we do not go there. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'lti.service-unreachable',
  'lti.address-refused',
]);

/** Makes the request; a platform that does not answer is a finding too. */
export async function inquire(
  trial: Trial,
  { address, request, judge }: Inquiry,
): Promise<Finding> {
  const { clock } = trial;
  const startedAt = clock();
  const where = { address: withoutQuery(address) };
  try {
    const answer = await request();
    const milliseconds = clock() - startedAt;
    noteClock(trial, answer, startedAt + milliseconds / 2);
    return { ...where, milliseconds, httpStatus: answer.status, ...judge(answer) };
  } catch (fault) {
    if (!hasCode(fault) || !UNREACHABLE.has(fault.code)) throw fault;
    const detail = fault instanceof Error ? fault.message : undefined;
    const milliseconds = clock() - startedAt;
    return { ...where, milliseconds, state: 'bad', reason: 'unreachable', detail };
  }
}

/** An answer that is no yes. */
export function refusal(status: number): Finding {
  const reason = status === 401 || status === 403 ? 'not-allowed' : 'refused';
  return { state: 'bad', reason };
}

/** @returns undefined for what is no JSON: that is an answer too, and judged as one */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Paths name courses and columns; a query might name people. */
function withoutQuery(address: string): string {
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}`;
}

function noteClock(trial: Trial, { headers }: ServiceAnswer, at: number): void {
  const date = Date.parse(headers.get('date') ?? '');
  // A cached answer tells when it was made.
  if (Number.isNaN(date) || headers.has('age')) return;
  // The header counts whole seconds, so that on average half of one is missing in it.
  trial.ahead = Math.round((at - date - SECOND / 2) / SECOND);
}
