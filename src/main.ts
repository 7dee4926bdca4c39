import { loadConfig } from './config.js';
import { startTool, stopOnSignal } from './start.js';

/** `npm start`: the tool alone, as a school runs it. */
try {
  const tool = await startTool(loadConfig(process.env));
  stopOnSignal(() => tool.stop());
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
}
