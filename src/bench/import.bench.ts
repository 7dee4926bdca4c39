import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { zipOf, type ZipPart } from '../h5p/authoring/packages/yazl.adapter.js';
import { createAgent } from './browser.js';
import { openPlatform } from './platform.js';
import { digits, percentile, type Line } from './table.js';
import { startTool, visit, type Visitor } from './tool-under-test.js';
import type { Workplace } from './workplace.js';

const MEGABYTES = 20;
/** Between two looks at a page meanwhile. */
const PAUSE = 20;
const LOOKS_AT_REST = 300;

/** A package full of photographs comes in, while somebody else goes on reading. */
export async function importLines(workplace: Workplace): Promise<Line[]> {
  workplace.say(`making a package of ${MEGABYTES} MB`);
  const form = await packageForm();
  const platform = await openPlatform(workplace);
  const tool = await startTool(workplace, platform);
  const by = { platform, tool, agent: createAgent() };
  const author = await visit(by, { userId: 'author', content: 'M1', role: 'Instructor' });
  const reader = await visit(by, { userId: 'reader', content: 'M1' });

  workplace.say('somebody reads, at rest and during the import');
  let looks = 0;
  // The first half warms up.
  await read(reader, () => (looks += 1) < LOOKS_AT_REST);
  looks = 0;
  const atRest = await read(reader, () => (looks += 1) < LOOKS_AT_REST);
  const before = await tool.process.memory();
  const cpuBefore = await tool.process.cpu();
  const startedAt = performance.now();
  let isOver = false;
  const importing = bringIn(author, form).finally(() => {
    isOver = true;
  });
  const meanwhile = await read(reader, () => !isOver);
  await importing;
  const seconds = (performance.now() - startedAt) / 1000;
  const cpu = (await tool.process.cpu()) - cpuBefore;
  const after = await tool.process.memory();
  await tool.process.stop();
  const what = `Import of ${MEGABYTES} MB`;
  return [
    {
      what: `${what}: time`,
      figure: `${digits(seconds)} s`,
      detail: `photographs, each made anew without what it hides; CPU of the tool ${digits(cpu / 1000)} s, the reader's pages included`,
    },
    {
      what: `${what}: memory`,
      figure: `${digits(after.peak - before.now)} MB`,
      detail: `by which the process grew at most, from ${digits(before.now)} MB`,
    },
    {
      what: `${what}: p99 of other pages`,
      figure: `${digits(percentile(meanwhile, 0.99))} ms`,
      detail: `at rest ${digits(percentile(atRest, 0.99))} ms; ${meanwhile.length} and ${atRest.length} loads of a module's page, one at a time, signed and asked for on the same processors`,
    },
  ];
}

/** Loads the module's page again and again. @returns milliseconds of each load */
async function read({ browser, moduleUrl }: Visitor, goesOn: () => boolean): Promise<number[]> {
  const times: number[] = [];
  while (goesOn()) {
    const startedAt = performance.now();
    const { status } = await browser.get(moduleUrl);
    if (status !== 200) throw new Error(`a page answered ${status} during an import`);
    times.push(performance.now() - startedAt);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  return times;
}

async function bringIn(author: Visitor, form: FormData): Promise<void> {
  const url = `${author.pageUrl('authoring/import')}?token=${author.token}`;
  const answer = await author.browser.postForm(url, form);
  if (answer.status !== 303) throw new Error(`an import answered ${answer.status}`);
}

/** As a browser would send it. */
async function packageForm(): Promise<FormData> {
  const photograph = await aPhotograph();
  const count = Math.ceil((MEGABYTES * 1_000_000) / photograph.length);
  const names = Array.from({ length: count }, (_, at) => `images/photograph-${at}.jpg`);
  const bytes = await buffer(zipOf(partsOf(names, photograph)));
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), 'photographs.h5p');
  return form;
}

function partsOf(names: readonly string[], photograph: Buffer): readonly ZipPart[] {
  const library = { machineName: 'Tandem.ImageTextPage', majorVersion: 1, minorVersion: 0 };
  const about = {
    title: 'Photographs',
    language: 'en',
    mainLibrary: library.machineName,
    embedTypes: ['div'],
    license: 'U',
    preloadedDependencies: [library],
  };
  const sections = names.map((path) => ({
    heading: 'A photograph',
    picture: { file: { path, mime: 'image/jpeg', width: 2400, height: 1600 }, alt: 'Noise' },
  }));
  return [
    { path: 'h5p.json', text: JSON.stringify(about) },
    { path: 'content/content.json', text: JSON.stringify({ title: 'Photographs', sections }) },
    ...names.map((name): ZipPart => ({
      path: `content/${name}`,
      open: () => Readable.from([photograph]),
    })),
  ];
}

/** Noise packs as badly as a camera's picture does. */
function aPhotograph(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
  const create = { width: 2400, height: 1600, channels: 3, background: '#888', noise } as const;
  return sharp({ create }).jpeg({ quality: 85 }).toBuffer();
}
