import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AREAS, readRows } from './conformance.js';

/** A test that proves a row begins with the row's id. */
const ID = /^([A-Z]+-\d+)\b/;

/** Writes docs/conformance.md from what the whole suite found; a partial run leaves it alone. */
export default class Conformance {
  constructor(globalConfig) {
    this.root = globalConfig.rootDir;
    this.isWhole = globalConfig.testPathPatterns.patterns.length === 0 && !globalConfig.onlyChanged;
  }

  onRunComplete(_contexts, results) {
    if (!this.isWhole || results.wasInterrupted) return;
    const found = resultsById(results);
    const reasons = reasonsIn(path.join(this.root, 'test', 'conformance'));
    const rows = readRows(this.root).map((row) => ({
      ...row,
      result: wordsFor(found.get(row.id), reasons.get(row.id)),
    }));
    writeFileSync(path.join(this.root, 'docs', 'conformance.md'), pageOf(rows));
  }
}

/** A row that several tests prove holds only when all of them passed. */
function resultsById(results) {
  const found = new Map();
  for (const test of results.testResults.flatMap((file) => file.testResults)) {
    const id = ID.exec(test.title)?.[1];
    if (id === undefined) continue;
    found.set(id, [...(found.get(id) ?? []), test.status]);
  }
  return found;
}

function reasonsIn(directory) {
  const files = readdirSync(directory).filter((name) => name.endsWith('.left-out.json'));
  return new Map(
    files.flatMap((name) =>
      Object.entries(JSON.parse(readFileSync(path.join(directory, name), 'utf8'))),
    ),
  );
}

function wordsFor(statuses, reason) {
  if (statuses === undefined) return reason === undefined ? 'no test' : `left out: ${reason}`;
  if (statuses.includes('failed')) return '**fails**';
  return statuses.every((status) => status === 'passed') ? 'holds' : 'not run here';
}

function pageOf(rows) {
  const holding = rows.filter(({ result }) => result === 'holds').length;
  return [
    '# Conformance',
    '',
    '`npm test` writes this page: each row is a test whose name begins with the id. P0 must hold before a school uses the tool, P1 before general release, P2 when convenient.',
    '',
    `${holding} of ${rows.length} rows hold.`,
    ...Object.entries(AREAS).flatMap(([area, title]) => [
      '',
      `## ${area}: ${title}`,
      '',
      '| id | priority | source | result |',
      '| --- | --- | --- | --- |',
      ...rows
        .filter(({ id }) => id.startsWith(`${area}-`))
        .map(
          ({ id, priority, source, result }) => `| ${id} | ${priority} | ${source} | ${result} |`,
        ),
    ]),
    '',
  ].join('\n');
}
