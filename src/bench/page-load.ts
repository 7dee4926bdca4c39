import type { BrowserContext, CDPSession } from 'playwright-core';

/** One load of a page. */
export interface PageLoad {
  /** Those that reached the network. */
  readonly requests: number;
  /** Bytes that came over the network, with headers. */
  readonly bytes: number;
  /** Milliseconds from the start of the navigation until an answer can be chosen. */
  readonly answerable: number;
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

export const SLOW_4G: Conditions = {
  latency: 150,
  download: 1_600_000 / 8,
  upload: 750_000 / 8,
  slowdown: 4,
};

/** Time for what comes after the page is usable, such as its icon. */
const SETTLE = 500;

/** Runs in the page: notes when the first choice can be made, to the frame. */
const WATCH = `
  (() => {
    const look = () => {
      if (document.querySelector('.h5p-content input:enabled')) {
        window.answerableAt = performance.now();
      } else {
        requestAnimationFrame(look);
      }
    };
    requestAnimationFrame(look);
  })();
`;

/** Opens the page in a new tab, and closes that again. */
export async function openPage(
  context: BrowserContext,
  url: string,
  conditions?: Conditions,
): Promise<PageLoad> {
  const page = await context.newPage();
  try {
    const protocol = await context.newCDPSession(page);
    const traffic = await watchTraffic(protocol);
    if (conditions) await slowDown(protocol, conditions);
    await page.addInitScript(WATCH);
    await page.goto(url, { waitUntil: 'load' });
    const seen = await page.waitForFunction('window.answerableAt');
    const answerable = Number(await seen.jsonValue());
    await page.waitForTimeout(SETTLE);
    return { ...traffic(), answerable };
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
async function watchTraffic(protocol: CDPSession): Promise<() => Omit<PageLoad, 'answerable'>> {
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
