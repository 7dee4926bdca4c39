import { randomBytes, randomInt } from 'node:crypto';
import { MINUTE, SECOND, type Clock } from '../shared/clock.js';
import { NotFound } from '../shared/errors.js';
import { idTokenClaims, targetOf, type DocumentTarget, type Message } from './claims.js';
import type { LineItem, Tool, User } from './course.js';
import type { SigningKeys } from './signing-keys.js';
import type { State } from './state.js';
import type { Urls } from './urls.js';

/** The form a browser posts to the tool to start a launch. */
export interface LoginInitiation {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Who opens what in which tool. */
export interface PendingLaunch {
  readonly user: User;
  readonly tool: Tool;
  readonly message: Message;
}

/** Launches, from the click to the id_token. */
export interface Launches {
  /** @throws {NotFound} */
  start(launch: {
    readonly userId: string;
    readonly linkId: string;
    readonly documentTarget?: DocumentTarget | undefined;
    /** Sent as `lti_storage_target`. Undefined: as Moodle, which keeps nothing for tools. */
    readonly storageTarget?: string | undefined;
  }): LoginInitiation;
  /** @throws {NotFound} */
  startDeepLinking(launch: { readonly userId: string; readonly clientId: string }): LoginInitiation;
  /** From the gradebook to the work of `learnerId`. @throws {NotFound} */
  startReview(launch: {
    readonly userId: string;
    readonly lineItemId: string;
    readonly learnerId: string;
    readonly documentTarget?: DocumentTarget | undefined;
  }): LoginInitiation;
  /** What this message hint stands for; it holds once only. */
  take(messageHint: string): PendingLaunch | undefined;
  idToken(launch: PendingLaunch, nonce: string): Promise<string>;
  /** Whose deep linking request had this key in its return address; it holds once only. */
  takeReturn(key: string): { readonly user: User; readonly tool: Tool } | undefined;
}

export interface LaunchesDeps {
  readonly state: State;
  readonly urls: Urls;
  readonly keys: SigningKeys;
  readonly clock: Clock;
}

interface MessageHint {
  readonly cmid?: number;
  readonly launchid: string;
}

const HOLDS_FOR = 60 * MINUTE;

/** Login initiations given out, and the id_tokens that answer them. */
export function createLaunches({ state, urls, keys, clock }: LaunchesDeps): Launches {
  const pending = createOnceMap<PendingLaunch>(clock);
  const returns = createOnceMap<{ readonly user: User; readonly tool: Tool }>(clock);

  function initiate(launch: PendingLaunch, hint: MessageHint): LoginInitiation {
    pending.put(hint.launchid, launch);
    return {
      url: launch.tool.loginUrl,
      fields: {
        iss: urls.issuer,
        target_link_uri: targetOf(launch.message, launch.tool),
        login_hint: launch.user.id,
        lti_message_hint: JSON.stringify(hint),
        client_id: launch.tool.clientId,
        lti_deployment_id: launch.tool.deploymentId,
      },
    };
  }

  return {
    start({ userId, linkId, documentTarget = 'iframe', storageTarget }) {
      const user = required(state.user(userId), 'user');
      const link = required(state.link(linkId), 'link');
      const tool = activeTool(state, link.clientId);
      const message = { type: 'LtiResourceLinkRequest', link, documentTarget } as const;
      const launchid = `ltilaunch${link.id}_${String(randomInt(1e9, 2 ** 32))}`;
      // Moodle names the course module here; for us it is the link.
      const login = initiate({ user, tool, message }, { cmid: Number(link.id), launchid });
      if (storageTarget === undefined) return login;
      return { ...login, fields: { ...login.fields, lti_storage_target: storageTarget } };
    },
    startDeepLinking({ userId, clientId }) {
      const user = required(state.user(userId), 'user');
      const tool = activeTool(state, clientId);
      const returnKey = randomBytes(8).toString('hex');
      returns.put(returnKey, { user, tool });
      const message = { type: 'LtiDeepLinkingRequest', returnKey } as const;
      return initiate(
        { user, tool, message },
        { launchid: launchIdFor('ContentItemSelectionRequest') },
      );
    },
    startReview({ userId, lineItemId, learnerId, documentTarget = 'iframe' }) {
      const user = required(state.user(userId), 'user');
      const forUser = required(state.user(learnerId), 'learner');
      const lineItem = required(state.lineItem(lineItemId), 'line item');
      const tool = activeTool(state, lineItem.clientId);
      const link = lineItem.linkId === undefined ? undefined : state.link(lineItem.linkId);
      const type = 'LtiSubmissionReviewRequest';
      const message = { type, lineItem, link, forUser, documentTarget } as const;
      return initiate({ user, tool, message }, { launchid: launchIdFor(type) });
    },
    take: (messageHint) => pending.take(launchIdOf(messageHint)),
    idToken({ user, tool, message }, nonce) {
      const lineItems = lineItemsOf(message, state);
      const now = Math.floor(clock() / SECOND);
      const { course } = state;
      const place = { urls, course, user, tool, groups: state.offeredGroups() };
      return keys.sign(idTokenClaims({ ...place, message, lineItems, nonce, now }));
    },
    takeReturn: (key) => returns.take(key),
  };
}

/** As Moodle names what is no activity. */
function launchIdFor(type: string): string {
  return `ltilaunch_${type}${String(randomInt(1e9, 2 ** 32))}`;
}

function lineItemsOf(message: Message, state: State): readonly LineItem[] {
  switch (message.type) {
    case 'LtiDeepLinkingRequest':
      return [];
    case 'LtiSubmissionReviewRequest':
      return [message.lineItem];
    case 'LtiResourceLinkRequest':
      return state.lineItems().filter((item) => item.linkId === message.link.id);
  }
}

function activeTool(state: State, clientId: string): Tool {
  const tool = required(state.tool(clientId), 'tool');
  if (tool.status !== 'active') throw new NotFound('tool is not active');
  return tool;
}

function required<T>(thing: T | undefined, what: string): T {
  if (thing === undefined) throw new NotFound(what);
  return thing;
}

function launchIdOf(messageHint: string): string {
  try {
    const hint: unknown = JSON.parse(messageHint);
    if (typeof hint !== 'object' || hint === null || !('launchid' in hint)) return '';
    return String(hint.launchid);
  } catch {
    // Not our JSON: stands for no launch.
    return '';
  }
}

interface OnceMap<T> {
  put(key: string, value: T): void;
  take(key: string): T | undefined;
}

/** Values that can be taken once, within an hour. */
function createOnceMap<T>(clock: Clock): OnceMap<T> {
  const held = new Map<string, { readonly value: T; readonly until: number }>();
  return {
    put(key, value) {
      // A Map keeps the order of writing: the oldest are in front.
      for (const [old, { until }] of held) {
        if (until > clock()) break;
        held.delete(old);
      }
      held.set(key, { value, until: clock() + HOLDS_FOR });
    },
    take(key) {
      const entry = held.get(key);
      held.delete(key);
      return entry && entry.until > clock() ? entry.value : undefined;
    },
  };
}
