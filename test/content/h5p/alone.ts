import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Page } from 'playwright-core';

/** A content as a package of it holds it. */
export interface PackedContent {
  /** Machine name. */
  readonly library: string;
  readonly params: object;
  /** Types that play inside it. */
  readonly parts?: readonly string[];
}

/** What the core says of somebody's work. */
export interface Said {
  readonly verb: string;
  readonly object: string;
  readonly parent: string | undefined;
  readonly score: { readonly raw: number; readonly max: number } | undefined;
  readonly success: boolean | undefined;
  readonly text: string;
}

/** A plain web server with h5p-standalone's player and our built types: nothing of the tool. */
export interface Platform {
  readonly url: string;
  /** Opens a content, with the state of an earlier visit. */
  play(page: Page, content: PackedContent, state?: unknown): Promise<void>;
  close(): void;
}

export async function aPlatform(): Promise<Platform> {
  const contents = new Map<string, { readonly content: PackedContent; readonly state: unknown }>();
  const app = express();
  app.use('/player', express.static('node_modules/h5p-standalone/dist'));
  app.use('/libraries', express.static('dist/h5p'));
  app.get('/:id/content/images/:name', (_req, res) => {
    res.type('png').send(PICTURE);
  });
  app.get('/favicon.ico', (_req, res) => {
    res.status(204).end();
  });
  app.get('/:id/h5p.json', (req, res) => {
    res.json(h5pJson(contents.get(req.params.id)!.content));
  });
  app.get('/:id/content/content.json', (req, res) => {
    res.json(contents.get(req.params.id)!.content.params);
  });
  app.get('/:id', (req, res) => {
    res.type('html').send(pageWith(req.params.id, contents.get(req.params.id)!.state));
  });
  const server: Server = await new Promise((resolve) => {
    const listening = app.listen(0, () => resolve(listening));
  });
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url,
    async play(page, content, state) {
      const id = `content-${contents.size}`;
      contents.set(id, { content, state });
      await page.goto(`${url}/${id}`);
      await page.locator('.tandem-question').first().waitFor();
    },
    close: () => server.close(),
  };
}

function h5pJson({ library, parts = [] }: PackedContent): object {
  return {
    title: 'Content',
    language: 'en',
    mainLibrary: library,
    embedTypes: ['div'],
    license: 'U',
    preloadedDependencies: [...parts, library].map((machineName) => ({
      machineName,
      majorVersion: 1,
      minorVersion: 0,
    })),
  };
}

/** The statements are noted as other parts of a platform's page would hear them. */
function pageWith(id: string, state: unknown): string {
  const options = {
    ...{ id, h5pJsonPath: `/${id}`, librariesPath: '/libraries', embedType: 'div' },
    ...{ frameJs: '/player/frame.bundle.js', frameCss: '/player/styles/h5p.css' },
    // As the core looks it up: by subContentId, then by the kind of data.
    ...(state !== undefined && {
      saveFreq: 30,
      contentUserData: [{ state: JSON.stringify(state) }],
    }),
  };
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Platform</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<script src="/player/main.bundle.js"></script></head><body><main><h1>Platform</h1><div id="place"></div></main><script>
window.said = [];
new H5PStandalone.H5P(document.getElementById('place'), ${JSON.stringify(options)}).then(() => {
  H5P.externalDispatcher.on('xAPI', ({ data: { statement } }) => window.said.push(statement));
});
</script></body></html>`;
}

export async function statementsIn(page: Page): Promise<readonly Said[]> {
  const statements = await page.evaluate<readonly Record<string, unknown>[]>('window.said');
  return statements.map((statement) => {
    const { verb, object, context, result } = statement as {
      verb: { id: string };
      object: { id: string };
      context?: { contextActivities?: { parent?: { id: string }[] } };
      result?: { score?: { raw: number; max: number }; success?: boolean };
    };
    return {
      verb: verb.id.split('/').at(-1) ?? '',
      object: object.id,
      parent: context?.contextActivities?.parent?.[0]?.id,
      score: result?.score,
      success: result?.success,
      text: JSON.stringify(statement),
    };
  });
}

export async function stateIn(page: Page): Promise<unknown> {
  return page.evaluate('H5P.instances[0].getCurrentState()');
}

/** One pixel. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
