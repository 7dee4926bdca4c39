import { parseArgs } from 'node:util';
import { openAuditLog } from './admin/index.js';
import { loadConfig } from './config.js';
import { openPlatforms, PlatformRegistration, type Platform, type Platforms } from './lti/index.js';
import { openDatabase } from './persistence/open-database.js';
import type { Actor } from './shared/audit.js';
import { AppError } from './shared/errors.js';
import { newId } from './shared/ids.js';

/** `npm run tandem -- …`: what an administrator does by hand, through the same services as the pages. */
const USAGE = `npm run tandem -- platform add --issuer URL --client-id ID --auth-url URL --token-url URL
                           --jwks-url URL --deployment ID [--deployment ID …] [--name TEXT]
                           [--audience URL] [--json]
npm run tandem -- platform list [--json]
npm run tandem -- platform show ID [--json]
npm run tandem -- platform disable ID | enable ID | remove ID [--json]`;

const BY: Actor = { kind: 'command-line' };

const OPTIONS = {
  issuer: { type: 'string' },
  'client-id': { type: 'string' },
  'auth-url': { type: 'string' },
  'token-url': { type: 'string' },
  'jwks-url': { type: 'string' },
  audience: { type: 'string' },
  deployment: { type: 'string', multiple: true },
  name: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

process.exitCode = await run(process.argv.slice(2));

/** @returns the exit status: 0 done, 1 refused, 2 not understood */
async function run(args: readonly string[]): Promise<number> {
  const command = readCommand(args);
  if (!command) {
    console.error(USAGE);
    return 2;
  }
  try {
    print(await withPlatforms((platforms) => command.run(platforms)), command.json);
    return 0;
  } catch (fault) {
    if (!(fault instanceof AppError)) throw fault;
    console.error(command.json ? JSON.stringify({ code: fault.code }) : fault.message);
    return 1;
  }
}

interface Command {
  readonly json: boolean;
  run(platforms: Platforms): Promise<unknown>;
}

/** @returns undefined when the words make no command; the reason has been printed */
function readCommand(args: readonly string[]): Command | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: OPTIONS,
      allowPositionals: true,
    });
    const [subject, verb, id] = positionals;
    if (values.help === true || subject !== 'platform') return undefined;
    const run = platformCommand(verb, id, values);
    return run && { run, json: values.json ?? false };
  } catch (fault) {
    console.error(fault instanceof Error ? fault.message : fault);
    return undefined;
  }
}

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

function platformCommand(
  verb: string | undefined,
  id: string | undefined,
  values: Values,
): Command['run'] | undefined {
  if (verb === 'list') return (platforms) => platforms.list();
  if (verb === 'add') {
    const registration = readRegistration(values);
    return registration && ((platforms) => platforms.add(registration, BY));
  }
  if (id === undefined) return undefined;
  const verbs: Readonly<Record<string, Command['run']>> = {
    show: (platforms) => platforms.show(id),
    disable: (platforms) => platforms.setStatus(id, 'disabled', BY),
    enable: (platforms) => platforms.setStatus(id, 'active', BY),
    remove: async (platforms) => {
      await platforms.remove(id, BY);
      return { id, removed: true };
    },
  };
  return verb !== undefined && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
}

function readRegistration(values: Values): PlatformRegistration | undefined {
  const result = PlatformRegistration.safeParse({
    issuer: values.issuer,
    clientId: values['client-id'],
    authUrl: values['auth-url'],
    tokenUrl: values['token-url'],
    jwksUrl: values['jwks-url'],
    audience: values.audience,
    deployments: values.deployment,
    name: values.name,
  });
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    console.error(`${issue.path.join('.')}: ${issue.message}`);
  }
  return undefined;
}

async function withPlatforms<T>(use: (platforms: Platforms) => Promise<T>): Promise<T> {
  const config = loadConfig(process.env);
  const clock = Date.now;
  const database = await openDatabase({
    dataDir: config.dataDir,
    mongodbUri: config.mongodbUri,
    clock,
  });
  try {
    const { audit } = await openAuditLog({ database, clock, newId });
    return await use(await openPlatforms({ database, audit, clock, newId }));
  } finally {
    await database.close();
  }
}

function print(result: unknown, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(result, undefined, 2));
    return;
  }
  const platforms = (Array.isArray(result) ? result : [result]) as readonly Platform[];
  if (platforms.length === 0) console.log('No platform is registered.');
  for (const platform of platforms) {
    const fields = Object.entries(platform).map(
      ([name, value]) =>
        `  ${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
    );
    console.log(`platform\n${fields.join('\n')}`);
  }
}
