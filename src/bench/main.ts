import { cpus } from 'node:os';
import { boardLines } from './board.bench.js';
import { contentPageLines } from './content-pages.bench.js';
import { deliveryLines } from './deliveries.bench.js';
import { deliveryPaceLines } from './delivery-pace.bench.js';
import { editorLines } from './editor.bench.js';
import { exerciseCpuLines } from './exercise-cpu.bench.js';
import { exercisePageLines } from './exercise-page.bench.js';
import { hostileTokenLines } from './hostile-token.bench.js';
import { launchLines } from './launch.bench.js';
import { importLines } from './import.bench.js';
import { rosterLines } from './roster.bench.js';
import { startLines } from './start.bench.js';
import { tableOf, type Line } from './table.js';
import { workspaceLines } from './workspace.bench.js';
import { openWorkplace, type Workplace } from './workplace.js';

/**
 * `npm run bench`: one run on this machine; `npm run bench -- launch roster` measures those alone.
 * Nothing fails for being slow.
 */
const MEASUREMENTS: Readonly<Record<string, (workplace: Workplace) => Promise<Line[]>>> = {
  launch: launchLines,
  'hostile-token': hostileTokenLines,
  'exercise-page': exercisePageLines,
  'exercise-cpu': exerciseCpuLines,
  'content-pages': contentPageLines,
  editor: editorLines,
  import: importLines,
  deliveries: deliveryLines,
  'delivery-pace': deliveryPaceLines,
  roster: rosterLines,
  workspace: workspaceLines,
  board: boardLines,
  start: startLines,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in MEASUREMENTS));
if (unknown.length > 0) {
  console.error(
    `No such measurement: ${unknown.join(', ')}. There are: ${Object.keys(MEASUREMENTS).join(', ')}.`,
  );
  process.exit(1);
}

const workplace = openWorkplace();
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interruption.signal.aborted) process.exit(1);
    interruption.abort();
    workplace.say('stopping');
    void workplace.clear().finally(() => process.exit(1));
  });
}

try {
  const lines: Line[] = [];
  for (const [name, measure] of Object.entries(MEASUREMENTS)) {
    if (asked.length === 0 || asked.includes(name)) lines.push(...(await measure(workplace)));
  }
  console.log(`\n${tableOf(lines)}\n`);
  console.log(`One run on one machine: Node ${process.version}, ${cpus().length} processors.`);
  await workplace.clear();
} catch (fault) {
  // Whoever is interrupted fails in the middle of something; that is no news, and the end is under way.
  if (!interruption.signal.aborted) {
    console.error(fault);
    process.exitCode = 1;
    await workplace.clear();
  }
}
