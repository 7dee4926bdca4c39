import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readRows } from '../support/conformance.js';

const TEST_DIRECTORY = path.join(process.cwd(), 'test');

/** Ids at the beginning of test names, also of those that a table makes. */
function testedIds(): ReadonlySet<string> {
  const files = readdirSync(TEST_DIRECTORY, { recursive: true, encoding: 'utf8' });
  const texts = files
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => readFileSync(path.join(TEST_DIRECTORY, name), 'utf8'));
  const ids = texts.flatMap((text) => [...text.matchAll(/['"`]([A-Z]+-\d\d)['"`\s]/g)]);
  return new Set(ids.map(([, id]) => id ?? ''));
}

function leftOut(): ReadonlyMap<string, string> {
  const directory = path.join(TEST_DIRECTORY, 'conformance');
  const files = readdirSync(directory).filter((name) => name.endsWith('.left-out.json'));
  const entries = files.flatMap((name) =>
    Object.entries(
      JSON.parse(readFileSync(path.join(directory, name), 'utf8')) as Record<string, string>,
    ),
  );
  return new Map(entries);
}

describe('rows of the conformance table', () => {
  const rows = readRows(process.cwd());
  const tested = testedIds();
  const reasons = leftOut();

  it('of priority 0 have a test each', () => {
    const open = rows.filter(({ id, priority }) => priority === 'P0' && !tested.has(id));
    expect(open.map(({ id }) => id)).toEqual([]);
  });

  it('of priority 1 have a test each, or a reason', () => {
    const open = rows.filter(
      ({ id, priority }) => priority === 'P1' && !tested.has(id) && !reasons.has(id),
    );
    expect(open.map(({ id }) => id)).toEqual([]);
  });

  it('are left out with a reason only where there is no test', () => {
    const known = new Set(rows.map(({ id }) => id));
    const odd = [...reasons].filter(
      ([id, reason]) => !known.has(id) || tested.has(id) || reason.length < 20,
    );
    expect(odd).toEqual([]);
  });
});
