import { parseArgs } from 'node:util';
import type { ZodType } from 'zod';
import { createOperatorLink, openAuditLog } from './admin/index.js';
import { loadConfig } from './config.js';
import {
  createKeyRing,
  NewInvitation,
  openInvitations,
  openPlatforms,
  OtherOrigins,
  PlatformRegistration,
  type Invitations,
  type KeyRing,
  type Platforms,
} from './lti/index.js';
import { openDatabase } from './persistence/open-database.js';
import type { Actor } from './shared/audit.js';
import { AppError } from './shared/errors.js';
import { newId } from './shared/ids.js';
import { createSealer } from './shared/seal.js';

/** `npm run tandem -- …`: what an administrator does by hand, through the same services as the pages. */
const USAGE = `npm run tandem -- platform add --issuer URL --client-id ID --auth-url URL --token-url URL
                           --jwks-url URL --deployment ID [--deployment ID …] [--name TEXT]
                           [--audience URL]
npm run tandem -- platform invite [--name TEXT] [--approve] [--hours 1…720] [--for ID]
npm run tandem -- platform list
npm run tandem -- platform show | disable | enable | remove ID
npm run tandem -- platform update ID --origin URL [--origin URL …] | --origin none
npm run tandem -- deployment allow | block ID --deployment ID
npm run tandem -- keys list | rotate
npm run tandem -- admin link
Each takes --json, for programs. The ID is the platform's own, as the list shows it.`;

const BY: Actor = { kind: 'command-line' };

const OPTIONS = {
  issuer: { type: 'string' },
  'client-id': { type: 'string' },
  'auth-url': { type: 'string' },
  'token-url': { type: 'string' },
  'jwks-url': { type: 'string' },
  audience: { type: 'string' },
  deployment: { type: 'string', multiple: true },
  origin: { type: 'string', multiple: true },
  name: { type: 'string' },
  approve: { type: 'boolean' },
  hours: { type: 'string' },
  for: { type: 'string' },
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
    print(await withTools(command.run), command.json);
    return 0;
  } catch (fault) {
    if (!(fault instanceof AppError)) throw fault;
    console.error(command.json ? JSON.stringify({ code: fault.code }) : fault.message);
    return 1;
  }
}

/** What commands work with. */
interface Tools {
  readonly platforms: Platforms;
  readonly invitations: () => Promise<Invitations>;
  readonly keys: () => Promise<KeyRing>;
  readonly operatorLink: () => ReturnType<typeof createOperatorLink>;
}

type Run = (tools: Tools) => Promise<unknown>;

interface Command {
  readonly json: boolean;
  readonly run: Run;
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
    if (values.help === true) return undefined;
    const run =
      commandWithoutId(`${subject ?? ''} ${verb ?? ''}`, values) ??
      (id === undefined ? undefined : commandFor(`${subject ?? ''} ${verb ?? ''}`, id, values));
    return run && { run, json: values.json ?? false };
  } catch (fault) {
    console.error(fault instanceof Error ? fault.message : fault);
    return undefined;
  }
}

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

function commandWithoutId(words: string, values: Values): Run | undefined {
  switch (words) {
    case 'platform list':
      return ({ platforms }) => platforms.list();
    case 'platform add': {
      const registration = readRegistration(values);
      return registration && (({ platforms }) => platforms.add(registration, BY));
    }
    case 'platform invite': {
      const invitation = read(NewInvitation, {
        name: values.name,
        approveAtOnce: values.approve ?? false,
        hours: values.hours === undefined ? undefined : Number(values.hours),
        platformId: values.for,
      });
      return invitation && ((tools) => invite(tools, invitation));
    }
    case 'keys list':
      return async ({ keys }) => (await keys()).list();
    case 'keys rotate':
      return async ({ keys }) => {
        const ring = await keys();
        await ring.rotate(BY);
        return ring.list();
      };
    case 'admin link':
      return async ({ operatorLink }) => {
        const { url, expiresAt } = await operatorLink();
        return { url: url.href, expiresAt: new Date(expiresAt).toISOString() };
      };
    default:
      return undefined;
  }
}

function commandFor(words: string, id: string, values: Values): Run | undefined {
  switch (words) {
    case 'platform show':
      return ({ platforms }) => platforms.show(id);
    case 'platform disable':
      return ({ platforms }) => platforms.setStatus(id, 'disabled', BY);
    case 'platform enable':
      return ({ platforms }) => platforms.setStatus(id, 'active', BY);
    case 'platform update':
      return setOrigins(id, values);
    case 'platform remove':
      return async ({ platforms }) => {
        await platforms.remove(id, BY);
        return { id, removed: true };
      };
    case 'deployment allow':
      return setDeployments(id, values, 'allowed');
    case 'deployment block':
      return setDeployments(id, values, 'blocked');
    default:
      return undefined;
  }
}

function setDeployments(
  id: string,
  { deployment: deployments = [] }: Values,
  status: 'allowed' | 'blocked',
): Run | undefined {
  if (deployments.length === 0) return undefined;
  return async ({ platforms }) => {
    for (const deployment of deployments) {
      await platforms.setDeployment(id, deployment, status, BY);
    }
    return platforms.show(id);
  };
}

/** From all of these, and no others, course pages may frame the tool besides the registered ones. */
function setOrigins(id: string, { origin: origins = [] }: Values): Run | undefined {
  if (origins.length === 0) return undefined;
  const wanted = read(OtherOrigins, origins.length === 1 && origins[0] === 'none' ? [] : origins);
  return wanted && (({ platforms }) => platforms.setOtherOrigins(id, wanted, BY));
}

async function invite(
  { platforms, invitations }: Tools,
  wanted: NewInvitation,
): Promise<{ readonly url: string; readonly id: string; readonly expiresAt: string }> {
  // Before anybody is told to use it.
  if (wanted.platformId !== undefined) await platforms.show(wanted.platformId);
  const { invitation, url } = await (await invitations()).create(wanted, BY);
  const { id, expiresAt } = invitation;
  return { url: url.href, id, expiresAt: new Date(expiresAt).toISOString() };
}

function readRegistration(values: Values): PlatformRegistration | undefined {
  return read(PlatformRegistration, {
    issuer: values.issuer,
    clientId: values['client-id'],
    authUrl: values['auth-url'],
    tokenUrl: values['token-url'],
    jwksUrl: values['jwks-url'],
    audience: values.audience,
    deployments: values.deployment,
    name: values.name,
  });
}

/** @returns undefined when the options do not fit; what is wrong has been printed */
function read<T>(schema: ZodType<T>, options: object): T | undefined {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    console.error(`${issue.path.join('.')}: ${issue.message}`);
  }
  return undefined;
}

async function withTools<T>(use: (tools: Tools) => Promise<T>): Promise<T> {
  const { dataDir, mongodbUri, secret, publicUrl } = loadConfig(process.env);
  const clock = Date.now;
  const database = await openDatabase({ dataDir, mongodbUri, clock });
  try {
    const { audit } = await openAuditLog({ database, clock, newId });
    const common = { database, audit, clock, newId };
    return await use({
      platforms: await openPlatforms(common),
      invitations: () => openInvitations({ ...common, publicUrl }),
      keys: () => createKeyRing({ ...common, sealer: createSealer(secret) }),
      operatorLink: () => createOperatorLink({ database, clock, audit, publicUrl }),
    });
  } finally {
    await database.close();
  }
}

function print(result: unknown, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(result, undefined, 2));
    return;
  }
  const things = (Array.isArray(result) ? result : [result]) as readonly object[];
  if (things.length === 0) console.log('None.');
  const lines = things.map((thing) =>
    Object.entries(thing)
      .map(
        ([name, value]) =>
          `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
      )
      .join('\n'),
  );
  console.log(lines.join('\n\n'));
}
