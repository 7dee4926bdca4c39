import type { Actor } from '../../shared/audit.js';
import { originsOf, type Platform } from '../platforms/platform.js';
import type { PlatformRegistration, Platforms } from '../platforms/platform.service.js';
import { HOUR, SECOND } from '../../shared/clock.js';
import { AppError, hasCode } from '../../shared/errors.js';
import type { AddressCheck } from '../services/guarded-fetch.client.js';
import type { Invitation } from './invitation.js';
import type { Invitations } from './invitations.service.js';
import type { PlatformDescription } from './openid-configuration.js';
import type { RegistrationClient, RegistrationInitiation } from './registration.client.js';
import type { FieldFaults } from './registration-form.js';
import { deploymentIn, type RegistrationAnswer, type ToolTexts } from './tool-configuration.js';

/** Values that look right, and lead nowhere or are taken. */
export class RegistrationInvalid extends AppError {
  readonly code = 'lti.registration-invalid';
  readonly status = 400;
  readonly faults: FieldFaults;

  constructor(faults: FieldFaults) {
    super(`at fault: ${Object.keys(faults).join(', ')}`);
    this.faults = faults;
  }
}

/** More registrations await the operator than one person looks through. */
export class TooManyWaiting extends AppError {
  readonly code = 'lti.too-many-waiting';
  readonly status = 503;
  override readonly retryAfterSeconds = HOUR / SECOND;
}

export interface Registered {
  readonly platformId: string;
  readonly status: Platform['status'];
  /** `deployment_id`; undefined where one is known only after the first launch. */
  readonly deployment?: string | undefined;
}

export interface RegistrationService {
  /** @throws {InvitationSpent} */
  invitation(token: string): Promise<Invitation>;
  /** What the platform says of itself. @throws {InvitationSpent} @throws {TooManyTries} and as `register` */
  describe(initiation: RegistrationInitiation): Promise<PlatformDescription>;
  /**
   * Registers us with the platform, and the platform with us. One that we have already under this
   * client id is renewed, since its own host has just said so.
   * @throws {InvitationSpent} @throws {TooManyTries} @throws {TooManyWaiting} @throws {AddressRefused}
   * @throws {PlatformConfigurationInvalid} @throws {RegistrationRefused} @throws {ServiceUnreachable}
   */
  register(
    initiation: RegistrationInitiation,
    texts: ToolTexts,
  ): Promise<Registered & { readonly platform: PlatformDescription }>;
  /**
   * Registers a platform by the values its administrator copied. One that we have already is renewed
   * only by an invitation for it: whoever else types its client id could take its people over.
   * @throws {InvitationSpent} @throws {TooManyTries} @throws {TooManyWaiting} @throws {RegistrationInvalid}
   */
  registerByHand(token: string, registration: PlatformRegistration): Promise<Registered>;
}

export interface RegistrationServiceDeps {
  readonly invitations: Invitations;
  readonly platforms: Platforms;
  readonly client: RegistrationClient;
  readonly checkAddress: AddressCheck;
}

/** Registrations that wait at the same time. */
const MOST_WAITING = 200;
/** Issuer and client id belong to another platform. */
const TAKEN: ReadonlySet<string> = new Set(['lti.platform-exists', 'persistence.duplicate-key']);
const BY: Actor = { kind: 'platform' };

export function createRegistrationService(deps: RegistrationServiceDeps): RegistrationService {
  const { invitations, platforms, client, checkAddress } = deps;

  /** Asked before a platform is told anything. @throws {TooManyWaiting} */
  async function requireRoom({ approveAtOnce, platformId }: Invitation): Promise<void> {
    if (approveAtOnce || platformId !== undefined) return;
    const all = await platforms.list();
    const waiting = all.filter(({ status }) => status === 'pending');
    if (waiting.length >= MOST_WAITING) throw new TooManyWaiting(`${waiting.length} wait`);
  }

  async function add(
    registration: PlatformRegistration,
    { approveAtOnce, name }: Invitation,
  ): Promise<Registered> {
    const status = approveAtOnce ? 'active' : 'pending';
    const platform = await platforms.add({ name, ...registration }, BY, status);
    return registered(platform, registration);
  }

  async function renew(
    id: string,
    registration: PlatformRegistration,
    { approveAtOnce }: Invitation,
  ): Promise<Registered> {
    const { issuer, status } = await platforms.show(id);
    // Somewhere else speaks for these people from now on: the operator looks at that first.
    const hasMoved = issuer !== registration.issuer && status === 'active';
    if (hasMoved && !approveAtOnce) await platforms.setStatus(id, 'pending', BY);
    return registered(await platforms.update(id, registration, BY), registration);
  }

  return {
    invitation: (token) => invitations.find(token),
    async describe(initiation) {
      await invitations.look(initiation.invitation);
      return client.describe(initiation);
    },
    register: (initiation, texts) =>
      invitations.use(initiation.invitation, async (invitation) => {
        await requireRoom(invitation);
        const platform = await client.describe(initiation);
        const answer = await client.introduce(platform, initiation.registrationToken, texts);
        const registration = registrationFrom(platform, answer, initiation.openidConfiguration);
        const known = invitation.platformId ?? (await platforms.find(registration))?.id;
        const kept = await (known === undefined
          ? add(registration, invitation)
          : renew(known, registration, invitation));
        return { ...kept, platform };
      }),
    registerByHand: (token, registration) =>
      invitations.use(token, async (invitation) => {
        await requireRoom(invitation);
        await requireReachable(registration, checkAddress);
        const { platformId } = invitation;
        const work =
          platformId === undefined
            ? add(registration, invitation)
            : renew(platformId, registration, invitation);
        return work.catch((fault: unknown) => {
          if (!hasCode(fault) || !TAKEN.has(fault.code)) throw fault;
          throw new RegistrationInvalid({ clientId: 'known' });
        });
      }),
  };
}

/** @throws {RegistrationInvalid} */
async function requireReachable(
  registration: PlatformRegistration,
  checkAddress: AddressCheck,
): Promise<void> {
  const faults: FieldFaults = {};
  for (const field of ['authUrl', 'tokenUrl', 'jwksUrl'] as const) {
    await checkAddress(new URL(registration[field])).catch((fault: unknown) => {
      if (!hasCode(fault)) throw fault;
      faults[field] = fault.code === 'lti.address-refused' ? 'private' : 'no-such-host';
    });
  }
  if (Object.keys(faults).length > 0) throw new RegistrationInvalid(faults);
}

function registrationFrom(
  { issuer, authUrl, tokenUrl, jwksUrl, audience }: PlatformDescription,
  answer: RegistrationAnswer,
  { origin }: URL,
): PlatformRegistration {
  const deployment = deploymentIn(answer);
  return {
    ...{ issuer, clientId: answer.client_id, authUrl, tokenUrl, jwksUrl, audience },
    deployments: deployment === undefined ? [] : [deployment],
    // Where the platform describes itself its pages may be too, as this one was.
    otherOrigins: originsOf({ authUrl, issuer }).includes(origin) ? undefined : [origin],
  };
}

function registered(
  { id, status }: Platform,
  { deployments: [deployment] }: PlatformRegistration,
): Registered {
  return { platformId: id, status, deployment };
}
