import { z, ZodError } from 'zod';
import {
  Id,
  readCommonClaims,
  readLinkClaims,
  readOptionalResourceLink,
  readPlaceClaims,
  readTarget,
  readUserId,
  shortNamed,
  type CommonClaims,
  type LinkClaims,
  type PlaceClaims,
  type ResourceLinkClaim,
} from './claims.js';
import { readSettings, type DeepLinkingSettings } from '../deep-linking/settings.js';
import { LaunchRefused } from '../login/launch-refused.js';

/** Somebody opens a link. */
export interface ResourceLinkMessage extends CommonClaims {
  readonly kind: 'resource-link';
  readonly userId: string;
  readonly targetLinkUri: string;
  readonly link: LinkClaims;
}

/** Somebody who teaches wants to choose content for the course. */
export interface DeepLinkingMessage extends CommonClaims {
  readonly kind: 'deep-linking';
  /** Optional here since the errata of Deep Linking 2.0: undefined for somebody the platform does not name. */
  readonly userId?: string | undefined;
  readonly targetLinkUri?: string | undefined;
  readonly place: PlaceClaims;
  readonly settings: DeepLinkingSettings;
}

/** From the gradebook to one learner's work (Submission Review 1.0). */
export interface SubmissionReviewMessage extends CommonClaims {
  readonly kind: 'submission-review';
  readonly userId: string;
  readonly targetLinkUri: string;
  readonly place: PlaceClaims;
  /** Undefined when the platform names the line item alone. */
  readonly resourceLink?: ResourceLinkClaim | undefined;
  /** Whose work is asked for. */
  readonly forUserId: string;
}

export type Message = ResourceLinkMessage | DeepLinkingMessage | SubmissionReviewMessage;

const ForUser = z.object({ for_user: z.object({ user_id: Id }) });

/** @throws {LaunchRefused} claims-invalid, message-unsupported, message-not-served, no-such-learner */
export function readMessage(token: object): Message {
  try {
    return read(token);
  } catch (cause) {
    if (!(cause instanceof ZodError)) throw cause;
    const names = cause.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new LaunchRefused('claims-invalid', `claims: ${names.slice(0, 200)}`, { cause });
  }
}

function read(token: object): Message {
  refuseKnown(shortNamed(token).message_type);
  const common = readCommonClaims(token);
  switch (common.messageType) {
    case 'LtiResourceLinkRequest': {
      const link = readLinkClaims(token);
      const { targetLinkUri } = link;
      return { ...common, kind: 'resource-link', userId: readUserId(token), targetLinkUri, link };
    }
    case 'LtiDeepLinkingRequest':
      return {
        ...common,
        kind: 'deep-linking',
        userId: 'sub' in token ? readUserId(token) : undefined,
        targetLinkUri: hasTarget(token) ? readTarget(token) : undefined,
        place: readPlaceClaims(token),
        settings: readSettings(token),
      };
    case 'LtiSubmissionReviewRequest':
      return {
        ...common,
        kind: 'submission-review',
        userId: readUserId(token),
        targetLinkUri: readTarget(token),
        place: readPlaceClaims(token),
        resourceLink: readOptionalResourceLink(token),
        forUserId: readForUser(token),
      };
    default:
      throw notServed(common.messageType);
  }
}

/** Certification sends deep linking requests without a target. */
function hasTarget(token: object): boolean {
  return shortNamed(token).target_link_uri !== undefined;
}

function readForUser(token: object): string {
  const claim = ForUser.safeParse(shortNamed(token));
  if (!claim.success) throw new LaunchRefused('no-such-learner', 'for_user missing');
  return claim.data.for_user.user_id;
}

/** Messages that platforms really send (Sakai), for which a person is told what to do instead. */
const KNOWN: ReadonlyMap<string, 'course-launch-not-served' | 'privacy-launch-not-served'> =
  new Map([
    ['LtiContextLaunchRequest', 'course-launch-not-served'],
    ['LtiDataPrivacyLaunchRequest', 'privacy-launch-not-served'],
    // Sakai's older name.
    ['DataPrivacyLaunchRequest', 'privacy-launch-not-served'],
  ]);

/** Before the other claims are looked at: what is missing in them is not what the person has to know. */
function refuseKnown(messageType: unknown): void {
  const reason = typeof messageType === 'string' ? KNOWN.get(messageType) : undefined;
  if (reason) throw new LaunchRefused(reason, 'message type known and not served');
}

function notServed(messageType: string): LaunchRefused {
  // Only what is a name: it goes to the page, for the administrator, and to the log.
  const type = /^[A-Za-z]{1,60}$/.test(messageType) ? messageType : '?';
  return new LaunchRefused('message-unsupported', `message type not served: ${type}`, {
    values: { type },
  });
}
