import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { createAdmin, type Admin, type AdminDeps, type AuditLog } from './admin/index.js';
import type { Config } from './config.js';
import type { Foundation } from './foundation.js';
import type { GradingSubsystem } from './grading/index.js';
import { MOST_PACKED, type H5p } from './h5p/index.js';
import type { Lti } from './lti/index.js';

/** The operator's pages, over everything that an operator looks after. */
export async function createOperatorPages(
  { config, database, clock }: Foundation,
  {
    log,
    lti,
    grading,
    h5p,
  }: {
    readonly log: AuditLog;
    readonly lti: Lti;
    readonly grading: GradingSubsystem;
    readonly h5p: Pick<H5p, 'libraries'>;
  },
): Promise<Admin> {
  return createAdmin({
    ...{ database, clock, log, publicUrl: config.publicUrl },
    platforms: lti.platforms,
    invitations: lti.invitations,
    keys: lti.keys,
    connection: lti.platformConnection,
    libraries: {
      ...h5p.libraries,
      uploadsDirectory: path.join(config.dataDir, 'uploads'),
      mostBytes: MOST_PACKED,
    },
    ping: () => database.ping(),
    scoresWaiting: () => grading.waiting(),
    about: aboutOf(config),
  });
}

const Package = z.object({ version: z.string() });

function aboutOf({ root, publicUrl, mongodbUri }: Config): AdminDeps['about'] {
  const { version } = Package.parse(
    JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')),
  );
  return {
    version,
    nodeVersion: process.versions.node,
    publicUrl: publicUrl.href,
    database: mongodbUri === undefined ? 'embedded' : 'mongodb',
  };
}
