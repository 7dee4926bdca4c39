import type { Course, LineItem, Tool } from './course.js';

/** Every address the platform hands out, from its issuer. */
export interface Urls {
  readonly issuer: string;
  readonly auth: string;
  readonly token: string;
  readonly certs: string;
  readonly configuration: string;
  readonly registration: string;
  /** @param typeId undefined: the caller asked without one, and gets none back */
  lineItems(course: Course, typeId: string | undefined): string;
  lineItem(course: Course, item: LineItem, typeId: string | undefined): string;
  memberships(course: Course, tool: Tool): string;
  groups(course: Course, tool: Tool): string;
  deepLinkReturn(course: Course, tool: Tool, key: string): string;
  launchReturn(course: Course, linkId: string, userId: string): string;
}

/** @param issuer an origin, without a slash at its end */
export function createUrls(issuer: string): Urls {
  const type = (typeId: string | undefined): string =>
    typeId === undefined ? '' : `?type_id=${typeId}`;
  return {
    issuer,
    auth: `${issuer}/auth`,
    token: `${issuer}/token`,
    certs: `${issuer}/certs`,
    configuration: `${issuer}/openid-configuration`,
    registration: `${issuer}/register`,
    lineItems: (course, typeId) => `${issuer}/services/${course.id}/lineitems${type(typeId)}`,
    lineItem: (course, item, typeId) =>
      `${issuer}/services/${course.id}/lineitems/${item.id}/lineitem${type(typeId)}`,
    memberships: (course, tool) =>
      `${issuer}/services/CourseSection/${course.id}/bindings/${tool.deploymentId}/memberships`,
    groups: (course, tool) =>
      `${issuer}/services/CourseSection/${course.id}/bindings/${tool.deploymentId}/groups`,
    deepLinkReturn: (course, tool, key) =>
      `${issuer}/contentitem-return?course=${course.id}&id=${tool.deploymentId}&sesskey=${key}`,
    launchReturn: (course, linkId, userId) =>
      `${issuer}/return?course=${course.id}&launch_container=3&instanceid=${linkId}&user=${userId}`,
  };
}
