import type { Agent } from 'node:http';
import { createAgent, openBrowser, textIn, type Browser } from './browser.js';
import { launch, type LaunchOf } from './launching.js';
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

/** Somebody who has launched a module. */
export interface Visitor {
  readonly tool: Subject;
  readonly browser: Browser;
  /** Address of the module's page in this session. */
  readonly moduleUrl: string;
  /** Address of a page of this session. @param path such as `authoring/new` */
  pageUrl(path: string): string;
  /** Address of the page of one of the module's exercises. */
  exerciseUrl(exerciseId: string): string;
  /** What pages of this session post back. */
  readonly token: string;
}

/** The tool, and somebody who has launched module 1. */
export async function openVisitor(workplace: Workplace): Promise<Visitor> {
  const platform = await openPlatform(workplace);
  const tool = await startTool(workplace, platform);
  return visit({ platform, tool, agent: createAgent() }, { userId: 'person', content: 'M1' });
}

/** @param who and the id of the module they launch */
export async function visit(
  by: { readonly platform: Platform; readonly tool: Subject; readonly agent: Agent },
  who: Omit<LaunchOf, 'tool'>,
): Promise<Visitor> {
  const { platform, tool, agent } = by;
  const browser = openBrowser(agent);
  const { url, page } = await launch(platform, browser, { tool: tool.url, ...who });
  const session = /^\/s\/[^/]+\//.exec(new URL(url).pathname)?.[0];
  if (session === undefined) throw new Error(`a launch ended at ${url}`);
  return {
    tool,
    browser,
    moduleUrl: url,
    pageUrl: (path) => new URL(session + path, url).href,
    exerciseUrl: (exerciseId) => new URL(`${session}exercises/${exerciseId}`, url).href,
    token: /data-token="([^"]+)"/.exec(textIn(page))?.[1] ?? '',
  };
}
