import { z } from 'zod';
import { isPlainHost } from './host.js';

const HttpUrl = z.url({ protocol: /^https?$/ }).max(2000);

/** School addresses of one registration. */
export const MOST_ORIGINS = 20;
/** Any address on it names an origin: what follows the host is cut off. */
const Origin = HttpUrl.refine(
  (url) => URL.canParse(url) && isPlainHost(new URL(url).hostname),
).transform((url) => new URL(url).origin);
/** Origins beyond those that the registration tells. */
export const OtherOrigins = z.array(Origin).max(MOST_ORIGINS).readonly();

export const Deployment = z.object({
  /** `deployment_id`: case-sensitive, at most 255 characters. */
  id: z.string().min(1).max(255),
  /** A launch from one that nobody named yet leaves it pending, for the operator to decide. */
  status: z.enum(['pending', 'allowed', 'blocked']),
});

export type Deployment = Readonly<z.infer<typeof Deployment>>;

/** One registration of the tool with one learning platform: issuer and client id together name it. */
export const Platform = z.object({
  id: z.string(),
  /** For administrators. */
  name: z.string().min(1).max(200),
  /** `iss`, compared as an exact string. */
  issuer: z.string().min(1).max(255),
  clientId: z.string().min(1).max(255),
  /** OIDC authorization endpoint. */
  authUrl: HttpUrl,
  /** OAuth 2 token endpoint. */
  tokenUrl: HttpUrl,
  /** The platform's public keys. */
  jwksUrl: HttpUrl,
  /** `aud` of our token requests where the platform wants another than its token URL. */
  audience: z.string().max(2000).optional(),
  /**
   * Origins of course pages where they are neither the issuer's nor the authorization endpoint's:
   * Canvas and Blackboard sign everybody in at one place and give each school an address of its own.
   */
  otherOrigins: OtherOrigins.optional(),
  deployments: z.array(Deployment).max(10_000),
  /** One that is pending awaits the operator; neither it nor a disabled one can launch or receive. Nothing is lost. */
  status: z.enum(['pending', 'active', 'disabled']),
  /** Epoch milliseconds. */
  createdAt: z.number(),
});
export type Platform = Readonly<z.infer<typeof Platform>>;

/** Whether people of this deployment may come in. */
export function allowsDeployment(platform: Platform, deploymentId: string): boolean {
  return platform.deployments.some(({ id, status }) => id === deploymentId && status === 'allowed');
}

/** Origins of the pages that may frame the tool. */
export function originsOf(
  platform: Pick<Platform, 'authUrl' | 'issuer' | 'otherOrigins'>,
): string[] {
  const origins = [platform.authUrl, platform.issuer, ...(platform.otherOrigins ?? [])]
    .flatMap((url) => (URL.canParse(url) ? new URL(url) : []))
    // Whoever registered by the command line may have typed anything.
    .filter(({ origin, hostname }) => origin !== 'null' && isPlainHost(hostname))
    .map(({ origin }) => origin);
  return [...new Set(origins)];
}
