import { z } from 'zod';
import { readContentTypes } from '../h5p/content-type.js';
import { createAgent, textIn } from './browser.js';
import { startChromium } from './chromium.js';
import { cpuOf, pageLine } from './page-line.js';
import { openPlatform } from './platform.js';
import { digits, leftOut, type Line } from './table.js';
import { startTool, visit, type Visitor } from './tool-under-test.js';
import type { Workplace } from './workplace.js';

/** The editor, opened and saved, for the types of ours with the fewest and the most fields. */
export async function editorLines(workplace: Workplace): Promise<Line[]> {
  const platform = await openPlatform(workplace);
  const tool = await startTool(workplace, platform);
  const chromium = await startChromium(workplace);
  const who = { userId: 'author', content: 'M1', role: 'Instructor' } as const;
  const author = await visit({ platform, tool, agent: createAgent() }, who);
  const lines: Line[] = [];
  for (const library of await smallestAndLargest()) {
    workplace.say(`${library}: editor`);
    const editorUrl = await newExercise(author, library);
    const name = library.replace(/^Tandem\./, '');
    const page = {
      url: editorUrl,
      ready: '#editor-form :enabled',
      what: `Editor of ${name}, opened`,
    };
    lines.push(await pageLine(chromium, author, page));
    lines.push(await saveLine(author, { name, library, editorUrl }));
  }
  await chromium?.close();
  await tool.process.stop();
  return chromium
    ? lines
    : [...lines, leftOut('Editor in Chromium', 'no Chromium here; CHROMIUM may name one')];
}

/** @returns machine names */
async function smallestAndLargest(): Promise<readonly string[]> {
  const types = [...(await readContentTypes('dist/h5p')).values()];
  const size = (type: (typeof types)[number]): number =>
    JSON.stringify(type.semantics('en')).length;
  const bySize = types.toSorted((a, b) => size(a) - size(b));
  return [bySize.at(0), bySize.at(-1)].flatMap((type) => (type ? [type.machineName] : []));
}

/** @returns the address of its editor */
async function newExercise({ browser, pageUrl, token }: Author, library: string): Promise<string> {
  const fields = { library, language: 'en', title: 'Measured' };
  const made = await browser.post(`${pageUrl('authoring')}?token=${token}`, fields);
  return made.location();
}

type Author = Pick<Visitor, 'browser' | 'pageUrl' | 'token'>;

/** What the editor's page hands to its script, as far as saving needs it. */
const Given = z.object({
  revision: z.number(),
  params: z.record(z.string(), z.unknown()),
  draftUrl: z.string(),
});

/** The whole draft, sent again and again as the editor sends it. */
async function saveLine(
  { browser, tool }: Visitor,
  of: { readonly name: string; readonly library: string; readonly editorUrl: string },
): Promise<Line> {
  const { name, library, editorUrl } = of;
  const page = textIn(await browser.get(editorUrl));
  const content = /<script[^>]*id="editor-content"[^>]*>([^<]*)</.exec(page)?.[1] ?? '';
  const { draftUrl, params, ...given } = Given.parse(JSON.parse(content));
  let { revision } = given;
  const draft = (): object => ({
    ...{ library, revision },
    params: { params, metadata: { title: 'Measured' } },
  });
  const bytes = JSON.stringify(draft()).length;
  const url = new URL(draftUrl, editorUrl).href;
  const cpu = await cpuOf({ tool }, async () => {
    const saved = await browser.postJson(url, draft());
    revision += 1;
    return saved;
  });
  return {
    what: `Editor of ${name}, a draft saved`,
    figure: `${digits(cpu)} ms CPU`,
    detail: `of the tool; 1 request, ${digits(bytes / 1000)} kB before it is packed`,
  };
}
