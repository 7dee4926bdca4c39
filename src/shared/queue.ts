/** Does one piece of work after the other, in this process. */
export interface Queue {
  /** @returns what the work returns, in its turn; undefined at once when too many wait already */
  run<T>(work: () => Promise<T>): Promise<{ readonly done: T } | undefined>;
  /** How many are under way or wait. */
  readonly length: number;
}

/** @param longest how many may be under way or wait */
export function createQueue(longest: number): Queue {
  let last: Promise<unknown> = Promise.resolve();
  let length = 0;
  return {
    get length() {
      return length;
    },
    async run(work) {
      if (length >= longest) return undefined;
      length += 1;
      const turn = last.then(work);
      // A failure is the caller's own; those behind it go on.
      last = turn.catch(() => undefined);
      try {
        return { done: await turn };
      } finally {
        length -= 1;
      }
    },
  };
}
