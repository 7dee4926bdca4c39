import { z } from 'zod';
import type { Tool } from './course.js';
import { SERVICE_SCOPES } from './scopes.js';

/** The claim of a registration that LTI adds to OpenID's. */
export const TOOL_CONFIGURATION = 'https://purl.imsglobal.org/spec/lti-tool-configuration';
const REQUIRED = [
  'application_type',
  'response_types',
  'initiate_login_uri',
  'redirect_uris',
  'client_name',
  'jwks_uri',
  'token_endpoint_auth_method',
  TOOL_CONFIGURATION,
] as const;

const Message = z.object({ type: z.string(), target_link_uri: z.string().optional() });
const ToolConfiguration = z.object({
  domain: z.string().optional(),
  description: z.string().default(''),
  target_link_uri: z.string(),
  custom_parameters: z.record(z.string(), z.string()).default({}),
  claims: z.array(z.string()).default([]),
  messages: z.array(Message).default([]),
});
const Registration = z.object({
  application_type: z.string(),
  response_types: z.array(z.string()),
  initiate_login_uri: z.string(),
  redirect_uris: z.array(z.string()).min(1),
  client_name: z.string(),
  jwks_uri: z.string(),
  logo_uri: z.string().optional(),
  token_endpoint_auth_method: z.string(),
  scope: z.string().default(''),
  [TOOL_CONFIGURATION]: ToolConfiguration,
});
export type Registration = z.infer<typeof Registration>;

/**
 * What a tool sent to be registered with.
 * @returns the one word or sentence with which Moodle refuses it
 */
export function readRegistration(
  posted: Readonly<Record<string, unknown>>,
): { readonly registration: Registration } | { readonly fault: string } {
  const missing = REQUIRED.find((name) => posted[name] === undefined);
  if (missing !== undefined) return { fault: `missing required attribute ${missing}` };
  const parsed = Registration.safeParse(posted);
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.join('.') ?? '';
    return { fault: `invalid_${at}` };
  }
  const registration = parsed.data;
  const fault = faultOf(registration);
  return fault === undefined ? { registration } : { fault };
}

/** @param id what the registration token promised */
export function toolFrom(
  registration: Registration,
  id: { readonly clientId: string; readonly deploymentId: string },
): Tool {
  const configuration = registration[TOOL_CONFIGURATION];
  return {
    ...id,
    name: registration.client_name,
    description: configuration.description,
    loginUrl: registration.initiate_login_uri,
    launchUrl: configuration.target_link_uri,
    deepLinkUrl: deepLinkTarget(registration),
    jwksUrl: registration.jwks_uri,
    redirectUris: registration.redirect_uris,
    custom: configuration.custom_parameters,
    status: 'pending',
  };
}

/** The answer to a registration: only what Moodle keeps of it. */
export function registrationAnswer(registration: Registration, tool: Tool): object {
  const configuration = registration[TOOL_CONFIGURATION];
  const asked = registration.scope.split(' ');
  return {
    client_id: tool.clientId,
    response_types: ['id_token'],
    jwks_uri: tool.jwksUrl,
    initiate_login_uri: tool.loginUrl,
    grant_types: ['client_credentials', 'implicit'],
    redirect_uris: tool.redirectUris,
    application_type: 'web',
    token_endpoint_auth_method: 'private_key_jwt',
    client_name: tool.name,
    ...(registration.logo_uri !== undefined && { logo_uri: registration.logo_uri }),
    scope: SERVICE_SCOPES.filter((scope) => asked.includes(scope)).join(' '),
    [TOOL_CONFIGURATION]: {
      version: '1.3.0',
      deployment_id: tool.deploymentId,
      target_link_uri: tool.launchUrl,
      domain: configuration.domain,
      description: tool.description,
      messages: configuration.messages
        .filter(({ type }) => type === 'LtiDeepLinkingRequest')
        .map(({ type }) => ({ type, target_link_uri: tool.deepLinkUrl ?? tool.launchUrl })),
      custom_parameters: Object.fromEntries(
        // Moodle's answer ends a value at its second "=", though the launch has it whole.
        Object.entries(tool.custom).map(([name, value]) => [name, value.split('=')[0]]),
      ),
      claims: configuration.claims,
    },
  };
}

function faultOf(registration: Registration): string | undefined {
  const { domain, target_link_uri: target } = registration[TOOL_CONFIGURATION];
  if (registration.application_type !== 'web') return 'invalid_application_type';
  if (!registration.response_types.includes('id_token')) return 'invalid_response_types';
  if (registration.token_endpoint_auth_method !== 'private_key_jwt') {
    return 'invalid_token_endpoint_auth_method';
  }
  if (domain === undefined || domain === '') return 'missing_domain';
  if (!URL.canParse(target) || new URL(target).host !== domain) {
    return 'domain_targetlinkuri_mismatch';
  }
  return undefined;
}

function deepLinkTarget(registration: Registration): string | undefined {
  return registration[TOOL_CONFIGURATION].messages.find(
    ({ type }) => type === 'LtiDeepLinkingRequest',
  )?.target_link_uri;
}
