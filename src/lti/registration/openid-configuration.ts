import { z } from 'zod';
import { AppError } from '../../shared/errors.js';

/** What the platform published about itself, or answered to our registration, cannot be used. */
export class PlatformConfigurationInvalid extends AppError {
  readonly code = 'lti.configuration-invalid';
  readonly status = 400;
  /** Names of the fields at fault, such as `jwks_uri`; for the reader. */
  readonly fields: readonly string[];

  constructor(fields: readonly string[], message: string) {
    super(message);
    this.fields = fields;
  }
}

const WebUrl = z.url({ protocol: /^https?$/ }).max(2000);
const Texts = z.array(z.string().max(500)).max(200);

const PLATFORM_CONFIGURATION = 'https://purl.imsglobal.org/spec/lti-platform-configuration';

const Message = z.object({ type: z.string().max(200), placements: Texts.optional() });

/** Dynamic Registration 1.0, section 3.4, as far as we use it. Fields of OpenID that LTI does not need may be missing. */
const OpenidConfiguration = z.object({
  issuer: z.string().min(1).max(255),
  authorization_endpoint: WebUrl,
  token_endpoint: WebUrl,
  jwks_uri: WebUrl,
  registration_endpoint: WebUrl,
  /** `aud` of our token requests where it is not the token endpoint (Canvas, Brightspace). */
  authorization_server: z.string().max(2000).optional(),
  /** Undefined: the platform does not say, so everything is asked. */
  scopes_supported: Texts.optional(),
  [PLATFORM_CONFIGURATION]: z
    .object({
      product_family_code: z.string().max(100).optional(),
      messages_supported: z.array(Message).max(50).optional(),
    })
    .optional(),
});

/** A platform, as it describes itself. */
export interface PlatformDescription {
  readonly issuer: string;
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
  readonly registrationUrl: string;
  readonly audience?: string | undefined;
  /** Undefined: not said, so anything may be asked for. */
  readonly scopes?: readonly string[] | undefined;
  /** Message types with the placements that the platform has for them; undefined: not said. */
  readonly messages?: ReadonlyMap<string, readonly string[]> | undefined;
  /** Such as `moodle`; undefined where it does not say. */
  readonly product?: string | undefined;
}

const CANVAS = /(^|\.)(instructure|canvaslms)\.com$/;

/** Issuers that are known to stand on another host than their configuration: one for many schools. */
const KNOWN_PAIRS: readonly (readonly [issuer: string, host: RegExp])[] = [
  ['https://canvas.instructure.com', CANVAS],
  ['https://canvas.beta.instructure.com', CANVAS],
  ['https://canvas.test.instructure.com', CANVAS],
  ['https://blackboard.com', /(^|\.)blackboard\.com$/],
];

/**
 * Reads an OpenID configuration that came from `url`.
 * @throws {PlatformConfigurationInvalid} naming the fields; also when the issuer is not of that host,
 *   since anybody could otherwise register in somebody else's name
 */
export function readOpenidConfiguration(text: string, url: URL): PlatformDescription {
  const read = OpenidConfiguration.safeParse(jsonOf(text));
  if (!read.success) {
    const fields = read.error.issues.map((issue) => issue.path.join('.') || 'JSON');
    throw new PlatformConfigurationInvalid([...new Set(fields)], 'fields missing or malformed');
  }
  const configuration = read.data;
  requireOwnIssuer(configuration.issuer, url);
  const { product_family_code: product, messages_supported: messages } =
    configuration[PLATFORM_CONFIGURATION] ?? {};
  return {
    issuer: configuration.issuer,
    authUrl: configuration.authorization_endpoint,
    tokenUrl: configuration.token_endpoint,
    jwksUrl: configuration.jwks_uri,
    registrationUrl: configuration.registration_endpoint,
    audience: configuration.authorization_server,
    scopes: configuration.scopes_supported,
    messages: messages && new Map(messages.map(({ type, placements = [] }) => [type, placements])),
    product,
  };
}

/**
 * Where the pages of a platform are, beside the origin of its configuration.
 * @returns sources for `frame-ancestors`
 */
export function pagesOf(configuration: URL): readonly string[] {
  const { origin, hostname } = configuration;
  // Hosted Canvas describes itself in one place, and shows our page in each school's.
  return CANVAS.test(hostname) ? [origin, 'https://*.instructure.com'] : [origin];
}

function requireOwnIssuer(issuer: string, url: URL): void {
  const isOwn = URL.canParse(issuer) && new URL(issuer).host === url.host;
  const isKnown = KNOWN_PAIRS.some(([known, host]) => known === issuer && host.test(url.hostname));
  if (!isOwn && !isKnown) {
    throw new PlatformConfigurationInvalid(['issuer'], 'issuer is not of the host that said so');
  }
}

/** @returns undefined for what is no JSON, which no schema takes */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
