import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { hasCode } from '../../../shared/errors.js';
import { PackageRefused } from './package-refused.js';
import { unpackPackage } from './yauzl.adapter.js';

const Order = z.object({ file: z.string(), folder: z.string() });
const { file, folder } = Order.parse(workerData);

/** Reads one package, says what came of it, and ends. */
try {
  parentPort?.postMessage({ unpacked: await unpackPackage(file, folder) });
} catch (fault) {
  // A class does not cross to the other thread; what it says does. A full disk is nobody's package.
  const isRefused = fault instanceof PackageRefused;
  const code = hasCode(fault) ? fault.code : 'unexpected';
  parentPort?.postMessage({
    refused: isRefused ? { fault: code, name: fault.values?.name } : undefined,
    failed: isRefused ? undefined : code,
  });
}
