import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AppError, hasCode } from './shared/errors.js';
import { newSecret } from './shared/ids.js';

/** The settings cannot be used; the message lists every fault, a line each. */
export class ConfigFault extends AppError {
  readonly code = 'config.fault';
  readonly status = 500;
}

const SHORTEST_SECRET = 32;

const Environment = z.object({
  /** Port of the tool. */
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  /** Address under which browsers and platforms reach the tool, without a path. Default: http://localhost:PORT */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .refine((url) => new URL(url).pathname === '/', 'must not have a path')
    .optional(),
  /** Folder for the database and the secret. */
  DATA_DIR: z.string().min(1).default('./data'),
  /** A programme's own content, laid over ours file by file. */
  CONTENT_DIR: z.string().min(1).optional(),
  /** Several processes over one MongoDB, instead of the embedded database. */
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb://')
    .refine(namesDatabase, 'must name a database: mongodb://host/tandem')
    .optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** At least 32 characters, the same for every process. Default: made on first start and kept in DATA_DIR. */
  SECRET: z.string().min(SHORTEST_SECRET).optional(),
  /** Port of the sandbox platform, for the demo. */
  SANDBOX_PORT: z.coerce.number().int().min(1).max(65_535).default(3001),
  /** Launches that one address may begin in a minute. A school often shares one address. */
  LOGINS_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  /** Proxies whose X-Forwarded-For is believed: addresses, ranges, or Express's names for them. */
  TRUST_PROXY: z
    .string()
    .refine(
      namesProxies,
      'must list addresses, ranges (10.0.0.0/8), loopback, linklocal or uniquelocal',
    )
    .default('loopback, uniquelocal'),
  /** Mail server for invitations; undefined: the tool sends no mail. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Who writes: an address, or `Name <address>`. Needed with SMTP_URL. */
  MAIL_FROM: z
    .string()
    .regex(/^(?:[^<>\p{C}]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/u, 'must be an address')
    .optional(),
  /** Endpoint of a learning record store, which is told of every answer; undefined: nobody is. */
  LRS_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Key and secret for it. */
  LRS_KEY: z.string().min(1).optional(),
  LRS_SECRET: z.string().min(1).optional(),
  NODE_ENV: z.string().optional(),
});

const Settings = Environment.refine(
  ({ SMTP_URL, MAIL_FROM }) => SMTP_URL === undefined || MAIL_FROM !== undefined,
  { path: ['MAIL_FROM'], message: 'must be set together with SMTP_URL' },
).refine(
  ({ LRS_URL, LRS_KEY, LRS_SECRET }) =>
    LRS_URL === undefined || (LRS_KEY !== undefined && LRS_SECRET !== undefined),
  { path: ['LRS_KEY'], message: 'must be set together with LRS_URL, as LRS_SECRET must' },
);

export interface Config {
  readonly port: number;
  readonly publicUrl: URL;
  readonly dataDir: string;
  readonly contentDirs: readonly string[];
  readonly mongodbUri: string | undefined;
  readonly logLevel: z.infer<typeof Environment>['LOG_LEVEL'];
  readonly secret: string;
  readonly sandboxPort: number;
  readonly loginsPerMinute: number;
  /** As Express's `trust proxy` takes it. */
  readonly trustProxy: string;
  /** Undefined: the tool sends no mail. */
  readonly mailServer: { readonly url: string; readonly from: string } | undefined;
  /** Undefined: nobody is told of answers. */
  readonly recordStore:
    { readonly url: URL; readonly key: string; readonly secret: string } | undefined;
  readonly nodeEnv: string | undefined;
  /** Folder of package.json: views, content and built files are found from here. */
  readonly root: string;
}

/**
 * Reads the environment. Creates DATA_DIR (700) and the secret (600) when they are missing.
 * @throws {ConfigFault}
 */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.entries(environment).filter(([, value]) => value !== '');
  const result = Settings.safeParse(Object.fromEntries(present));
  if (!result.success) {
    const faults = result.error.issues.map(
      (issue) => `  ${issue.path.join('.')}: ${issue.message}`,
    );
    throw new ConfigFault(`These settings cannot be used:\n${faults.join('\n')}`);
  }
  const settings = result.data;
  const root = rootFolder();
  const dataDir = path.resolve(settings.DATA_DIR);
  return {
    port: settings.PORT,
    publicUrl: new URL(settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`),
    dataDir,
    contentDirs: [path.join(root, 'content'), settings.CONTENT_DIR].filter(
      (directory) => directory !== undefined,
    ),
    mongodbUri: settings.MONGODB_URI,
    logLevel: settings.LOG_LEVEL,
    secret: settings.SECRET ?? keptSecret(dataDir),
    sandboxPort: settings.SANDBOX_PORT,
    loginsPerMinute: settings.LOGINS_PER_MINUTE,
    trustProxy: settings.TRUST_PROXY,
    mailServer: mailServerOf(settings),
    recordStore: recordStoreOf(settings),
    nodeEnv: settings.NODE_ENV,
    root,
  };
}

function mailServerOf({ SMTP_URL, MAIL_FROM }: z.infer<typeof Settings>): Config['mailServer'] {
  if (SMTP_URL === undefined || MAIL_FROM === undefined) return undefined;
  return { url: SMTP_URL, from: MAIL_FROM };
}

function recordStoreOf(settings: z.infer<typeof Settings>): Config['recordStore'] {
  const { LRS_URL: url, LRS_KEY: key, LRS_SECRET: secret } = settings;
  if (url === undefined || key === undefined || secret === undefined) return undefined;
  return { url: new URL(url), key, secret };
}

function keptSecret(dataDir: string): string {
  const file = path.join(dataDir, 'secret');
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (!existsSync(file)) {
      // Written whole, then given its name: of several processes that start at once one names it, and nobody reads half.
      writeFileSync(draft, newSecret(), { mode: 0o600 });
      linkSync(draft, file);
    }
  } catch (fault) {
    if (!hasCode(fault) || fault.code !== 'EEXIST') {
      const reason = hasCode(fault) ? fault.code : 'unknown';
      throw new ConfigFault(`These settings cannot be used:\n  DATA_DIR: not writable (${reason})`);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  const secret = readFileSync(file, 'utf8').trim();
  if (secret.length >= SHORTEST_SECRET) return secret;
  throw new ConfigFault(`These settings cannot be used:\n  DATA_DIR: ${file} holds no secret`);
}

function namesProxies(list: string): boolean {
  return list.split(',').every((part) => {
    const name = part.trim();
    if (['loopback', 'linklocal', 'uniquelocal'].includes(name)) return true;
    const [address = '', bits] = name.split('/');
    const most = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
    return bits === undefined ? most > 0 : /^[1-9]\d*$/.test(bits) && Number(bits) <= most;
  });
}

/** Without one, MongoDB would quietly use a database called `test`. */
function namesDatabase(uri: string): boolean {
  return /^[^/]+\/\/[^/]+\/[^/?]+/.test(uri);
}

/** Sources run from src/, the build from dist/src/; both lie below package.json. */
function rootFolder(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const parent = path.dirname(here);
  return path.basename(parent) === 'dist' ? path.dirname(parent) : parent;
}
