/** What the platform's form asks for: one of our values, or a choice to be made there. */
export type OwnValue = 'name' | 'launch' | 'login' | 'keys' | 'domain' | 'icon' | 'custom';

/** What the platform's administrator brings back. */
export const GIVEN_FIELDS = [
  'issuer',
  'clientId',
  'deployment',
  'authUrl',
  'tokenUrl',
  'jwksUrl',
  'audience',
] as const;
export type GivenField = (typeof GIVEN_FIELDS)[number];

export const GUIDE_IDS = [
  'moodle',
  'canvas',
  'brightspace',
  'blackboard',
  'sakai',
  'open-edx',
  'other',
] as const;
export type GuideId = (typeof GUIDE_IDS)[number];

/**
 * How one platform is told of us by hand. Names are those of its English pages: they are quoted, so
 * that somebody finds them there, and not translated.
 */
export interface Guide {
  readonly id: GuideId;
  /** Undefined for platforms that we do not know. */
  readonly name?: string;
  /** `product_family_code` of platforms that say so. */
  readonly families: readonly string[];
  /** Where a registration address is pasted; undefined: only by hand. */
  readonly automatic?: {
    readonly place: readonly string[];
    readonly field: string;
    /** Button beside the field. */
    readonly press: string;
  };
  /** Where its form for a tool is. */
  readonly place: readonly string[];
  readonly values: readonly { readonly field: string; readonly value: OwnValue }[];
  /** Switches and lists of its form, with what to choose. */
  readonly choices: readonly { readonly field: string; readonly choice: string }[];
  /** Button that ends its form; undefined where nobody knows. */
  readonly save?: string;
  /** Where it shows what we need to know; empty where nobody knows. */
  readonly shown: readonly string[];
  /** Where it shows the deployment, when that is elsewhere. */
  readonly deploymentShown?: readonly string[];
  /** What it calls each; one that is missing is not asked for. */
  readonly given: Readonly<Partial<Record<GivenField, string>>>;
  /** Values that are the same for all its customers. */
  readonly preset: Readonly<Partial<Record<GivenField, string>>>;
}
