import {
  forgetUnsent,
  UNSENT_CHANGED,
  unsentAnswers,
  type UnsentAnswer,
} from './unsent-answers.js';

/** Milliseconds between tries while the line stays down. */
const PAUSE = 20_000;
/** What may go well another time; every other refusal is final. */
const PASSING = new Set([401, 408, 425, 429]);

/**
 * Sends answers that were given without a line as soon as there is one, and says meanwhile how many
 * wait. On every page of the visit, since people walk on after answering.
 */
export function sendUnsent(page: Window): void {
  const { dataset } = page.document.documentElement;
  if (dataset.owner === undefined || dataset.base === undefined) return;
  let timer: number | undefined;
  let isSending = false;

  async function sendAll(): Promise<void> {
    if (isSending) return;
    isSending = true;
    page.clearTimeout(timer);
    try {
      for (const answer of unsentAnswers(page)) {
        if (!(await send(page, answer))) break;
      }
    } finally {
      isSending = false;
    }
    if (unsentAnswers(page).length > 0) timer = page.setTimeout(() => void sendAll(), PAUSE);
  }

  page.document.addEventListener(UNSENT_CHANGED, () => {
    showCount(page);
    page.clearTimeout(timer);
    timer = page.setTimeout(() => void sendAll(), PAUSE);
  });
  page.addEventListener('online', () => void sendAll());
  if (unsentAnswers(page).length === 0) return;
  showCount(page);
  void sendAll();
}

/** @returns whether the next one may be sent */
async function send(page: Window, { exerciseId, attemptId, body }: UnsentAnswer): Promise<boolean> {
  const { base = '', token = '' } = page.document.documentElement.dataset;
  let answer: Response;
  try {
    answer = await page.fetch(`${base}/exercises/${exerciseId}/attempts`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-tandem-token': token,
      },
      body,
      signal: AbortSignal.timeout(20_000),
    });
  } catch {
    return false;
  }
  if (answer.status >= 500 || PASSING.has(answer.status)) return false;
  forgetUnsent(page, attemptId);
  if (answer.ok) tellStanding(page, exerciseId, await answer.json().catch(() => undefined));
  return true;
}

/** The page that is open may be the one whose score this is. */
function tellStanding(page: Window, exerciseId: string, answer: unknown): void {
  const shown = page.document.getElementById('exercise')?.dataset.exercise;
  if (shown !== exerciseId || typeof answer !== 'object' || answer === null) return;
  const { standing } = answer as { readonly standing?: unknown };
  page.document.dispatchEvent(new CustomEvent('tandem:standing', { detail: standing }));
}

/** A region that is there from the start is read out when its words change. */
function showCount(page: Window): void {
  const region = page.document.getElementById('unsent');
  if (!region) return;
  const count = unsentAnswers(page).length;
  region.hidden = count === 0;
  region.textContent = count === 0 ? '' : (region.dataset.words ?? '').replace('%1', String(count));
}
