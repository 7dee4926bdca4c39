import type { Request } from 'express';
import { z } from 'zod';
import { LaunchRefused } from './launch-refused.js';
import type { LoginInitiation } from './lti.service.js';

/** Some platforms send a field without a value for one that they do not have. */
const Optional = z
  .string()
  .max(255)
  .optional()
  .transform((value) => (value === '' ? undefined : value));

/**
 * Platforms write JSON or tokens into it. Percent-encoded it goes into two addresses, and proxies
 * take no longer ones.
 */
const Hint = z.string().refine((hint) => new URLSearchParams({ hint }).toString().length <= 8000);

const OurMark = z.literal('1').optional();

const LoginFields = z.object({
  iss: z.string().min(1).max(255),
  login_hint: z.string().min(1).max(2000),
  target_link_uri: z.url({ protocol: /^https?$/ }).max(2000),
  lti_message_hint: Hint.optional(),
  lti_deployment_id: Optional,
  client_id: Optional,
  lti_storage_target: Optional,
  /** Ours: set on the way back to ourselves, to see whether the browser keeps cookies. */
  cookie_check: OurMark,
  /** Ours: why the platform's storage did not serve. */
  storage_fault: z.string().max(255).optional(),
  /** Ours: the login was begun again in a window of its own. */
  own_window: OurMark,
});
/** The login as the platform sent it, and our own marks on it. */
export type LoginFields = Readonly<z.infer<typeof LoginFields>>;

/** From query and form alike, as the Security Framework 1.0 has it (section 5.1.1.1). @throws {LaunchRefused} login-invalid */
export function readLogin(req: Request): LoginFields {
  const fields = LoginFields.safeParse(fieldsOf(req));
  if (fields.success) return fields.data;
  const names = fields.error.issues.map((issue) => issue.path.join('.'));
  throw new LaunchRefused('login-invalid', `login fields: ${names.join(', ')}`);
}

/** Of the query and the form, unread. */
export function fieldsOf(req: Request): Readonly<Record<string, unknown>> {
  const body = typeof req.body === 'object' && req.body !== null ? (req.body as object) : {};
  return { ...req.query, ...body };
}

export function initiationOf(fields: LoginFields): LoginInitiation {
  return {
    issuer: fields.iss,
    loginHint: fields.login_hint,
    targetLinkUri: fields.target_link_uri,
    messageHint: fields.lti_message_hint,
    deploymentId: fields.lti_deployment_id,
    clientId: fields.client_id,
  };
}

/** Path and query that begin the same login again, with these marks of ours and no others. */
export function againAt(
  fields: LoginFields,
  marks: Partial<Pick<LoginFields, 'cookie_check' | 'storage_fault' | 'own_window'>>,
): string {
  const unmarked = { cookie_check: undefined, storage_fault: undefined };
  const present = Object.entries({ ...fields, ...unmarked, ...marks }).filter(
    (field): field is [string, string] => field[1] !== undefined,
  );
  return `/lti/login?${new URLSearchParams(present).toString()}`;
}
