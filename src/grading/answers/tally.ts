import type { Attempt } from '../work/attempt.js';

/** What a course did with one exercise. */
export interface Tally {
  readonly exerciseId: string;
  /** Who answered it at least once. */
  readonly people: number;
  /** All their tries. */
  readonly tries: number;
  /** Of those people: whose first try earned all points. */
  readonly rightAtFirst: number;
  /** Of those people: who earned all points in the end. */
  readonly rightAtLast: number;
  /** Mean share of the points that first tries earned, 0 (hard) to 1 (easy). */
  readonly firstShare: number;
  /** Wrong things that people chose or wrote in their first try, most frequent first. */
  readonly mistakes: readonly Mistake[];
}

/** Something wrong, and how many people it was said by. */
export interface Mistake {
  /** Plain text, in the language it was answered in. */
  readonly text: string;
  /** ISO 639-1. */
  readonly language: string;
  readonly people: number;
}

/** A first try in words. Undefined parts: it cannot be told any more. */
export interface FirstTry {
  readonly language: string;
  readonly parts: readonly { readonly text: string; readonly correct: boolean }[] | undefined;
}

/** First tries only: later ones have seen the feedback, and say less about the exercise. */
export function tallyOf(
  exerciseId: string,
  triesOfPeople: readonly (readonly Attempt[])[],
  inWords: ReadonlyMap<string, FirstTry>,
): Tally {
  const firsts = triesOfPeople.flatMap((tries) => tries[0] ?? []);
  const shares = firsts.map(shareOf);
  return {
    exerciseId,
    people: firsts.length,
    tries: triesOfPeople.reduce((sum, tries) => sum + tries.length, 0),
    rightAtFirst: shares.filter((share) => share === 1).length,
    rightAtLast: triesOfPeople.filter((tries) => tries.some((one) => shareOf(one) === 1)).length,
    firstShare: shares.length === 0 ? 0 : sumOf(shares) / shares.length,
    mistakes: mistakesIn(firsts.flatMap(({ id }) => inWords.get(id) ?? [])),
  };
}

function mistakesIn(firsts: readonly FirstTry[]): readonly Mistake[] {
  const counted = new Map<string, { text: string; language: string; people: number }>();
  for (const { language, parts = [] } of firsts) {
    // One person counts once, however often the same word stands in their answer.
    const wrong = new Set(parts.filter(({ correct }) => !correct).map(({ text }) => text));
    for (const text of wrong) {
      const key = `${language} ${text}`;
      const known = counted.get(key) ?? { text, language, people: 0 };
      counted.set(key, { ...known, people: known.people + 1 });
    }
  }
  return [...counted.values()].toSorted(
    (a, b) => b.people - a.people || a.text.localeCompare(b.text),
  );
}

function shareOf({ scoreGiven, scoreMaximum }: Attempt): number {
  return scoreGiven / scoreMaximum;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
