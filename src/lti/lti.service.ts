import type { Principal } from '../shared/principal.js';
import { checkDeployment } from './launch/check-deployment.js';
import { readMessage } from './launch/check-message.js';
import { checkTarget } from './launch/check-target.js';
import { readAuthenticationResponse, tokenOf } from './launch/authentication-response.js';
import type { UsedNonces } from './launch/used-nonces.js';
import { LaunchRefused } from './launch-refused.js';
import type { Launch } from './launch.js';
import type { LoginStates } from './login-state.js';
import type { IdTokens } from './ltijs.provider.js';
import { allowsDeployment, type Platform } from './platform.js';
import type { PlatformStore } from './platform.store.js';
import { resourceLinkIdOf } from './resource-link.js';
import type { ResourceLinkStore } from './resource-link.store.js';
import { roleOf } from './roles.js';

/** Third-party initiated login, as a platform sends it (Security Framework 1.0, section 5.1.1.1). */
export interface LoginInitiation {
  readonly issuer: string;
  readonly loginHint: string;
  readonly targetLinkUri: string;
  readonly messageHint?: string | undefined;
  readonly deploymentId?: string | undefined;
  readonly clientId?: string | undefined;
}

/** Somebody has arrived: what the start of a session needs to know. */
export interface Arrival {
  readonly launch: Launch;
  readonly principal: Principal;
}

export interface LtiService {
  /**
   * @param key the browser's, to which the login is bound
   * @returns where to send the browser: the platform's authorization endpoint with our request
   * @throws {LaunchRefused}
   */
  startLogin(login: LoginInitiation, key: string): Promise<URL>;
  /**
   * @param body the form the platform posted
   * @param key of the browser that posted it, if it has one
   * @param welcome makes what the person gets; nobody hears of it when the login was used before
   * @throws {LaunchRefused}
   */
  finishLogin<T>(
    body: unknown,
    key: string | undefined,
    welcome: (arrival: Arrival) => Promise<T>,
  ): Promise<T>;
}

export interface LtiServiceDeps {
  readonly platforms: PlatformStore;
  readonly links: ResourceLinkStore;
  readonly usedNonces: UsedNonces;
  readonly states: LoginStates;
  readonly idTokens: IdTokens;
  /** The one redirect_uri that platforms know. */
  readonly launchUrl: string;
  /** Whether something with this content id is there to open. */
  readonly hasContent: (contentId: string) => boolean;
}

export function createLtiService(deps: LtiServiceDeps): LtiService {
  const { platforms, links, usedNonces, states, idTokens, launchUrl, hasContent } = deps;

  async function arrive(launch: Launch): Promise<Arrival> {
    const { platform, deploymentId, userId, role, link } = launch;
    const resourceLinkId = link.resourceLink.id;
    const remembered = await links.remember({
      id: resourceLinkIdOf({ platformId: platform.id, deploymentId, resourceLinkId }),
      platformId: platform.id,
      deploymentId,
      resourceLinkId,
      contextId: link.contextId,
      title: link.resourceLink.title,
      contentId: contentIdOf(launch, hasContent),
      lineItem: link.ags?.lineItem,
      lineItems: link.ags?.lineItems,
      scopes: [...(link.ags?.scopes ?? [])],
    });
    const principal: Principal = {
      platformId: platform.id,
      deploymentId,
      userId,
      contextId: link.contextId,
      linkId: remembered.id,
      contentId: remembered.contentId,
      role,
    };
    return { launch, principal };
  }

  return {
    async startLogin(login, key) {
      const platform = await findPlatform(platforms, login);
      const { state, nonce } = states.start({ ...login, platformId: platform.id, key });
      return authenticationRequest({ platform, login, state, nonce, launchUrl });
    },

    async finishLogin(body, key, welcome) {
      const response = readAuthenticationResponse(body);
      const login = states.read(response.state, key);
      const idToken = tokenOf(response);
      const platform = await platforms.get(login.platformId);
      if (!platform)
        throw new LaunchRefused('platform-unknown', 'platform removed since the login');
      if (platform.status !== 'active') throw new LaunchRefused('platform-disabled', 'disabled');
      const token = await idTokens.verify(idToken, { platform, nonce: login.nonce });
      const message = readMessage(token);
      checkDeployment(message.deploymentId, platform, login);
      checkTarget(message.link.targetLinkUri, login);
      const { deploymentId, sub: userId, link, roles } = message;
      // Before anything is written for the person: a replay leaves nothing behind.
      await usedNonces.use(login.nonce);
      const arrival = await arrive({ platform, deploymentId, userId, role: roleOf(roles), link });
      return welcome(arrival);
    },
  };
}

/** @throws {LaunchRefused} platform-unknown, platform-ambiguous, platform-disabled */
async function findPlatform(platforms: PlatformStore, login: LoginInitiation): Promise<Platform> {
  const platform =
    login.clientId === undefined
      ? theOnly(await platforms.byIssuer(login.issuer), login.deploymentId)
      : await platforms.byRegistration(login.issuer, login.clientId);
  if (!platform) throw new LaunchRefused('platform-unknown', 'issuer or client id not registered');
  if (platform.status !== 'active') throw new LaunchRefused('platform-disabled', 'disabled');
  return platform;
}

/** One issuer may host many schools; without a client id only the deployment can tell them apart. */
function theOnly(
  candidates: readonly Platform[],
  deploymentId: string | undefined,
): Platform | undefined {
  if (candidates.length <= 1) return candidates[0];
  const fitting = candidates.filter((platform) => allowsDeployment(platform, deploymentId ?? ''));
  if (fitting.length === 1) return fitting[0];
  throw new LaunchRefused('platform-ambiguous', 'several registrations, no client id');
}

/** Security Framework 1.0, section 5.1.1.2. */
function authenticationRequest(request: {
  readonly platform: Platform;
  readonly login: LoginInitiation;
  readonly state: string;
  readonly nonce: string;
  readonly launchUrl: string;
}): URL {
  const { platform, login, state, nonce, launchUrl } = request;
  // The registered endpoint may carry a query of its own; keep it.
  const url = new URL(platform.authUrl);
  const parameters: Readonly<Record<string, string | undefined>> = {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: platform.clientId,
    redirect_uri: launchUrl,
    login_hint: login.loginHint,
    lti_message_hint: login.messageHint,
    state,
    nonce,
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url;
}

/**
 * What the link opens: the custom parameter `content`, else `?content=` of the target. Both, since
 * platforms keep one or the other when a course is copied.
 */
function contentIdOf(
  { link }: Launch,
  hasContent: (contentId: string) => boolean,
): string | undefined {
  const candidates = [
    link.custom.get('content'),
    new URL(link.targetLinkUri).searchParams.get('content') ?? undefined,
  ];
  return candidates.find((id) => id !== undefined && hasContent(id));
}
