import { createAgent, openBrowser, type Browser } from './browser.js';
import { launch } from './launching.js';
import { startMeasured, type MeasuredProcess } from './measured-process.js';
import { openPlatform, type Platform } from './platform.js';
import { freePort, type Workplace } from './workplace.js';

/** A server in a process of its own, and where it listens. */
export interface Subject {
  readonly url: string;
  readonly process: MeasuredProcess;
}

export async function startTool(
  workplace: Workplace,
  { registration }: Platform,
): Promise<Subject> {
  workplace.say('starting the tool');
  const port = await freePort();
  const dataDir = await workplace.folder();
  const process = await startMeasured(workplace, 'tool', { port, dataDir, registration });
  return { url: `http://localhost:${port}`, process };
}

/** Somebody who has launched and looks at an exercise. */
export interface Visitor {
  readonly tool: Subject;
  readonly browser: Browser;
  /** Address of the exercise page of this session. */
  readonly exerciseUrl: string;
}

/** @param exerciseId of module 1 */
export async function openVisitor(workplace: Workplace, exerciseId: string): Promise<Visitor> {
  const platform = await openPlatform(workplace);
  const tool = await startTool(workplace, platform);
  const browser = openBrowser(createAgent());
  const who = { tool: tool.url, userId: 'person', content: 'M1' };
  const { url } = await launch(platform, browser, who);
  const session = /^\/s\/[^/]+\//.exec(new URL(url).pathname)?.[0];
  if (session === undefined) throw new Error(`a launch ended at ${url}`);
  const exerciseUrl = new URL(`${session}exercises/${exerciseId}`, url).href;
  const { status } = await browser.get(exerciseUrl);
  if (status !== 200) throw new Error(`the exercise page answered ${status}`);
  return { tool, browser, exerciseUrl };
}
