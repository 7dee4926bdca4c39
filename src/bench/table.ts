/** One line of the table: a figure, what it should be, and what it was made from. */
export interface Line {
  readonly what: string;
  /** `0.41`, or `left out`. */
  readonly figure: string;
  /** `at most 0.5`; undefined for a figure that is only shown. */
  readonly goal?: string | undefined;
  readonly detail: string;
}

const HEAD: Line = { what: 'What', figure: 'Figure', goal: 'Goal', detail: 'Made from' };
/** Characters of the last column, whose texts are broken between words. */
const DETAIL_WIDTH = 62;

/** The other columns are as wide as their widest cell. */
export function tableOf(lines: readonly Line[]): string {
  const rows = [HEAD, ...lines];
  const columns = (['what', 'figure', 'goal'] as const).map((name) => ({
    name,
    width: Math.max(...rows.map((row) => (row[name] ?? '').length)),
  }));
  const printed = rows.map((row) => {
    const cells = columns.map(({ name, width }) => (row[name] ?? '').padEnd(width));
    const blank = columns.map(({ width }) => ' '.repeat(width));
    return broken(row.detail)
      .map((detail, at) => [...(at === 0 ? cells : blank), detail].join('  ').trimEnd())
      .join('\n');
  });
  const rule = '-'.repeat(columns.reduce((sum, { width }) => sum + width + 2, DETAIL_WIDTH));
  return [printed[0], rule, ...printed.slice(1)].join('\n');
}

/** A line for what could not be measured here. */
export function leftOut(what: string, why: string): Line {
  return { what, figure: 'left out', detail: why };
}

/** The middle value; of an even number the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (lower + upper) / 2;
}

/** The value that so much of all values reach at most; NaN of none. @param part 0.99 for the 99th of 100 */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? NaN;
}

/** As many digits as count: `0.41`, `12.3`, `2,318`. */
export function digits(value: number): string {
  const size = Math.abs(value);
  const fraction = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return value.toLocaleString('en', {
    minimumFractionDigits: fraction,
    maximumFractionDigits: fraction,
  });
}

function broken(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > DETAIL_WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
