import { digits } from './table.js';

/** Does so much work and gives the CPU milliseconds of one piece of it. */
export type Work = (times: number) => Promise<number>;

export interface Comparison {
  /** Cheapest round of the tool through cheapest round of the other, for the table. */
  readonly ratio: string;
  /** The costs that were compared, and how far the rounds' own ratios lie apart. */
  readonly detail: string;
}

const ROUNDS = 9;

/**
 * Works by turns, so that a slow moment of the machine meets both. What else the machine does only
 * adds to a cost, so the cheapest rounds are compared; the range of the ratios shows how disturbed
 * the run was.
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
  const tool = Math.min(...rounds.map((round) => round.tool));
  const other = Math.min(...rounds.map((round) => round.other));
  const range = `${digits(Math.min(...ratios))} to ${digits(Math.max(...ratios))}`;
  return {
    ratio: digits(tool / other),
    detail: `${digits(tool)} ms / ${digits(other)} ms, cheapest of ${ROUNDS} rounds of ${size.times}; ratios of the rounds ${range}`,
  };
}
