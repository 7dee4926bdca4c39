/** An answer that the server has not taken yet. */
export interface UnsentAnswer {
  readonly exerciseId: string;
  /** Sending the same again changes nothing. */
  readonly attemptId: string;
  /** JSON text of the request. */
  readonly body: string;
}

/** More than anybody answers on one journey. */
const MOST = 200;
/** Said on the page whenever the answers that wait become more or fewer. */
export const UNSENT_CHANGED = 'tandem:unsent';

/** In the order of answering: of this person at this link alone, whichever visit they were made in. */
export function unsentAnswers(page: Window): readonly UnsentAnswer[] {
  try {
    const kept: unknown = JSON.parse(storageOf(page)?.getItem(keyOf(page)) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isAnswer) : [];
  } catch {
    return [];
  }
}

/** @returns false in a browser that keeps nothing for us, or where too many wait already */
export function keepUnsent(page: Window, answer: UnsentAnswer): boolean {
  const others = unsentAnswers(page).filter(({ attemptId }) => attemptId !== answer.attemptId);
  return others.length < MOST && write(page, [...others, answer]);
}

/** It has arrived, or never will. */
export function forgetUnsent(page: Window, attemptId: string): void {
  const all = unsentAnswers(page);
  const others = all.filter((answer) => answer.attemptId !== attemptId);
  if (others.length < all.length) write(page, others);
}

function write(page: Window, answers: readonly UnsentAnswer[]): boolean {
  const storage = storageOf(page);
  try {
    if (answers.length === 0) storage?.removeItem(keyOf(page));
    else storage?.setItem(keyOf(page), JSON.stringify(answers));
  } catch {
    return false;
  }
  page.document.dispatchEvent(new CustomEvent(UNSENT_CHANGED));
  return storage !== undefined;
}

/** Undefined where the browser blocks it, as in some frames. */
function storageOf(page: Window): Storage | undefined {
  try {
    // The page takes it away where even looking at it throws.
    return (page as { readonly localStorage?: Storage }).localStorage;
  } catch {
    return undefined;
  }
}

function keyOf(page: Window): string {
  return `tandem-unsent ${page.document.documentElement.dataset.owner ?? ''}`;
}

function isAnswer(value: unknown): value is UnsentAnswer {
  if (typeof value !== 'object' || value === null) return false;
  const { exerciseId, attemptId, body } = value as Partial<UnsentAnswer>;
  return [exerciseId, attemptId, body].every((part) => typeof part === 'string');
}
