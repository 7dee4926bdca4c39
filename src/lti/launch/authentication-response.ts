import { z } from 'zod';
import { LaunchRefused } from '../login/launch-refused.js';

/** What the platform posts back: a token, or an error (OpenID Connect Core, section 3.1.2.6). */
const Response = z.object({
  state: z.string().min(1).max(4000),
  id_token: z.string().min(1).max(60_000).optional(),
  error: z.string().max(200).optional(),
});

export interface AuthenticationResponse {
  readonly state: string;
  /** Undefined when the platform refused; then `error` says with which code. */
  readonly idToken?: string | undefined;
  readonly error?: string | undefined;
}

/** @throws {LaunchRefused} state-invalid */
export function readAuthenticationResponse(body: unknown): AuthenticationResponse {
  const response = Response.safeParse(body);
  if (!response.success) throw new LaunchRefused('state-invalid', 'no authentication response');
  const { state, id_token: idToken, error } = response.data;
  return { state, idToken, error };
}

/** Asked after the state is known to be ours: before that the error is anybody's text. */
export function tokenOf(response: AuthenticationResponse): string {
  if (response.idToken !== undefined) return response.idToken;
  const code = /^[a-z_]{1,40}$/.test(response.error ?? '') ? response.error : 'unnamed';
  throw new LaunchRefused('platform-error', `platform answered ${code ?? 'nothing'}`);
}
