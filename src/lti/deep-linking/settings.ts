import { z } from 'zod';
import { HttpUrl, optional } from '../launch/claims.js';

const CLAIM = 'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings';

/** What the platform takes (Deep Linking 2.0, section 4.4.1). */
const Settings = z.object({
  deep_link_return_url: HttpUrl,
  accept_types: z.array(z.string().max(200)).min(1).max(50),
  // Required by the standard, and yet left out by some: then nothing is said of windows and frames.
  accept_presentation_document_targets: z.array(z.string().max(50)).max(20).catch([]),
  accept_multiple: optional(z.boolean()),
  accept_lineitem: optional(z.boolean()),
  data: optional(z.string().max(60_000)),
});

const Claim = z.object({ settings: Settings });

/** A deep linking request's settings, under short names. */
export interface DeepLinkingSettings {
  readonly returnUrl: string;
  /** Types of content items, at least one. */
  readonly acceptTypes: readonly string[];
  /** `iframe`, `window`, `embed`, Moodle also `frame`; empty when the platform says nothing. */
  readonly acceptTargets: readonly string[];
  /** False as well when the platform does not say. */
  readonly acceptMultiple: boolean;
  /** Undefined when the platform does not say. */
  readonly acceptLineItem?: boolean | undefined;
  /** To be sent back exactly; `''` differs from undefined. */
  readonly data?: string | undefined;
}

/** @throws {ZodError} naming the setting */
export function readSettings(token: object): DeepLinkingSettings {
  const claims = Claim.parse({ settings: (token as Readonly<Record<string, unknown>>)[CLAIM] });
  const { settings } = claims;
  return {
    returnUrl: settings.deep_link_return_url,
    acceptTypes: settings.accept_types,
    acceptTargets: settings.accept_presentation_document_targets,
    acceptMultiple: settings.accept_multiple ?? false,
    acceptLineItem: settings.accept_lineitem,
    data: settings.data,
  };
}
