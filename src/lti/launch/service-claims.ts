import { z } from 'zod';

const NRPS_CLAIM = 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice';
const GROUPS_CLAIM = 'https://purl.imsglobal.org/spec/lti-gs/claim/groupsservice';
const NOTICES_CLAIM = 'https://purl.imsglobal.org/spec/lti/claim/platformnotificationservice';

const HttpUrl = z.url({ protocol: /^https?$/ }).max(2000);
const Texts = z.array(z.string().max(200)).max(50);

/** NRPS 2.0, section 2.1. Open edX leaves the versions out; it speaks 2.0. */
const Nrps = z.object({
  context_memberships_url: HttpUrl,
  service_versions: Texts.default(['2.0']),
});
/** Course Groups Service 1.0. */
const Groups = z.object({ context_groups_url: HttpUrl });
/** Platform Notification Service 1.0. */
const Notices = z.object({
  platform_notification_service_url: HttpUrl,
  notice_types_supported: Texts,
});

/** The services beside the gradebook that a message offers for its course; each undefined where it does not. */
export interface ServiceClaims {
  /** Where the members of the course are listed. */
  readonly memberships?: string | undefined;
  /** Where the groups of the course are listed. */
  readonly groups?: string | undefined;
  readonly notices?: NoticeService | undefined;
}

/** Where a tool says which notices it wants, and which there are. */
export interface NoticeService {
  readonly url: string;
  readonly types: readonly string[];
}

/** A claim that cannot be read counts as absent: a launch is worth more than a list. */
export function readServiceClaims(token: object): ServiceClaims {
  const claims = token as Readonly<Record<string, unknown>>;
  const nrps = Nrps.safeParse(claims[NRPS_CLAIM]).data;
  const notices = Notices.safeParse(claims[NOTICES_CLAIM]).data;
  return {
    memberships: nrps?.service_versions.includes('2.0') ? nrps.context_memberships_url : undefined,
    groups: Groups.safeParse(claims[GROUPS_CLAIM]).data?.context_groups_url,
    notices: notices && {
      url: notices.platform_notification_service_url,
      types: notices.notice_types_supported,
    },
  };
}
