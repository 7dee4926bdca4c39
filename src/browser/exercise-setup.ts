/** Runs before the H5P core: hands it the integration object, and grading to our server. */
import type { Outcome } from '../../content/h5p/shared/grading.js';
import type { TandemHost } from '../../content/h5p/shared/host.js';
import { forgetUnsent, keepUnsent } from './page/unsent-answers.js';

declare global {
  interface Window {
    H5PIntegration?: unknown;
  }
}

const root = document.documentElement;
const exercise = element('exercise');

tameStorage();
window.H5PIntegration = JSON.parse(element('h5p-integration').textContent);
const host: TandemHost = { grade };
window.TandemHost = host;

async function grade({ response }: { readonly response: unknown }): Promise<Outcome> {
  // One id for one press of the button: when the answer's answer is lost, sending again counts once.
  const { language, version } = exercise.dataset;
  const attemptId = attemptIdFor(response);
  const body = JSON.stringify({ attemptId, language, version, response });
  const exerciseId = exercise.dataset.exercise ?? '';
  const url = exercise.dataset.attempts ?? '';
  const answer = await send(url, body).catch((fault: unknown) => {
    // What is only tried out is not kept.
    if (exercise.dataset.version?.startsWith('draft') === true) throw fault;
    throw keepUnsent(window, { exerciseId, attemptId, body }) ? queued() : fault;
  });
  forgetUnsent(window, attemptId);
  const content: unknown = await answer.json().catch(() => undefined);
  if (!answer.ok) throw new Error(titleOf(content) ?? offline());
  pending = undefined;
  const { outcome, standing } = content as { outcome: Outcome; standing: unknown };
  document.dispatchEvent(new CustomEvent('tandem:standing', { detail: standing }));
  return outcome;
}

async function send(url: string, body: string): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-tandem-token': root.dataset.token ?? '',
      },
      body,
      signal: AbortSignal.timeout(20_000),
    });
  } catch (cause) {
    throw new Error(offline(), { cause });
  }
}

let pending: { readonly response: string; readonly attemptId: string } | undefined;

function attemptIdFor(response: unknown): string {
  const text = JSON.stringify(response);
  if (pending?.response !== text) pending = { response: text, attemptId: newUuid() };
  return pending.attemptId;
}

/** crypto.randomUUID is missing on plain http outside loopback. */
function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The browser sends it as soon as it can. */
function queued(): Error {
  return new Error(exercise.dataset.queued ?? '');
}

function offline(): string {
  return exercise.dataset.offline ?? '';
}

function titleOf(problem: unknown): string | undefined {
  if (typeof problem !== 'object' || problem === null || !('title' in problem)) return undefined;
  return typeof problem.title === 'string' ? problem.title : undefined;
}

/** In a frame with third-party storage blocked even looking at localStorage throws, and the core looks. */
function tameStorage(): void {
  try {
    window.localStorage.getItem('');
  } catch {
    Object.defineProperty(window, 'localStorage', { value: undefined });
  }
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`#${id} is missing`);
  return found;
}
