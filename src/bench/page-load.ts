import type { BrowserContext, CDPSession } from 'playwright-core';

/** One load of a page. */
export interface PageLoad {
  /** Those that reached the network. */
  readonly requests: number;
  /** Bytes that came over the network, with headers. */
  readonly bytes: number;
  /** Milliseconds from the start of the navigation until the page can be used. */
  readonly usable: number;
}

export interface Conditions {
  /** Milliseconds of a round trip. */
  readonly latency: number;
  /** Bytes a second. */
  readonly download: number;
  readonly upload: number;
  /** How many times slower the processor is. */
  readonly slowdown: number;
}

const SLOW = { download: 1_600_000 / 8, upload: 750_000 / 8 };
export const SLOW_4G: Conditions = { ...SLOW, latency: 150, slowdown: 4 };
/** Far from the mast: each question takes long, the processor is the same. */
export const FAR_LINE: Conditions = { ...SLOW, latency: 400, slowdown: 1 };

/** Time for what comes after the page is usable, such as its icon. */
const SETTLE = 500;

/** Runs in the page: notes, to the frame, when the page can first be used. */
function watchFor(ready: string): string {
  return `
    (() => {
      const look = () => {
        if (document.querySelector(${JSON.stringify(ready)})) window.usableAt = performance.now();
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    })();
  `;
}

/**
 * Opens a page in a new tab, and closes that again.
 * @param ready CSS selector of what is there once the page can be used
 */
export async function openPage(
  context: BrowserContext,
  visited: { readonly url: string; readonly ready: string; readonly conditions?: Conditions },
): Promise<PageLoad> {
  const { url, ready, conditions } = visited;
  const page = await context.newPage();
  try {
    const protocol = await context.newCDPSession(page);
    const traffic = await watchTraffic(protocol);
    if (conditions) await slowDown(protocol, conditions);
    await page.addInitScript(watchFor(ready));
    await page.goto(url, { waitUntil: 'load' });
    const seen = await page.waitForFunction('window.usableAt');
    const usable = Number(await seen.jsonValue());
    await page.waitForTimeout(SETTLE);
    return { ...traffic(), usable };
  } finally {
    await page.close();
  }
}

async function slowDown(protocol: CDPSession, conditions: Conditions): Promise<void> {
  const { latency, download, upload, slowdown } = conditions;
  await protocol.send('Network.emulateNetworkConditions', {
    offline: false,
    latency,
    downloadThroughput: download,
    uploadThroughput: upload,
  });
  await protocol.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
}

/** @returns a function that gives what was counted so far */
async function watchTraffic(protocol: CDPSession): Promise<() => Omit<PageLoad, 'usable'>> {
  const fromNetwork = new Set<string>();
  let bytes = 0;
  protocol.on('Network.responseReceived', ({ requestId, response }) => {
    const cached = response.fromDiskCache === true || response.fromPrefetchCache === true;
    if (!cached && !response.url.startsWith('data:')) fromNetwork.add(requestId);
  });
  protocol.on('Network.requestServedFromCache', ({ requestId }) => fromNetwork.delete(requestId));
  protocol.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await protocol.send('Network.enable');
  return () => ({ requests: fromNetwork.size, bytes });
}
