import { openBlobs } from '../../src/persistence/blobs.js';
import { newId } from '../../src/shared/ids.js';

/** Writes without end into the folder that it is given, until somebody kills it. */
const blobs = openBlobs({ directory: process.argv[2] ?? '', newId, clock: Date.now });
await blobs.put(endless());

async function* endless(): AsyncGenerator<Buffer> {
  for (let piece = 0; ; piece += 1) {
    if (piece === 5) console.log('writing');
    yield Buffer.alloc(64 * 1024);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
