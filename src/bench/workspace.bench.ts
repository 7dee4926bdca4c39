import { performance } from 'node:perf_hooks';
import * as Y from 'yjs';
import { openDocument, type ArtefactDocument } from '../tandem/workspace/artefact-document.js';
import { textOf } from '../tandem/workspace/cells.js';
import { createAgent } from './browser.js';
import { openPlatform } from './platform.js';
import { digits, median, percentile, type Line } from './table.js';
import { openTandem, type LivePair } from './live-pair.js';
import { startTool, type Subject } from './tool-under-test.js';
import type { Workplace } from './workplace.js';

const CROWDED = 100;
/** Of the pair that is measured. */
const EDITS = 200;
/** Each of the others writes once in so many milliseconds, as somebody who thinks while typing. */
const OTHERS_PAUSE = 2000;
const LONG_HISTORY = 10_000;
const EDITS_OF_A_PAGE = 500;

/** Two people at one form: how soon the partner has what one writes, and what it costs. */
export async function workspaceLines(workplace: Workplace): Promise<Line[]> {
  const platform = await openPlatform(workplace);
  const tool = await startTool(workplace, platform);
  const agent = createAgent();
  const pairs: LivePair[] = [];
  workplace.say('one tandem writes');
  pairs.push(await openTandem({ platform, tool: tool.url, agent }, 0));
  const alone = await measured(tool, pairs);
  workplace.say(`${CROWDED} tandems write`);
  while (pairs.length < CROWDED) {
    pairs.push(await openTandem({ platform, tool: tool.url, agent }, pairs.length));
  }
  const crowded = await measured(tool, pairs);
  for (const pair of pairs) pair.close();
  await tool.process.stop();
  return [
    lineOf('1 live workspace', alone),
    lineOf(`${CROWDED} live workspaces`, crowded),
    {
      what: 'Edit of a workspace: CPU of the tool',
      figure: `${digits(alone.cpu)} ms`,
      detail: 'checked, kept on disk, and told to the partner; one workspace alone',
    },
    historyLine(workplace),
  ];
}

interface Measured {
  readonly delays: readonly number[];
  /** CPU milliseconds of the tool for each edit of the measured pair. */
  readonly cpu: number;
}

async function measured(tool: Subject, pairs: readonly LivePair[]): Promise<Measured> {
  const [pair, ...others] = pairs;
  if (!pair) throw new Error('no pair');
  const writing = others.map((other, at) => keepWriting(other, at));
  const delays: number[] = [];
  const before = await tool.process.cpu();
  for (let edit = 0; edit < EDITS; edit += 1) {
    const startedAt = performance.now();
    const arrived = pair.partnerHears();
    await pair.write(`${edit} `);
    await arrived;
    delays.push(performance.now() - startedAt);
  }
  const cpu = ((await tool.process.cpu()) - before) / EDITS;
  for (const stop of writing) stop();
  return { delays, cpu };
}

/** @returns what stops it */
function keepWriting(pair: LivePair, at: number): () => void {
  let timer: NodeJS.Timeout;
  const write = (): void => {
    void pair.write('x').catch(() => undefined);
    timer = setTimeout(write, OTHERS_PAUSE);
  };
  timer = setTimeout(write, (OTHERS_PAUSE * at) / CROWDED);
  return () => clearTimeout(timer);
}

function lineOf(what: string, { delays }: Measured): Line {
  return {
    what: `${what}: until the partner has an edit`,
    figure: `${digits(median(delays))} ms`,
    detail: `median of ${delays.length}, p95 ${digits(percentile(delays, 0.95))} ms; sent, kept on disk, received. The page waits 400 ms for the next key before it sends`,
  };
}

/** One letter an edit, all of it in one text, from one page after the other. */
function historyLine(workplace: Workplace): Line {
  workplace.say(`${LONG_HISTORY.toLocaleString('en')} edits`);
  const document = openDocument([]);
  for (let edit = 0; edit < LONG_HISTORY; edit += EDITS_OF_A_PAGE) typePage(document);
  const size = document.state().length / 1024;
  return {
    what: `Document after ${LONG_HISTORY.toLocaleString('en')} edits`,
    figure: `${digits(size)} kB`,
    detail: `one letter each, a new page after ${EDITS_OF_A_PAGE.toLocaleString('en')}; at most 1,000 kB are kept`,
  };
}

function typePage(document: ArtefactDocument): void {
  const page = new Y.Doc();
  Y.applyUpdate(page, document.state());
  const text = page.getText(textOf('contact'));
  text.delete(0, text.length);
  for (let edit = 0; edit < EDITS_OF_A_PAGE; edit += 1) {
    const before = Y.encodeStateVector(page);
    text.insert(text.length, 'x');
    document.take(Y.encodeStateAsUpdate(page, before), () => undefined);
  }
}
