import { isUnavailable, translated } from './failures.js';

/** Most changes in one commit, so that a burst of them cannot hold up the event loop. */
const LARGEST_BATCH = 256;

/** Gathers the changes of one turn of the event loop into one commit: they share the wait for the disk. */
export interface GroupCommit {
  /** Resolves once the change is on disk. */
  add<R>(work: () => R): Promise<R>;
  /** Commits at once what is waiting. */
  flush(): void;
}

interface WaitingWrite {
  readonly work: () => unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** @param transaction runs what it is given in one transaction: all of it or nothing */
export function groupCommit(transaction: (work: () => void) => void): GroupCommit {
  const waiting: WaitingWrite[] = [];

  function commit(): void {
    const batch = waiting.splice(0, LARGEST_BATCH);
    if (batch.length === 0) return;
    for (const answer of answersOf(batch)) answer();
    if (waiting.length > 0) setImmediate(commit);
  }

  /** Makes the changes and says how to answer each caller, now that their fate is known. */
  function answersOf(batch: readonly WaitingWrite[]): readonly (() => void)[] {
    let answers: readonly (() => void)[] = [];
    try {
      transaction(() => {
        answers = batch.map(answerOf);
      });
      return answers;
    } catch (error) {
      const failure = translated(error);
      return batch.map(
        ({ reject }) =>
          () =>
            reject(failure),
      );
    }
  }

  return {
    add: <R>(work: () => R) =>
      new Promise<R>((resolve, reject) => {
        // Once this turn's requests have all been heard.
        if (waiting.length === 0) setImmediate(commit);
        waiting.push({ work, resolve: resolve as (result: unknown) => void, reject });
      }),
    flush() {
      while (waiting.length > 0) commit();
    },
  };
}

/** Runs one change. @throws what means that nothing of the whole commit can be written */
function answerOf({ work, resolve, reject }: WaitingWrite): () => void {
  try {
    const result = work();
    return () => resolve(result);
  } catch (error) {
    if (isUnavailable(error)) throw error;
    return () => reject(translated(error));
  }
}
