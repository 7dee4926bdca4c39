import type { Course, Link, User } from './course.js';
import { membershipRole } from './roles.js';

/** Where the values of variables come from. */
export interface VariableSource {
  readonly course: Course;
  readonly user: User;
  /** Undefined in deep linking, where there is no link yet. */
  readonly link: Link | undefined;
  /** URL of the link's only line item. */
  readonly lineItemUrl: string | undefined;
}

/**
 * Custom parameters with their variables filled in. An unknown variable stays as it is written, and
 * a link's title is null while there is no link: both as Moodle does.
 */
export function customClaim(
  parameters: Readonly<Record<string, string>>,
  source: VariableSource,
): Record<string, string | null> {
  const values = valuesOf(source);
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => {
      const resolved = value.startsWith('$') ? values[value.slice(1)] : value;
      return [name, resolved === undefined ? value : resolved];
    }),
  );
}

function valuesOf({
  course,
  user,
  link,
  lineItemUrl,
}: VariableSource): Record<string, string | null | undefined> {
  const { givenName, familyName } = user;
  return {
    'Context.id': course.id,
    'Context.title': course.title,
    'Context.label': course.label,
    'Context.sourcedId': course.sourcedId,
    'Context.id.history': '',
    'CourseSection.title': course.title,
    'CourseSection.label': course.label,
    'CourseSection.sourcedId': course.sourcedId,
    'ResourceLink.id': link?.id ?? null,
    'ResourceLink.title': link?.title ?? null,
    'ResourceLink.description': link?.text ?? null,
    'LineItem.url': lineItemUrl ?? '',
    'User.id': user.id,
    'User.username': user.username,
    'Person.name.full': givenName && familyName ? `${givenName} ${familyName}` : undefined,
    'Person.name.given': givenName,
    'Person.name.family': familyName,
    'Person.email.primary': user.email,
    'Person.sourcedId': user.sourcedId,
    'Person.address.timezone': user.timezone,
    'Membership.role': membershipRole(user.role),
    'Moodle.Person.userGroupIds': user.groupIds.join(','),
  };
}
