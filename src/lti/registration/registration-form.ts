import { z } from 'zod';
import type { PlatformRegistration } from '../platforms/platform.service.js';
import { GIVEN_FIELDS, type GivenField, type Guide } from './platform-guide.js';
import { isAddress, requirePublicUrl, type Reach } from '../services/public-address.js';

/** What is wrong with a value that somebody copied; each has a text of its own. */
export type FieldFault =
  | 'missing'
  | 'too-long'
  | 'spaces'
  | 'not-an-address'
  | 'not-https'
  | 'private'
  | 'no-such-host'
  | 'ours'
  | 'an-address'
  | 'known';

export type FieldFaults = Partial<Record<GivenField, FieldFault>>;
export type TypedFields = Readonly<Record<GivenField, string>>;

const Typed = z.string().max(5000).default('');

/** As typed, so that it can be shown again beside what is wrong with it. */
export const TypedRegistration = z.object({
  issuer: Typed,
  clientId: Typed,
  deployment: Typed,
  authUrl: Typed,
  tokenUrl: Typed,
  jwksUrl: Typed,
  audience: Typed,
});

/** Longest values that are kept. */
const MOST = { id: 255, url: 2000 };
/** Nobody but Brightspace has one. */
const OPTIONAL: ReadonlySet<GivenField> = new Set(['audience']);
const ADDRESSES: ReadonlySet<GivenField> = new Set(['issuer', 'authUrl', 'tokenUrl', 'jwksUrl']);
const IDS: ReadonlySet<GivenField> = new Set(['clientId', 'deployment']);

/** @returns the registration, or what is wrong with which field */
export function readRegistrationForm(
  typed: TypedFields,
  { given }: Pick<Guide, 'given'>,
  place: { readonly publicUrl: URL; readonly reach: Reach },
): { readonly registration: PlatformRegistration } | { readonly faults: FieldFaults } {
  const values = Object.fromEntries(
    GIVEN_FIELDS.map((field) => [field, typed[field].trim()]),
  ) as Record<GivenField, string>;
  const faults: FieldFaults = {};
  for (const field of GIVEN_FIELDS) {
    if (given[field] === undefined) continue;
    const fault = faultOf(field, values[field], place);
    if (fault !== undefined) faults[field] = fault;
  }
  if (Object.keys(faults).length > 0) return { faults };
  const { issuer, clientId, deployment, authUrl, tokenUrl, jwksUrl, audience } = values;
  return {
    registration: {
      ...{ issuer, clientId, authUrl, tokenUrl, jwksUrl },
      audience: audience === '' ? undefined : audience,
      deployments: [deployment],
    },
  };
}

function faultOf(
  field: GivenField,
  value: string,
  place: { readonly publicUrl: URL; readonly reach: Reach },
): FieldFault | undefined {
  if (value === '') return OPTIONAL.has(field) ? undefined : 'missing';
  if (/\s/.test(value)) return 'spaces';
  if (value.length > (field === 'issuer' || IDS.has(field) ? MOST.id : MOST.url)) return 'too-long';
  if (ADDRESSES.has(field)) return addressFault(value, place);
  return IDS.has(field) && /^https?:/i.test(value) ? 'an-address' : undefined;
}

function addressFault(
  value: string,
  { publicUrl, reach }: { readonly publicUrl: URL; readonly reach: Reach },
): FieldFault | undefined {
  if (!URL.canParse(value) || !/^https?:\/\//i.test(value)) return 'not-an-address';
  const url = new URL(value);
  if (url.host === publicUrl.host) return 'ours';
  try {
    requirePublicUrl(url, reach);
    return undefined;
  } catch {
    // Of the two that are told apart, since one is mended by typing and the other is not.
    return url.protocol === 'https:' || isAddress(url) ? 'private' : 'not-https';
  }
}
