import { z } from 'zod';
import type { Platform } from '../platforms/platform.js';
import { isMadeUp } from '../launch/roles.js';
import { MEMBERSHIP_SCOPE } from './scopes.js';
import { ListNotReadable, type ServiceReader } from './service-reader.js';

export const MEMBERSHIP_TYPE = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json';
/** More than any course has; beyond it the list counts as endless. */
const MOST_MEMBERS = 50_000;

const Container = z.object({ members: z.array(z.unknown()) });
const Text = z.string().max(500).optional().catch(undefined);

/** What we read of a member; mail, picture and numbers of other systems stay unread. */
const RawMember = z.object({
  user_id: z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1).max(255)),
  roles: z.array(z.string().max(500)).max(100).catch([]),
  status: Text,
  name: Text,
  given_name: Text,
  family_name: Text,
  group_enrollments: z
    .array(z.object({ group_id: z.string().max(255) }))
    .max(100)
    .catch([]),
});
type RawMember = z.infer<typeof RawMember>;

/** One person of a course (NRPS 2.0, section 2.4). */
export interface Member {
  /** `sub` of the person's launches. */
  readonly userId: string;
  /** As the platform writes them: `Learner`, or a whole URI. */
  readonly roles: readonly string[];
  /** Inactive: in the course, and shut out of it for now. */
  readonly status: 'Active' | 'Inactive';
  /** Undefined where the platform shares no names. */
  readonly name?: string | undefined;
  /** Groups of the course, where the platform names them. */
  readonly groupIds: readonly string[];
}

export interface Nrps {
  /**
   * Everybody in the course, each person once. Test users and those who have left are not among them.
   * @param url `context_memberships_url` of a signed launch
   * @throws {ServiceRefused} @throws {ServiceUnreachable} @throws {ListNotReadable}
   */
  members(platform: Platform, url: string): Promise<readonly Member[]>;
}

export function createNrps({ reader }: { readonly reader: ServiceReader }): Nrps {
  const call = { service: 'roster', scope: MEMBERSHIP_SCOPE, mediaType: MEMBERSHIP_TYPE } as const;
  return {
    async members(platform, url) {
      const members = new Map<string, Member>();
      for await (const page of reader.pages(platform, url, call)) {
        const container = Container.safeParse(page);
        if (!container.success) throw new ListNotReadable('page holds no members');
        for (const raw of container.data.members) {
          const member = memberOf(raw);
          if (member) members.set(member.userId, united(members.get(member.userId), member));
        }
        if (members.size > MOST_MEMBERS) throw new ListNotReadable('too many members');
      }
      return [...members.values()];
    },
  };
}

/** Undefined for somebody without an id, a test user, and who has left: such a row does not spoil the others. */
function memberOf(raw: unknown): Member | undefined {
  const member = RawMember.safeParse(raw).data;
  if (!member || isMadeUp(member.roles) || member.status === 'Deleted') return undefined;
  return {
    userId: member.user_id,
    roles: member.roles,
    status: member.status === 'Inactive' ? 'Inactive' : 'Active',
    name: nameOf(member),
    groupIds: member.group_enrollments.map((enrolment) => enrolment.group_id),
  };
}

function nameOf({ name, given_name: given, family_name: family }: RawMember): string | undefined {
  const whole = name ?? [given, family].filter((part) => part !== undefined).join(' ');
  // Moodle fills the gaps of half a name with spaces.
  const text = whole.replace(/\s+/g, ' ').trim();
  return text === '' ? undefined : text;
}

/** Somebody with two enrolments is one person with both roles, and is here if either is. */
function united(known: Member | undefined, member: Member): Member {
  if (!known) return member;
  return {
    ...member,
    roles: [...new Set([...known.roles, ...member.roles])],
    status: known.status === 'Active' ? 'Active' : member.status,
    name: known.name ?? member.name,
    groupIds: [...new Set([...known.groupIds, ...member.groupIds])],
  };
}
