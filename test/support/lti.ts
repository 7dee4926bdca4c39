import type { Platform } from '../../src/lti/index.js';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';

export function aPlatform(over: Partial<Platform> = {}): Platform {
  return {
    id: 'platform-1',
    name: 'School',
    issuer: 'https://lms.school.example',
    clientId: 'client-1',
    authUrl: 'https://lms.school.example/auth',
    tokenUrl: 'https://lms.school.example/token',
    jwksUrl: 'https://lms.school.example/keys',
    deployments: [{ id: '1', status: 'allowed' }],
    status: 'active',
    createdAt: 0,
    ...over,
  };
}

/** Claims of a Moodle launch, in the shape of a recorded one; `undefined` takes a claim out. */
export function launchClaims(
  over: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  return {
    nonce: 'nonce-1',
    iat: now,
    exp: now + 60,
    iss: 'https://lms.school.example',
    aud: 'client-1',
    sub: '3',
    [`${LTI}version`]: '1.3.0',
    [`${LTI}message_type`]: 'LtiResourceLinkRequest',
    [`${LTI}deployment_id`]: '1',
    [`${LTI}target_link_uri`]: 'https://tool.example/lti/launch',
    [`${LTI}roles`]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'],
    [`${LTI}resource_link`]: { id: '1', title: 'Module 1', description: '' },
    [`${LTI}context`]: { id: '2', label: 'WBLT', title: 'WBL tutors', type: ['CourseSection'] },
    [`${LTI}launch_presentation`]: {
      locale: 'lv',
      document_target: 'iframe',
      return_url: 'https://lms.school.example/return?course=2',
    },
    [`${LTI}custom`]: { content: 'M1', empty: '', unknown: '$No.such.variable' },
    'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': {
      scope: ['https://purl.imsglobal.org/spec/lti-ags/scope/score'],
      lineitems: 'https://lms.school.example/2/lineitems?type_id=1',
      lineitem: 'https://lms.school.example/2/lineitems/2/lineitem?type_id=1',
    },
    ...over,
  };
}
