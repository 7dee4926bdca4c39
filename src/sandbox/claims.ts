import { createHash } from 'node:crypto';
import type { Course, Group, LineItem, Link, Tool, User } from './course.js';
import { GROUPS_READONLY } from './scopes.js';
import { launchRoles } from './roles.js';
import type { Urls } from './urls.js';
import { customClaim } from './variables.js';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim';
const AGS = 'https://purl.imsglobal.org/spec/lti-ags';

/** `launch_presentation.document_target`. */
export type DocumentTarget = 'iframe' | 'window';

/** A launch that has been asked for and not yet answered. */
export type Message =
  | {
      readonly type: 'LtiResourceLinkRequest';
      readonly link: Link;
      readonly documentTarget: DocumentTarget;
    }
  | {
      /** From the gradebook to one learner's work. */
      readonly type: 'LtiSubmissionReviewRequest';
      readonly lineItem: LineItem;
      /** To which the line item belongs; undefined: to none. */
      readonly link: Link | undefined;
      readonly forUser: User;
      readonly documentTarget: DocumentTarget;
    }
  | {
      readonly type: 'LtiDeepLinkingRequest';
      /** Proof, in the return address, that the answer belongs to this request. */
      readonly returnKey: string;
    };

/** All that an id_token tells of. */
export interface ClaimSource {
  readonly urls: Urls;
  readonly course: Course;
  readonly user: User;
  readonly tool: Tool;
  readonly message: Message;
  /** Of the link; empty in deep linking. In a review that one alone. */
  readonly lineItems: readonly LineItem[];
  /** That tools are told of. */
  readonly groups: readonly Group[];
  readonly nonce: string;
  /** Seconds since 1970. */
  readonly now: number;
}

/** Seconds for which an id_token holds. */
const LIFETIME = 60;

/** All claims of an id_token, in the order Moodle writes them. */
export function idTokenClaims(source: ClaimSource): Record<string, unknown> {
  const { urls, course, user, tool, message, now } = source;
  return {
    nonce: source.nonce,
    iat: now,
    exp: now + LIFETIME,
    iss: urls.issuer,
    aud: tool.clientId,
    [`${LTI}/deployment_id`]: tool.deploymentId,
    [`${LTI}/target_link_uri`]: targetOf(message, tool),
    sub: user.id,
    [`${LTI}/lis`]: {
      person_sourcedid: user.sourcedId,
      course_section_sourcedid: course.sourcedId,
    },
    [`${LTI}/roles`]: launchRoles(user.role),
    [`${LTI}/context`]: {
      id: course.id,
      label: course.label,
      title: course.title,
      type: ['CourseSection'],
    },
    [`${LTI}/message_type`]: message.type,
    ...linkClaims(message),
    ...personOf(user),
    [`${LTI}/launch_presentation`]: presentationOf(source),
    [`${LTI}/tool_platform`]: {
      product_family_code: 'tandem-sandbox',
      version: '1.0',
      guid: createHash('md5').update(urls.issuer).digest('hex'),
      name: 'Sandbox',
      description: 'Learning platform for trials',
    },
    [`${LTI}/version`]: '1.3.0',
    [`${LTI}/custom`]: customOf(source),
    ...servicesOf(source),
  };
}

function linkClaims(message: Message): Record<string, unknown> {
  const link = linkOf(message);
  return {
    ...(link && {
      [`${LTI}/resource_link`]: { title: link.title, description: link.text, id: link.id },
    }),
    ...(message.type === 'LtiSubmissionReviewRequest' && {
      [`${LTI}/for_user`]: { user_id: message.forUser.id },
    }),
  };
}

/** Undefined where the message is about none. */
function linkOf(message: Message): Link | undefined {
  return message.type === 'LtiDeepLinkingRequest' ? undefined : message.link;
}

/** Where a message should lead; also the login initiation's `target_link_uri`. */
export function targetOf(message: Message, tool: Tool): string {
  switch (message.type) {
    case 'LtiResourceLinkRequest':
      return message.link.targetLinkUri;
    case 'LtiDeepLinkingRequest':
      return tool.deepLinkUrl ?? tool.launchUrl;
    case 'LtiSubmissionReviewRequest': {
      const { lineItem, link } = message;
      return lineItem.submissionReview?.url ?? link?.targetLinkUri ?? tool.launchUrl;
    }
  }
}

function personOf({ givenName, familyName, email, username }: User): Record<string, unknown> {
  const lms = { lms: 'tandem-sandbox' };
  // Absent, not empty, for somebody whose name is not shared.
  if (givenName === undefined || familyName === undefined) return { [`${LTI}/ext`]: lms };
  return {
    given_name: givenName,
    family_name: familyName,
    name: `${givenName} ${familyName}`,
    [`${LTI}/ext`]: { user_username: username, ...lms },
    ...(email !== undefined && { email }),
  };
}

function presentationOf({ urls, course, user, message }: ClaimSource): Record<string, string> {
  if (message.type === 'LtiDeepLinkingRequest') return { locale: user.locale };
  return {
    locale: user.locale,
    document_target: message.documentTarget,
    return_url: urls.launchReturn(course, message.link?.id ?? '0', user.id),
  };
}

function customOf(source: ClaimSource): Record<string, string | null> {
  const { tool, message, user, course } = source;
  const link = linkOf(message);
  const isReview = message.type === 'LtiSubmissionReviewRequest';
  const own = isReview ? message.lineItem.submissionReview?.custom : undefined;
  return customClaim(
    { ...tool.custom, ...link?.custom, ...own },
    { course, user, link, lineItemUrl: onlyLineItem(source) },
  );
}

function servicesOf(source: ClaimSource): Record<string, unknown> {
  const { urls, course, tool, message } = source;
  const lineItem = onlyLineItem(source);
  const endpoint = {
    scope: [
      `${AGS}/scope/lineitem`,
      `${AGS}/scope/lineitem.readonly`,
      `${AGS}/scope/result.readonly`,
      `${AGS}/scope/score`,
    ],
    lineitems: urls.lineItems(course, tool.deploymentId),
    ...(lineItem !== undefined && { lineitem: lineItem }),
  };
  if (message.type === 'LtiDeepLinkingRequest') {
    return {
      [`${AGS}/claim/endpoint`]: endpoint,
      'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings': {
        accept_types: ['ltiResourceLink'],
        accept_presentation_document_targets: ['frame', 'iframe', 'window'],
        accept_copy_advice: false,
        accept_multiple: true,
        accept_unsigned: false,
        auto_create: false,
        can_confirm: false,
        deep_link_return_url: urls.deepLinkReturn(course, tool, message.returnKey),
        title: tool.name,
        text: '',
      },
    };
  }
  return {
    [`${AGS}/claim/endpoint`]: endpoint,
    'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice': {
      context_memberships_url: urls.memberships(course, tool),
      service_versions: ['1.0', '2.0'],
    },
    ...(source.groups.length > 0 && {
      'https://purl.imsglobal.org/spec/lti-gs/claim/groupsservice': {
        scope: [GROUPS_READONLY],
        context_groups_url: urls.groups(course, tool),
        service_versions: ['1.0'],
      },
    }),
  };
}

/** With two line items on a link the platform names neither. */
function onlyLineItem({ urls, course, tool, lineItems }: ClaimSource): string | undefined {
  const [item, second] = lineItems;
  return item && !second ? urls.lineItem(course, item, tool.deploymentId) : undefined;
}
