import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Undefined where no Chromium is installed; CHROMIUM names one elsewhere. */
export const CHROMIUM = [process.env.CHROMIUM, ...PLACES].find(
  (place) => place !== undefined && existsSync(place),
);

export interface ContextOptions {
  /** `none`: not partitioned ones either, nor any other storage, for the tool in the platform's frame. */
  readonly thirdPartyCookies: 'blocked' | 'allowed' | 'none';
  readonly width: number;
  readonly height?: number;
}

/** A browser with a profile of its own, gone when it closes. */
export async function aContext(options: ContextOptions): Promise<{
  readonly context: BrowserContext;
  close(): Promise<void>;
}> {
  const profile = await mkdtemp(path.join(tmpdir(), 'tandem-chromium-'));
  await mkdir(path.join(profile, 'Default'));
  // 1 blocks third-party cookies, 0 allows them: what a person sets in the browser's settings.
  const mode = options.thirdPartyCookies === 'allowed' ? 0 : 1;
  // The tool's site inside the platform's: 2 blocks whatever a site may keep.
  const cookies =
    options.thirdPartyCookies === 'none'
      ? { 'http://localhost,http://127.0.0.1': { setting: 2 } }
      : {};
  const preferences = {
    profile: {
      cookie_controls_mode: mode,
      block_third_party_cookies: mode === 1,
      content_settings: { exceptions: { cookies } },
    },
  };
  await writeFile(path.join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM ?? '',
    headless: true,
    viewport: { width: options.width, height: options.height ?? 800 },
    locale: 'en-GB',
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    context,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
