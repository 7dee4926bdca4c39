import { describe, expect, it } from '@jest/globals';
import { MOST_ROWS } from '../../../src/tandem/workspace/artefact-document.js';
import { readWritten, WrittenSection } from '../../../src/tandem/workspace/written-form.js';

const COLUMNS = ['outcome', 'task', 'difficulty', 'place', 'when', 'goal', 'evidence'];

/** What the page sends for the plan when it has so many rows. */
function planOf(count: number): Readonly<Record<string, unknown>> {
  const rows = Array.from({ length: count }, (_, at) => `r${at}`);
  const cells = rows.flatMap((row) => COLUMNS.map((column) => `text:plan/${row}/${column}`));
  return {
    ...{ base: '0', part: ['rows:plan', ...cells], 'rows:plan': rows },
    ...Object.fromEntries(cells.map((cell) => [cell, 'x'])),
  };
}

describe('a section sent without script', () => {
  it('may hold a table as long as the document takes one', () => {
    const { wanted } = readWritten(WrittenSection.parse(planOf(MOST_ROWS)), 'new');
    expect(wanted.rows['rows:plan']).toHaveLength(MOST_ROWS);
    expect(Object.keys(wanted.texts)).toHaveLength(MOST_ROWS * COLUMNS.length);
  });

  it('may hold no longer one', () => {
    expect(WrittenSection.safeParse(planOf(MOST_ROWS + 1)).success).toBe(false);
  });
});
