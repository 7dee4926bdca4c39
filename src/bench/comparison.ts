import { digits, median } from './table.js';

/** Does so much work and gives the CPU milliseconds of one piece of it. */
export type Work = (times: number) => Promise<number>;

export interface Comparison {
  /** Median of the rounds' ratios, for the table. */
  readonly ratio: string;
  /** Lowest and highest ratio of a round, and the medians that were compared. */
  readonly detail: string;
}

const ROUNDS = 9;

/**
 * Works by turns, so that a slow moment of the machine meets both. The ratio is taken within each
 * round, and its range is shown: a machine that is busy with something else shows in it.
 */
export async function compare(
  works: { readonly tool: Work; readonly other: Work },
  size: { readonly warmUp: number; readonly times: number },
): Promise<Comparison> {
  await works.tool(size.warmUp);
  await works.other(size.warmUp);
  const rounds: { readonly tool: number; readonly other: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({ tool: await works.tool(size.times), other: await works.other(size.times) });
  }
  const ratios = rounds.map(({ tool, other }) => tool / other);
  const tool = digits(median(rounds.map((round) => round.tool)));
  const other = digits(median(rounds.map((round) => round.other)));
  const range = `${digits(Math.min(...ratios))} to ${digits(Math.max(...ratios))}`;
  return {
    ratio: digits(median(ratios)),
    detail: `median of ${ROUNDS} rounds of ${size.times}, range ${range}; ${tool} ms / ${other} ms`,
  };
}
