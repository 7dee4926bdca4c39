import { execFileSync } from 'node:child_process';

/** Builds what the server gives to browsers, once for the whole run. */
export default function globalSetup() {
  // In a process of its own: Jest compiles this file as CommonJS, and the build is an ES module.
  execFileSync(process.execPath, ['--import', 'tsx', 'src/build.ts'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
