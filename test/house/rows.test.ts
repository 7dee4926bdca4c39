import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = process.cwd();

/** Rule, the file that breaks it, what it imports. Each target exists, so that only the rule can object. */
const PLANTED: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['row-of-shared', 'src/shared/planted.ts', '../http/page.js'],
  ['row-of-persistence', 'src/persistence/planted.ts', '../i18n/words.js'],
  ['row-of-i18n', 'src/i18n/planted.ts', '../jobs/runner.js'],
  ['row-of-http', 'src/http/planted.ts', '../jobs/runner.js'],
  ['row-of-jobs', 'src/jobs/planted.ts', '../grading/index.js'],
  ['row-of-mail', 'src/mail/planted.ts', '../jobs/runner.js'],
  ['row-of-sandbox', 'src/sandbox/planted.ts', '../jobs/runner.js'],
  ['row-of-curriculum', 'src/curriculum/planted.routes.ts', '../lti/index.js'],
  ['row-of-lti', 'src/lti/planted.routes.ts', '../h5p/index.js'],
  ['row-of-h5p', 'src/h5p/planted.routes.ts', '../../src/app.js'],
  ['row-of-grading', 'src/grading/planted.routes.ts', '../tandem/index.js'],
  ['row-of-tandem', 'src/tandem/planted.routes.ts', '../helpdesk/index.js'],
  ['row-of-helpdesk', 'src/helpdesk/planted.routes.ts', '../tandem/index.js'],
  ['row-of-evaluation', 'src/evaluation/planted.routes.ts', '../admin/index.js'],
  ['row-of-credentials', 'src/credentials/planted.routes.ts', '../admin/index.js'],
  ['row-of-admin', 'src/admin/planted.routes.ts', '../credentials/index.js'],
  ['door-of-curriculum', 'src/grading/by-window.routes.ts', '../curriculum/inner.js'],
  ['door-of-lti', 'src/grading/by-window-2.routes.ts', '../lti/inner.js'],
  ['door-of-h5p', 'src/grading/by-window-3.routes.ts', '../h5p/inner.js'],
  ['door-of-grading', 'src/tandem/by-window.routes.ts', '../grading/inner.js'],
  ['door-of-tandem', 'src/admin/by-window.routes.ts', '../tandem/inner.js'],
  ['door-of-helpdesk', 'src/admin/by-window-2.routes.ts', '../helpdesk/inner.js'],
  ['door-of-evaluation', 'src/window.ts', './evaluation/inner.js'],
  ['door-of-credentials', 'src/window-2.ts', './credentials/inner.js'],
  ['door-of-admin', 'src/window-3.ts', './admin/inner.js'],
  ['only-adapters-know-drivers', 'src/lti/driver.store.ts', 'mongoose'],
  ['only-the-driver-knows-sqlite', 'src/persistence/sqlite/other.ts', 'node:sqlite'],
  ['only-one-file-knows-ltijs', 'src/lti/other.client.ts', 'ltijs/dist/Utils/Auth.js'],
  ['only-one-file-knows-lumi', 'src/h5p/other.service.ts', '@lumieducation/h5p-server'],
  ['only-one-file-knows-yazl', 'src/h5p/packing.service.ts', 'yazl'],
  ['only-one-file-knows-yauzl', 'src/h5p/unpacking.service.ts', 'yauzl-promise'],
  ['only-one-file-knows-sanitize-html', 'src/h5p/cleaning.service.ts', 'sanitize-html'],
  ['only-one-file-knows-sharp', 'src/tandem/other.adapter.ts', 'sharp'],
  ['only-one-file-knows-file-type', 'src/h5p/other.adapter.ts', 'file-type'],
  ['only-one-file-knows-multer', 'src/http/other.middleware.ts', 'multer'],
  ['only-one-file-knows-nodemailer', 'src/mail/other.ts', 'nodemailer'],
  ['sandbox-stands-alone', 'src/sandbox/data.ts', '../persistence/database.js'],
  ['pure-policies-and-views', 'src/grading/planted.policy.ts', './attempt.store.js'],
  ['pure-policies-and-views', 'src/grading/planted.views.ts', 'node:fs'],
  ['pure-nouns', 'src/grading/noun.ts', './attempt.store.js'],
  ['pure-nouns', 'src/lti/noun.ts', 'express'],
  ['services-know-no-web', 'src/grading/planted.service.ts', 'express'],
  ['browser-apart', 'src/http/borrowed.ts', '../browser/page.js'],
  ['no-circle', 'src/shared/about.ts', './round.js'],
];

const TARGETS = [
  'src/app.ts',
  'src/http/page.ts',
  'src/i18n/words.ts',
  'src/jobs/runner.ts',
  'src/persistence/database.ts',
  'src/browser/page.ts',
  'src/grading/attempt.store.ts',
  ...[
    'curriculum',
    'lti',
    'h5p',
    'grading',
    'tandem',
    'helpdesk',
    'evaluation',
    'credentials',
    'admin',
  ].flatMap((name) => [`src/${name}/index.ts`, `src/${name}/inner.ts`]),
];

interface Report {
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

describe('rows of the house', () => {
  let house: string;
  let found: ReadonlySet<string>;

  beforeAll(async () => {
    house = await mkdtemp(path.join(tmpdir(), 'tandem-house-'));
    await symlink(path.join(ROOT, 'node_modules'), path.join(house, 'node_modules'));
    await plant('tsconfig.json', '{ "compilerOptions": { "module": "NodeNext" } }');
    for (const target of TARGETS) await plant(target, 'export const here = true;\n');
    for (const [, from, to] of PLANTED) await plant(from, `import '${to}';\n`);
    await plant('src/shared/round.ts', `import './about.js';\n`);
    found = await violations();
  }, 60_000);

  afterAll(() => rm(house, { recursive: true, force: true }));

  it.each(PLANTED)('%s refuses %s importing %s', (rule, from) => {
    expect(found).toContain(`${rule} ${from}`);
  });

  it('plants something against every rule there is', async () => {
    const config = (await import(path.join(ROOT, '.config', 'dependency-cruiser.cjs'))) as {
      default: { forbidden: readonly { name: string }[] };
    };
    const planted = new Set(PLANTED.map(([rule]) => rule));
    expect(
      config.default.forbidden.map(({ name }) => name).filter((name) => !planted.has(name)),
    ).toEqual([]);
  });

  async function plant(file: string, text: string): Promise<void> {
    const at = path.join(house, file);
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(at, text);
  }

  async function violations(): Promise<ReadonlySet<string>> {
    const cruise = path.join(
      ROOT,
      'node_modules',
      'dependency-cruiser',
      'bin',
      'dependency-cruise.mjs',
    );
    const config = path.join(ROOT, '.config', 'dependency-cruiser.cjs');
    const args = [cruise, '--config', config, '--output-type', 'json', 'src'];
    // Exits with the number of violations, which is what we are here for.
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      cwd: house,
      maxBuffer: 64 * 1024 * 1024,
    }).catch((fault: unknown) => fault as { stdout: string });
    const report = JSON.parse(stdout) as Report;
    return new Set(report.summary.violations.map(({ rule, from }) => `${rule.name} ${from}`));
  }
});
