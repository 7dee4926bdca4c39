import path from 'node:path';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { PackageRefused, type PackageFault } from './package-refused.js';
import type { UnpackOrder } from './unpack-order.js';
import type { UnpackedPackage } from './yauzl.adapter.js';

/** What the worker says, once. */
interface Said {
  readonly unpacked?: unknown;
  readonly refused?: { readonly fault: string; readonly name?: string | undefined } | undefined;
  readonly failed?: string | undefined;
}

/** A package of 64 MB takes some seconds. */
const LONGEST_MS = 60_000;
/** Of JavaScript objects: files go through as streams. */
const MEMORY = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16 };

/** @param folder is there, and empty; the caller removes it @throws {PackageRefused} */
export async function unpackApart(file: string, folder: string): Promise<UnpackedPackage> {
  // Both ends are ours.
  return (await unpack({ file, folder, what: 'content' })) as UnpackedPackage;
}

/**
 * The libraries of a package, each in a folder of its name.
 * @param folder is there, and empty; the caller removes it @throws {PackageRefused}
 */
export async function unpackLibrariesApart(file: string, folder: string): Promise<void> {
  await unpack({ file, folder, what: 'libraries' });
}

/**
 * Unpacks in a thread of its own: other requests go on, and no package can take more memory or
 * time than it is given.
 */
async function unpack(order: UnpackOrder): Promise<unknown> {
  const worker = startWorker({
    workerData: order,
    resourceLimits: MEMORY,
    // Nothing that the process was told: it needs none of it.
    env: {},
  });
  try {
    return read(await answerOf(worker));
  } finally {
    await worker.terminate();
  }
}

function startWorker(options: WorkerOptions): Worker {
  const ending = path.extname(import.meta.url);
  const program = new URL(`./unpack.worker${ending}`, import.meta.url);
  if (ending !== '.ts') return new Worker(program, options);
  // From the sources: a thread does not learn from its process how to read them.
  const start = `import('tsx/esm/api').then(({ register }) => { register(); return import('${program.href}'); })`;
  return new Worker(start, { ...options, eval: true });
}

function answerOf(worker: Worker): Promise<Said> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new PackageRefused('slow'));
    }, LONGEST_MS);
    worker.once('message', (said: Said) => {
      clearTimeout(timer);
      resolve(said);
    });
    worker.once('error', (fault: Error & { readonly code?: string }) => {
      clearTimeout(timer);
      reject(fault.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new PackageRefused('unpacked') : fault);
    });
    worker.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('the worker ended without a word'));
    });
  });
}

function read({ unpacked, refused, failed }: Said): unknown {
  if (unpacked !== undefined) return unpacked;
  if (refused) throw new PackageRefused(faultOf(refused.fault), refused.name);
  throw new Error(`unpacking failed: ${failed ?? 'unknown'}`);
}

/** Both ends are ours. */
function faultOf(code: string): PackageFault {
  return code.slice('h5p.package-'.length) as PackageFault;
}
