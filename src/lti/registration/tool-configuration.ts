import { z } from 'zod';
import { GROUP_SCOPE, MEMBERSHIP_SCOPE, SCORE_SCOPE } from '../services/scopes.js';
import type { PlatformDescription } from './openid-configuration.js';

const AGS = 'https://purl.imsglobal.org/spec/lti-ags/scope';

/** Services that we use; nothing is asked for in store. */
const SCOPES = [
  SCORE_SCOPE,
  `${AGS}/lineitem`,
  `${AGS}/lineitem.readonly`,
  `${AGS}/result.readonly`,
  MEMBERSHIP_SCOPE,
] as const;

/** Few platforms have these, and some refuse whatever they do not know. */
const SCOPES_WHERE_OFFERED = [GROUP_SCOPE] as const;

/** Names for the list of people that trainers see, no mail address; the tool works without either. */
const CLAIMS = ['iss', 'sub', 'name', 'given_name', 'family_name'] as const;

/** Asked of the platform with each launch, so that a copied link finds its content. */
export const CUSTOM_PARAMETERS = {
  context_history: '$Context.id.history',
  resource_link_history: '$ResourceLink.id.history',
};

const TOOL_CONFIGURATION = 'https://purl.imsglobal.org/spec/lti-tool-configuration';

/** Where a platform finds us. */
export interface ToolUrls {
  readonly login: string;
  readonly launch: string;
  readonly keys: string;
}

/** Words for the platform's own pages, in the language of whoever registers. */
export interface ToolTexts {
  /** Under which the platform lists us. */
  readonly name: string;
  readonly description: string;
  readonly open: string;
  readonly choose: string;
  readonly review: string;
}

/** What the platform is told of us (Dynamic Registration 1.0, sections 3.5 and 3.6). */
export function registrationRequest(
  platform: Pick<PlatformDescription, 'scopes' | 'messages'>,
  tool: {
    readonly publicUrl: URL;
    readonly urls: ToolUrls;
    readonly texts: ToolTexts;
  },
): object {
  const { publicUrl, urls, texts } = tool;
  const logo = logoUrl(publicUrl);
  const scopes = [
    ...SCOPES.filter((scope) => platform.scopes?.includes(scope) ?? true),
    ...SCOPES_WHERE_OFFERED.filter((scope) => platform.scopes?.includes(scope)),
  ];
  return {
    application_type: 'web',
    response_types: ['id_token'],
    grant_types: ['implicit', 'client_credentials'],
    initiate_login_uri: urls.login,
    redirect_uris: [urls.launch],
    client_name: texts.name,
    client_uri: publicUrl.href,
    jwks_uri: urls.keys,
    logo_uri: logo,
    token_endpoint_auth_method: 'private_key_jwt',
    scope: scopes.join(' '),
    [TOOL_CONFIGURATION]: {
      domain: publicUrl.host,
      description: texts.description,
      target_link_uri: urls.launch,
      custom_parameters: CUSTOM_PARAMETERS,
      claims: CLAIMS,
      messages: messagesFor(platform.messages, { launch: urls.launch, logo, texts }),
    },
  };
}

/** Where platforms find our icon. */
export function logoUrl(publicUrl: URL): string {
  return new URL('/icon.svg', publicUrl).href;
}

/** Those that the platform has; it names placements of its own, and gets them back where we serve them. */
function messagesFor(
  supported: PlatformDescription['messages'],
  { launch, logo, texts }: { launch: string; logo: string; texts: ToolTexts },
): readonly object[] {
  const served = [
    { type: 'LtiResourceLinkRequest', label: texts.open },
    { type: 'LtiDeepLinkingRequest', label: texts.choose, roles: TEACHING },
    { type: 'LtiSubmissionReviewRequest', label: texts.review },
  ];
  return served
    .filter(({ type }) => supported?.has(type) ?? true)
    .map((message) => {
      const placements = supported?.get(message.type) ?? [];
      return {
        ...message,
        target_link_uri: launch,
        icon_uri: logo,
        ...(placements.length > 0 && { placements }),
      };
    });
}

const TEACHING = [
  'http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor',
  'http://purl.imsglobal.org/vocab/lis/v2/membership#ContentDeveloper',
  'http://purl.imsglobal.org/vocab/lis/v2/membership#Administrator',
];

/** Some platforms count where others name. */
const Id = z.union([z.string(), z.number().transform(String)]).pipe(z.string().min(1).max(255));

/**
 * What of the platform's answer we keep. Not the scopes: administrators change them later, and each
 * launch and each access token says anew what was granted.
 */
export const RegistrationAnswer = z.object({
  client_id: Id,
  [TOOL_CONFIGURATION]: z.object({ deployment_id: Id.nullish() }).nullish(),
});

export type RegistrationAnswer = Readonly<z.infer<typeof RegistrationAnswer>>;

/** @returns the deployment the answer names; undefined where one comes with the first launch */
export function deploymentIn(answer: RegistrationAnswer): string | undefined {
  return answer[TOOL_CONFIGURATION]?.deployment_id ?? undefined;
}
