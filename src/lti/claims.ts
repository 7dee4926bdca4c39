import { z } from 'zod';

/** Names of the claims of LTI Core 1.3, section 5.3, AGS 2.0 and NRPS 2.0. */
const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
export const AGS_CLAIM = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint';

const Id = z.string().min(1).max(255);
/** Wrong-typed optional claims are dropped, not refused: platforms differ, and a launch is worth more. */
const optional = <T extends z.ZodType>(schema: T): z.ZodCatch<z.ZodOptional<T>> =>
  schema.optional().catch(undefined);

const HttpUrl = z.url({ protocol: /^https?$/ }).max(2000);

/** What both message types carry. */
const Common = z.object({
  iss: z.string(),
  sub: Id,
  nonce: z.string().min(1).max(255),
  iat: z.number(),
  exp: z.number(),
  [`${LTI}version`]: z.literal('1.3.0'),
  [`${LTI}message_type`]: z.string().min(1).max(100),
  [`${LTI}deployment_id`]: Id,
  [`${LTI}roles`]: z.array(z.string().max(500)).max(100),
});

const ResourceLinkClaims = z.object({
  [`${LTI}target_link_uri`]: HttpUrl,
  [`${LTI}resource_link`]: z.object({ id: Id, title: optional(z.string().max(1000)) }),
  [`${LTI}context`]: optional(
    z.object({
      id: Id,
      title: optional(z.string().max(1000)),
      label: optional(z.string().max(1000)),
    }),
  ),
  [`${LTI}custom`]: optional(z.record(z.string(), z.unknown())),
  [`${LTI}launch_presentation`]: optional(z.object({ locale: optional(z.string().max(50)) })),
  [AGS_CLAIM]: optional(
    z.object({
      scope: z.array(z.string().max(500)).max(50),
      lineitem: optional(HttpUrl),
      lineitems: optional(HttpUrl),
    }),
  ),
});

/** Claims of every message we can answer. */
export type CommonClaims = Readonly<{
  sub: string;
  nonce: string;
  messageType: string;
  deploymentId: string;
  roles: readonly string[];
}>;

/** A resource link launch, claims read once and given their short names. */
export type LinkClaims = Readonly<{
  targetLinkUri: string;
  resourceLink: Readonly<{ id: string; title?: string | undefined }>;
  contextId?: string | undefined;
  /** String values only; a value that is still a `$Variable` was not understood by the platform and is left out. */
  custom: ReadonlyMap<string, string>;
  locale?: string | undefined;
  ags?:
    | Readonly<{
        scopes: readonly string[];
        lineItem?: string | undefined;
        lineItems?: string | undefined;
      }>
    | undefined;
}>;

/** @throws {ZodError} naming the claim */
export function readCommonClaims(token: object): CommonClaims {
  const claims = Common.parse(token);
  return {
    sub: claims.sub,
    nonce: claims.nonce,
    messageType: text(claims, 'message_type'),
    deploymentId: text(claims, 'deployment_id'),
    roles: claims[`${LTI}roles`],
  };
}

/** @throws {ZodError} naming the claim */
export function readLinkClaims(token: object): LinkClaims {
  const claims = ResourceLinkClaims.parse(token) as unknown as RawLinkClaims;
  const presentation = claims[`${LTI}launch_presentation`];
  const ags = claims[AGS_CLAIM];
  return {
    targetLinkUri: claims[`${LTI}target_link_uri`],
    resourceLink: claims[`${LTI}resource_link`],
    contextId: claims[`${LTI}context`]?.id,
    custom: customOf(claims[`${LTI}custom`]),
    locale: presentation?.locale,
    ags: ags && { scopes: ags.scope, lineItem: ags.lineitem, lineItems: ags.lineitems },
  };
}

/** Zod loses computed keys in its inferred type; this restores them. */
interface RawLinkClaims {
  readonly [`https://purl.imsglobal.org/spec/lti/claim/target_link_uri`]: string;
  readonly [`https://purl.imsglobal.org/spec/lti/claim/resource_link`]: {
    id: string;
    title?: string;
  };
  readonly [`https://purl.imsglobal.org/spec/lti/claim/context`]?: { id: string };
  readonly [`https://purl.imsglobal.org/spec/lti/claim/custom`]?: Record<string, unknown>;
  readonly [`https://purl.imsglobal.org/spec/lti/claim/launch_presentation`]?: {
    locale?: string;
  };
  readonly [AGS_CLAIM]?: { scope: string[]; lineitem?: string; lineitems?: string };
}

function text(claims: Readonly<Record<string, unknown>>, name: string): string {
  return claims[`${LTI}${name}`] as string;
}

function customOf(custom: Readonly<Record<string, unknown>> | undefined): Map<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(custom ?? {})) {
    if (typeof value === 'string' && !value.startsWith('$')) values.set(name, value);
  }
  return values;
}
