import { ZodError } from 'zod';
import { readCommonClaims, readLinkClaims, type CommonClaims, type LinkClaims } from '../claims.js';
import { LaunchRefused } from '../launch-refused.js';

/** @throws {LaunchRefused} claims-invalid, message-unsupported */
export function readMessage(token: object): CommonClaims & { readonly link: LinkClaims } {
  try {
    const common = readCommonClaims(token);
    if (common.messageType !== 'LtiResourceLinkRequest') {
      throw new LaunchRefused('message-unsupported', 'message type not served');
    }
    return { ...common, link: readLinkClaims(token) };
  } catch (cause) {
    if (!(cause instanceof ZodError)) throw cause;
    const names = cause.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new LaunchRefused('claims-invalid', `claims: ${names.slice(0, 200)}`, { cause });
  }
}
