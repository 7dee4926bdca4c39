import type { Guide, GuideId } from './platform-guide.js';

const MOODLE: Guide = {
  id: 'moodle',
  name: 'Moodle',
  families: ['moodle'],
  automatic: {
    place: ['Site administration', 'Plugins', 'Activity modules', 'External tool', 'Manage tools'],
    field: 'Tool URL',
    press: 'Add LTI Advantage',
  },
  place: [
    'Site administration',
    'Plugins',
    'Activity modules',
    'External tool',
    'Manage tools',
    'configure a tool manually',
  ],
  values: [
    { field: 'Tool name', value: 'name' },
    { field: 'Tool URL', value: 'launch' },
    { field: 'Public keyset', value: 'keys' },
    { field: 'Initiate login URL', value: 'login' },
    { field: 'Redirection URI(s)', value: 'launch' },
    { field: 'Custom parameters', value: 'custom' },
    { field: 'Content Selection URL', value: 'launch' },
    { field: 'Icon URL', value: 'icon' },
  ],
  choices: [
    { field: 'LTI version', choice: 'LTI 1.3' },
    { field: 'Public key type', choice: 'Keyset URL' },
    { field: 'Supports Deep Linking (Content-Item Message)', choice: '✓' },
    {
      field: 'IMS LTI Assignment and Grade Services',
      choice: 'Use this service for grade sync and column management',
    },
    {
      field: 'IMS LTI Names and Role Provisioning',
      choice: "Use this service to retrieve members' information as per privacy settings",
    },
    { field: 'Accept grades from the tool', choice: 'Delegate to teacher' },
  ],
  save: 'Save changes',
  shown: ['Manage tools', 'View configuration details'],
  given: {
    issuer: 'Platform ID',
    clientId: 'Client ID',
    deployment: 'Deployment ID',
    jwksUrl: 'Public keyset URL',
    tokenUrl: 'Access token URL',
    authUrl: 'Authentication request URL',
  },
  preset: {},
};

const CANVAS: Guide = {
  id: 'canvas',
  name: 'Canvas',
  families: ['canvas'],
  automatic: {
    place: ['Admin', 'Apps', 'Manage', 'Install a New App', 'Dynamic Registration'],
    field: 'Dynamic Registration URL',
    press: 'Continue',
  },
  place: ['Admin', 'Developer Keys', '+ Developer Key', '+ LTI Key', 'Manual Entry'],
  values: [
    { field: 'Key Name', value: 'name' },
    { field: 'Redirect URIs', value: 'launch' },
    { field: 'Title', value: 'name' },
    { field: 'Target Link URI', value: 'launch' },
    { field: 'OpenID Connect Initiation Url', value: 'login' },
    { field: 'Public JWK URL', value: 'keys' },
    { field: 'Custom Fields', value: 'custom' },
    { field: 'Icon Url', value: 'icon' },
  ],
  choices: [
    { field: 'JWK Method', choice: 'Public JWK URL' },
    { field: 'LTI Advantage Services', choice: '✓' },
    { field: 'Privacy Level', choice: 'Name only' },
    { field: 'Placements', choice: 'Assignment Selection, Link Selection' },
  ],
  save: 'Save',
  shown: ['Developer Keys', 'Details'],
  deploymentShown: ['Settings', 'Apps', 'View App Configurations', '⚙', 'Deployment Id'],
  given: {
    clientId: 'Client ID',
    deployment: 'Deployment Id',
    issuer: 'Issuer',
    authUrl: 'OIDC Authorization Endpoint',
    tokenUrl: 'Access Token Endpoint',
    jwksUrl: 'Public JWK Set URL',
  },
  preset: {
    issuer: 'https://canvas.instructure.com',
    authUrl: 'https://sso.canvaslms.com/api/lti/authorize_redirect',
    tokenUrl: 'https://sso.canvaslms.com/login/oauth2/token',
    jwksUrl: 'https://sso.canvaslms.com/api/lti/security/jwks',
  },
};

const BRIGHTSPACE: Guide = {
  id: 'brightspace',
  name: 'Brightspace',
  families: ['desire2learn', 'brightspace'],
  automatic: {
    place: ['Admin Tools', 'Manage Extensibility', 'LTI Advantage', 'Register Tool', 'Dynamic'],
    field: 'Tool initiation registration endpoint',
    press: 'Register',
  },
  place: ['Admin Tools', 'Manage Extensibility', 'LTI Advantage', 'Register Tool', 'Standard'],
  values: [
    { field: 'Name', value: 'name' },
    { field: 'Domain', value: 'domain' },
    { field: 'Redirect URLs', value: 'launch' },
    { field: 'OpenID Connect Login URL', value: 'login' },
    { field: 'Target Link URI', value: 'launch' },
    { field: 'Keyset URL', value: 'keys' },
    { field: 'Substitution Parameters', value: 'custom' },
  ],
  choices: [
    { field: 'Assignment and Grade Services', choice: '✓' },
    { field: 'Deep Linking', choice: '✓' },
    { field: 'Names and Role Provisioning Services', choice: '✓' },
    { field: 'Send Institution Role', choice: '✓' },
  ],
  save: 'Register',
  shown: ['LTI Advantage', 'Registration Details'],
  deploymentShown: ['External Learning Tools', 'LTI Advantage', 'New Deployment'],
  given: {
    clientId: 'Client Id',
    jwksUrl: 'Brightspace Keyset URL',
    tokenUrl: 'Brightspace OAuth2 Access Token URL',
    authUrl: 'OpenID Connect Authentication Endpoint',
    audience: 'Brightspace OAuth2 Audience',
    issuer: 'Issuer',
    deployment: 'Deployment Id',
  },
  preset: {
    tokenUrl: 'https://auth.brightspace.com/core/connect/token',
    audience: 'https://api.brightspace.com/auth/token',
  },
};

const BLACKBOARD: Guide = {
  id: 'blackboard',
  name: 'Blackboard',
  families: ['BlackboardLearn', 'blackboard'],
  place: ['developer.blackboard.com', 'My Applications', '+'],
  values: [
    { field: 'Application Name', value: 'name' },
    { field: 'Domain(s)', value: 'domain' },
    { field: 'Login Initiation URL', value: 'login' },
    { field: 'Tool Redirect URL(s)', value: 'launch' },
    { field: 'Tool JWKS URL', value: 'keys' },
    { field: 'Custom Parameters', value: 'custom' },
  ],
  choices: [
    { field: 'My Integration supports LTI 1.3', choice: '✓' },
    { field: 'Signing Algorithm', choice: 'RS256' },
  ],
  save: 'Register Application',
  shown: ['developer.blackboard.com', 'My Applications'],
  deploymentShown: ['Administrator Panel', 'LTI Tool Providers', 'Register LTI 1.3/Advantage Tool'],
  given: {
    issuer: 'Issuer',
    clientId: 'Application ID',
    deployment: 'Deployment ID',
    jwksUrl: 'Public keyset URL',
    tokenUrl: 'Auth token endpoint',
    authUrl: 'OIDC auth request endpoint',
  },
  preset: {
    issuer: 'https://blackboard.com',
    authUrl: 'https://developer.blackboard.com/api/v1/gateway/oidcauth',
    tokenUrl: 'https://developer.blackboard.com/api/v1/gateway/oauth2/jwttoken',
  },
};

const SAKAI: Guide = {
  id: 'sakai',
  name: 'Sakai',
  families: ['sakai'],
  automatic: {
    place: [
      'Administration Workspace',
      'External Tools',
      'LTI Advantage Auto Provision',
      'Auto-Provision',
    ],
    field: 'Dynamic Registration URL',
    press: 'Use LTI Advantage Auto Configuration',
  },
  place: ['Administration Workspace', 'External Tools', 'Install LTI 1.x Tool'],
  values: [
    { field: 'Tool Title', value: 'name' },
    { field: 'Launch URL', value: 'launch' },
    { field: 'LTI 1.3 Tool Keyset URL', value: 'keys' },
    { field: 'LTI 1.3 Tool OpenID Connect/Initialization Endpoint', value: 'login' },
    { field: 'LTI 1.3 Tool Redirect Endpoint(s)', value: 'launch' },
    { field: 'Custom Parameters', value: 'custom' },
  ],
  choices: [
    { field: 'Tool supports LTI 1.3', choice: '✓' },
    { field: 'Send User Names to External Tool', choice: '✓' },
    { field: 'Allow External Tool to return grades', choice: '✓' },
    { field: 'Provide Roster to External Tool', choice: '✓' },
    { field: 'The tool can receive a Content-Item or Deep-Link launch', choice: '✓' },
  ],
  save: 'Save',
  shown: ['External Tools', 'View'],
  given: {
    issuer: 'LTI 1.3 Platform Issuer',
    clientId: 'LTI 1.3 Client ID',
    deployment: 'LTI 1.3 Deployment ID',
    jwksUrl: 'LTI 1.3 Platform OAuth2 Well-Known/KeySet URL',
    tokenUrl: 'LTI 1.3 Platform OAuth2 Bearer Token Retrieval URL',
    authUrl: 'LTI 1.3 Platform OIDC Authentication URL',
  },
  preset: {},
};

const OPEN_EDX: Guide = {
  id: 'open-edx',
  name: 'Open edX',
  families: ['openedx', 'edx'],
  place: ['Studio', 'Advanced', 'LTI Consumer', 'Edit'],
  values: [
    { field: 'Display Name', value: 'name' },
    { field: 'Tool Launch URL', value: 'launch' },
    { field: 'Registered Redirect URIs', value: 'launch' },
    { field: 'Tool Initiate Login URL', value: 'login' },
    { field: 'Tool Keyset URL', value: 'keys' },
    { field: 'Deep Linking Launch URL', value: 'launch' },
  ],
  choices: [
    { field: 'LTI Version', choice: 'LTI 1.3' },
    { field: 'Tool Public Key Mode', choice: 'Keyset URL' },
    { field: 'Enable LTI NRPS', choice: 'True' },
    { field: 'Deep linking', choice: 'True' },
    { field: 'LTI Assignment and Grades Service', choice: 'Programmatic' },
  ],
  save: 'Save',
  shown: ['Studio', 'LTI Consumer'],
  given: {
    clientId: 'Client ID',
    deployment: 'Deployment ID',
    jwksUrl: 'Keyset URL',
    tokenUrl: 'Access Token URL',
    authUrl: 'Login URL',
    issuer: 'Issuer',
  },
  preset: {},
};

/** In the words of the standard. */
const OTHER: Guide = {
  id: 'other',
  families: [],
  place: [],
  values: [
    { field: 'Target link URI', value: 'launch' },
    { field: 'OpenID Connect login initiation URL', value: 'login' },
    { field: 'Redirect URI', value: 'launch' },
    { field: 'JWK set URL', value: 'keys' },
    { field: 'Domain', value: 'domain' },
    { field: 'Custom parameters', value: 'custom' },
    { field: 'Icon URL', value: 'icon' },
  ],
  choices: [
    { field: 'LTI', choice: '1.3' },
    { field: 'Assignment and Grade Services', choice: '✓' },
    { field: 'Names and Role Provisioning Services', choice: '✓' },
    { field: 'Deep Linking', choice: '✓' },
  ],
  shown: [],
  given: {
    issuer: 'Issuer (iss)',
    clientId: 'Client ID (client_id)',
    deployment: 'Deployment ID (deployment_id)',
    authUrl: 'OIDC authorization endpoint',
    tokenUrl: 'OAuth 2.0 access token endpoint',
    jwksUrl: 'Platform JWK set URL',
    audience: 'Token audience',
  },
  preset: {},
};

/** Every platform that has a page, in the order of the pages. */
export const GUIDES: readonly Guide[] = [
  MOODLE,
  CANVAS,
  BRIGHTSPACE,
  BLACKBOARD,
  SAKAI,
  OPEN_EDX,
  OTHER,
];

export function guideOf(id: GuideId): Guide {
  return GUIDES.find((guide) => guide.id === id) ?? OTHER;
}

/** @param product `product_family_code`, as the platform wrote it */
export function guideForProduct(product = ''): Guide {
  const family = product.toLowerCase();
  const known = GUIDES.find(({ families }) =>
    families.some((name) => family.startsWith(name.toLowerCase())),
  );
  return known ?? OTHER;
}
