import { parentPort, workerData } from 'node:worker_threads';
import { hasCode } from '../../../shared/errors.js';
import { unpackLibraries } from '../../libraries/unpack-libraries.adapter.js';
import { PackageRefused } from './package-refused.js';
import { UnpackOrder } from './unpack-order.js';
import { unpackPackage } from './yauzl.adapter.js';

const { file, folder, what } = UnpackOrder.parse(workerData);

/** Reads one package, says what came of it, and ends. */
try {
  const unpack = what === 'content' ? unpackPackage : unpackLibraries;
  parentPort?.postMessage({ unpacked: await unpack(file, folder) });
} catch (fault) {
  // A class does not cross to the other thread; what it says does. A full disk is nobody's package.
  const isRefused = fault instanceof PackageRefused;
  const code = hasCode(fault) ? fault.code : 'unexpected';
  parentPort?.postMessage({
    refused: isRefused ? { fault: code, name: fault.values?.name } : undefined,
    failed: isRefused ? undefined : code,
  });
}
