import { z } from 'zod';
import { readServiceClaims, type ServiceClaims } from './service-claims.js';

/** Names of the claims of LTI Core 1.3, section 5.3, AGS 2.0 and NRPS 2.0. */
export const LTI_CLAIM = 'https://purl.imsglobal.org/spec/lti/claim/';
const AGS_CLAIM = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint';

export const Id = z.string().min(1).max(255);
export const HttpUrl = z.url({ protocol: /^https?$/ }).max(2000);

/** Wrong-typed optional claims are dropped, not refused: platforms differ, and a launch is worth more. */
export const optional = <T extends z.ZodType>(schema: T): z.ZodCatch<z.ZodOptional<T>> =>
  schema.optional().catch(undefined);

/**
 * One line for a page: marks that turn the direction of what stands around it are taken out.
 * Undefined when nothing is left.
 */
const Title = z
  .string()
  .max(1000)
  .transform((title) => title.replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ').trim())
  .pipe(z.string().min(1));

/** What every message carries, as the token has it. */
const Common = z.object({
  nonce: z.string().min(1).max(255),
  version: z.literal('1.3.0'),
  message_type: z.string().min(1).max(100),
  deployment_id: Id,
  roles: z.array(z.string().max(500)).max(100),
});

const Place = z.object({
  context: optional(z.object({ id: Id })),
  custom: optional(z.record(z.string(), z.unknown())),
  launch_presentation: optional(
    z.object({ locale: optional(z.string().max(50)), return_url: optional(HttpUrl) }),
  ),
  ags: optional(
    z.object({
      scope: z.array(z.string().max(500)).max(50),
      lineitem: optional(HttpUrl),
      lineitems: optional(HttpUrl),
    }),
  ),
});

const Presentation = Place.pick({ launch_presentation: true });
const Target = z.object({ target_link_uri: HttpUrl });
const Person = z.object({ sub: Id });
const Link = z.object({
  resource_link: z.object({ id: Id, title: optional(Title) }),
});

/** Claims of every message we can answer. */
export interface CommonClaims {
  readonly messageType: string;
  readonly deploymentId: string;
  readonly roles: readonly string[];
}

/** Where in the platform a message comes from, claims read once and given their short names. */
export interface PlaceClaims {
  readonly contextId?: string | undefined;
  /**
   * Text values only; a value that is still a `$Variable` was not understood by the platform and
   * is left out.
   */
  readonly custom: ReadonlyMap<string, string>;
  readonly locale?: string | undefined;
  /** Where the platform wants the person back. */
  readonly returnUrl?: string | undefined;
  readonly ags?:
    | {
        readonly scopes: readonly string[];
        readonly lineItem?: string | undefined;
        readonly lineItems?: string | undefined;
      }
    | undefined;
  readonly services: ServiceClaims;
}

export interface ResourceLinkClaim {
  readonly id: string;
  readonly title?: string | undefined;
}

/** A resource link launch. */
export interface LinkClaims extends PlaceClaims {
  readonly targetLinkUri: string;
  readonly resourceLink: ResourceLinkClaim;
}

/** @throws {ZodError} naming the claim */
export function readCommonClaims(token: object): CommonClaims {
  const claims = Common.parse(shortNamed(token));
  return {
    messageType: claims.message_type,
    deploymentId: claims.deployment_id,
    roles: claims.roles,
  };
}

/** `sub`, 1 to 255 characters. @throws {ZodError} when it is missing or empty */
export function readUserId(token: object): string {
  return Person.parse(token).sub;
}

/** @throws {ZodError} never for what is optional */
export function readPlaceClaims(token: object): PlaceClaims {
  const claims = Place.parse(shortNamed(token));
  const { context, custom, launch_presentation: presentation, ags } = claims;
  return {
    contextId: context?.id,
    custom: customOf(custom),
    locale: presentation?.locale,
    returnUrl: presentation?.return_url,
    ags: ags && { scopes: ags.scope, lineItem: ags.lineitem, lineItems: ags.lineitems },
    services: readServiceClaims(token),
  };
}

/** Where the platform wants the person back, whatever else is wrong with the message. */
export function readReturnUrl(token: object): string | undefined {
  return Presentation.safeParse(shortNamed(token)).data?.launch_presentation?.return_url;
}

/** @throws {ZodError} naming the claim */
export function readLinkClaims(token: object): LinkClaims {
  return {
    ...readPlaceClaims(token),
    targetLinkUri: readTarget(token),
    resourceLink: Link.parse(shortNamed(token)).resource_link,
  };
}

/** @throws {ZodError} when it is missing or no http address */
export function readTarget(token: object): string {
  return Target.parse(shortNamed(token)).target_link_uri;
}

/** @returns undefined where the message has none, or one without an id */
export function readOptionalResourceLink(token: object): ResourceLinkClaim | undefined {
  return Link.safeParse(shortNamed(token)).data?.resource_link;
}

/** LTI's own claims without their common beginning, beside those of OpenID Connect. */
export function shortNamed(token: object): Record<string, unknown> {
  const named: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(token) as [string, unknown][]) {
    if (name === AGS_CLAIM) named.ags = value;
    else if (name.startsWith(LTI_CLAIM)) named[name.slice(LTI_CLAIM.length)] = value;
    else if (name === 'nonce' || name === 'sub') named[name] = value;
  }
  return named;
}

function customOf(custom: Readonly<Record<string, unknown>> | undefined): Map<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(custom ?? {})) {
    const text = textOf(value);
    if (text !== undefined && !text.startsWith('$')) values.set(name, text);
  }
  return values;
}

/** Platforms send numbers and switches as they are (LTI asks for text). */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
