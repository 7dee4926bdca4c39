import type { CheckDeployment } from '../launch/check-deployment.js';
import { readMessage } from '../launch/check-message.js';
import { readReturnUrl } from '../launch/claims.js';
import { checkTarget } from '../launch/check-target.js';
import type { Arrivals } from '../launch/arrivals.js';
import {
  readAuthenticationResponse,
  tokenOf,
  type AuthenticationResponse,
} from '../launch/authentication-response.js';
import type { UsedNonces } from '../launch/used-nonces.js';
import { LaunchRefused } from './launch-refused.js';
import type { Arrival } from '../launch/launch.js';
import type { LoginState, LoginStates } from './login-state.js';
import type { IdTokens } from './ltijs.provider.js';
import { allowsDeployment, originsOf, type Platform } from '../platforms/platform.js';
import type { PlatformStore } from '../platforms/platform.store.js';

/** Third-party initiated login, as a platform sends it (Security Framework 1.0, section 5.1.1.1). */
export interface LoginInitiation {
  readonly issuer: string;
  readonly loginHint: string;
  readonly targetLinkUri: string;
  readonly messageHint?: string | undefined;
  readonly deploymentId?: string | undefined;
  readonly clientId?: string | undefined;
  /** `lti_storage_target`, when the platform's storage is to keep the browser's key. */
  readonly storageTarget?: string | undefined;
}

export interface LtiService {
  /**
   * @param key the browser's, to which the login is bound
   * @returns where to send the browser: the platform's authorization endpoint with our request
   * @throws {LaunchRefused}
   */
  startLogin(login: LoginInitiation, key: string): Promise<URL>;
  /** Origins whose pages may frame what a login answers when it goes no further; none for an unknown platform. */
  framedBy(login: LoginInitiation): Promise<readonly string[]>;
  /** The login that the platform answers, as far as it is ours. Says nothing of who brought the answer. */
  loginBehind(response: AuthenticationResponse): LoginState | undefined;
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
  readonly arrivals: Arrivals;
  readonly usedNonces: UsedNonces;
  readonly states: LoginStates;
  readonly idTokens: IdTokens;
  readonly checkDeployment: CheckDeployment;
  /** The one redirect_uri that platforms know. */
  readonly launchUrl: string;
}

export function createLtiService(deps: LtiServiceDeps): LtiService {
  const { platforms, arrivals, usedNonces, states, idTokens, checkDeployment, launchUrl } = deps;

  return {
    async startLogin(login, key) {
      const platform = await findPlatform(platforms, login);
      const { deploymentId, targetLinkUri, storageTarget } = login;
      const { state, nonce } = states.start({
        platformId: platform.id,
        deploymentId,
        targetLinkUri,
        key,
        framedBy: originsOf(platform),
        storage:
          storageTarget === undefined
            ? undefined
            : { target: storageTarget, origin: new URL(platform.authUrl).origin },
      });
      return authenticationRequest({ platform, login, state, nonce, launchUrl });
    },

    async framedBy({ issuer, clientId }) {
      const meant =
        clientId === undefined
          ? await platforms.byIssuer(issuer)
          : [await platforms.byRegistration(issuer, clientId)];
      return [...new Set(meant.flatMap((platform) => (platform ? originsOf(platform) : [])))];
    },

    loginBehind: ({ state }) => states.peek(state),

    async finishLogin(body, key, welcome) {
      const response = readAuthenticationResponse(body);
      const login = states.read(response.state, key);
      const idToken = tokenOf(response);
      const platform = await platforms.get(login.platformId);
      if (!platform)
        throw new LaunchRefused('platform-unknown', 'platform removed since the login');
      requireActive(platform);
      const token = await idTokens.verify(idToken, { platform, nonce: login.nonce });
      try {
        return await welcome(await letIn(token, platform, login));
      } catch (fault) {
        const returnUrl = readReturnUrl(token);
        if (!(fault instanceof LaunchRefused) || returnUrl === undefined) throw fault;
        throw fault.backTo(returnUrl);
      }
    },
  };

  async function letIn(token: object, platform: Platform, login: LoginState): Promise<Arrival> {
    const message = readMessage(token);
    await checkDeployment(message.deploymentId, platform, login);
    if (message.targetLinkUri !== undefined) checkTarget(message.targetLinkUri, login);
    // Before anything is written for the person: a replay leaves nothing behind.
    await usedNonces.use(login.nonce);
    return arrivals.arrive(platform, message);
  }
}

/** @throws {LaunchRefused} platform-unknown, platform-ambiguous, platform-pending, platform-disabled */
async function findPlatform(platforms: PlatformStore, login: LoginInitiation): Promise<Platform> {
  const platform =
    login.clientId === undefined
      ? theOnly(await platforms.byIssuer(login.issuer), login.deploymentId)
      : await platforms.byRegistration(login.issuer, login.clientId);
  if (!platform) throw new LaunchRefused('platform-unknown', 'issuer or client id not registered');
  requireActive(platform);
  return platform;
}

/** @throws {LaunchRefused} platform-pending, platform-disabled */
function requireActive({ status }: Platform): void {
  if (status === 'pending') throw new LaunchRefused('platform-pending', 'awaits the operator');
  if (status === 'disabled') throw new LaunchRefused('platform-disabled', 'disabled');
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
