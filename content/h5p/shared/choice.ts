import { textIds } from './order.js';

/** One option of a question with options. */
export interface Option {
  readonly text: string;
  readonly correct: boolean;
  /** Told to whoever chose it. */
  readonly feedback?: string;
}

export interface OptionWithId extends Option {
  readonly id: string;
}

export function withIds(options: readonly Option[]): readonly OptionWithId[] {
  const ids = textIds(options.map(({ text }) => text));
  return options.map((option, at) => ({ ...option, id: ids[at] ?? '' }));
}

/** Every option looks wrong: nothing left to find in the page. */
export function withoutKey({ text }: Option): Option {
  return { text, correct: false };
}
