import { Router } from 'express';
import { SERVICE_SCOPES } from './scopes.js';
import type { SigningKeys } from './signing-keys.js';
import type { Urls } from './urls.js';

/** `/openid-configuration`: what the platform is and can, for dynamic registration. */
export function configurationRoutes({ urls }: { readonly urls: Urls }): Router {
  const router = Router();
  router.get('/openid-configuration', (_req, res) => {
    res.json({
      issuer: urls.issuer,
      token_endpoint: urls.token,
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['RS256'],
      jwks_uri: urls.certs,
      authorization_endpoint: urls.auth,
      registration_endpoint: urls.registration,
      scopes_supported: [...SERVICE_SCOPES, 'openid'],
      response_types_supported: ['id_token'],
      subject_types_supported: ['public', 'pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      claims_supported: ['sub', 'iss', 'name', 'given_name', 'family_name', 'email'],
      'https://purl.imsglobal.org/spec/lti-platform-configuration': {
        product_family_code: 'tandem-sandbox',
        version: '1.0',
        messages_supported: [
          { type: 'LtiResourceLinkRequest' },
          { type: 'LtiDeepLinkingRequest', placements: ['ContentArea'] },
          { type: 'LtiSubmissionReviewRequest' },
        ],
        variables: [
          'Context.id',
          'Context.title',
          'Context.label',
          'Context.id.history',
          'Context.sourcedId',
          'CourseSection.title',
          'CourseSection.label',
          'CourseSection.sourcedId',
          'ResourceLink.id',
          'ResourceLink.title',
          'ResourceLink.description',
          'User.id',
          'User.username',
          'Person.name.full',
          'Person.name.given',
          'Person.name.family',
          'Person.email.primary',
          'Person.sourcedId',
          'Person.address.timezone',
          'Membership.role',
          'Moodle.Person.userGroupIds',
        ],
      },
    });
  });
  return router;
}

/** `/certs`: the public keys, the current and the previous one. */
export function certRoutes({ keys }: { readonly keys: SigningKeys }): Router {
  const router = Router();
  router.get('/certs', (_req, res) => {
    res.json(keys.published());
  });
  return router;
}
