import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, SignJWT } from 'jose';
import type { Registration } from './registration.js';
import type { Workplace } from './workplace.js';

/** The learning platform of the measurements: signs launches and publishes its key, in the parent's CPU time. */
export interface Platform {
  readonly registration: Registration;
  /** How often its key set was asked for so far. */
  keySetFetches(): number;
  /** The login initiation, and then the token for what came back from it. */
  login(target: LaunchTarget): Record<string, string>;
  idToken(target: LaunchTarget, nonce: string): Promise<string>;
}

export interface LaunchTarget {
  readonly userId: string;
  /** URL of the tool's launch, with the content as its query. */
  readonly targetLinkUri: string;
  /** A learner, when it is not said. */
  readonly role?: 'Learner' | 'Instructor';
}

const LTI = 'https://purl.imsglobal.org/spec/lti/claim';
const CLIENT_ID = 'bench-client';
const DEPLOYMENT_ID = '1';

export async function openPlatform(workplace: Workplace): Promise<Platform> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'bench', alg: 'RS256', use: 'sig' };
  const keySet = JSON.stringify({ keys: [jwk] });
  let fetches = 0;
  const server = createServer((_req, res) => {
    fetches += 1;
    res.setHeader('content-type', 'application/json').end(keySet);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  workplace.atEnd(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    registration: {
      issuer,
      clientId: CLIENT_ID,
      deploymentId: DEPLOYMENT_ID,
      authUrl: `${issuer}/auth`,
      tokenUrl: `${issuer}/token`,
      jwksUrl: `${issuer}/keys`,
    },
    keySetFetches: () => fetches,
    login: ({ userId, targetLinkUri }) => ({
      iss: issuer,
      target_link_uri: targetLinkUri,
      login_hint: userId,
      lti_message_hint: randomUUID(),
      client_id: CLIENT_ID,
      lti_deployment_id: DEPLOYMENT_ID,
    }),
    idToken: (target, nonce) =>
      new SignJWT(claims(issuer, target, nonce))
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'bench' })
        .sign(privateKey),
  };
}

/** About what Moodle sends. */
function claims(
  issuer: string,
  { userId, targetLinkUri, role = 'Learner' }: LaunchTarget,
  nonce: string,
): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  return {
    nonce,
    iat: now,
    exp: now + 60,
    iss: issuer,
    aud: CLIENT_ID,
    sub: userId,
    given_name: 'Ilze',
    family_name: 'Ozola',
    name: 'Ilze Ozola',
    email: 'ilze@school.example',
    [`${LTI}/version`]: '1.3.0',
    [`${LTI}/message_type`]: 'LtiResourceLinkRequest',
    [`${LTI}/deployment_id`]: DEPLOYMENT_ID,
    [`${LTI}/target_link_uri`]: targetLinkUri,
    [`${LTI}/roles`]: [`http://purl.imsglobal.org/vocab/lis/v2/membership#${role}`],
    [`${LTI}/resource_link`]: { id: '1', title: 'Module 1', description: '' },
    [`${LTI}/context`]: { id: '2', label: 'WBLT', title: 'Tutors', type: ['CourseSection'] },
    [`${LTI}/launch_presentation`]: {
      locale: 'en',
      document_target: 'iframe',
      return_url: `${issuer}/return?course=2`,
    },
    [`${LTI}/custom`]: { content: new URL(targetLinkUri).searchParams.get('content') ?? '' },
    'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': {
      scope: ['https://purl.imsglobal.org/spec/lti-ags/scope/score'],
      lineitems: `${issuer}/2/lineitems`,
      lineitem: `${issuer}/2/lineitems/1/lineitem`,
    },
  };
}
