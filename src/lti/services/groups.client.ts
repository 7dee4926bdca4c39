import { z } from 'zod';
import type { Platform } from '../platforms/platform.js';
import { GROUP_SCOPE } from './scopes.js';
import { ListNotReadable, type ServiceReader } from './service-reader.js';

const MEDIA_TYPE = 'application/vnd.ims.lti-gs.v1.contextgroupcontainer+json';
const MOST_GROUPS = 5000;

const Container = z.object({ groups: z.array(z.unknown()) });
const RawGroup = z.object({
  id: z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1).max(255)),
  name: z.string().max(500),
  set_id: z.string().max(255).optional().catch(undefined),
});

/** A group that the platform keeps in a course (Course Groups Service 1.0). */
export interface CourseGroup {
  readonly id: string;
  readonly name: string;
  /** Groups of one set share it; a person is in one group of a set. */
  readonly setId?: string | undefined;
}

export interface CourseGroups {
  /**
   * @param url `context_groups_url` of a signed launch
   * @throws {ServiceRefused} @throws {ServiceUnreachable} @throws {ListNotReadable}
   */
  groups(platform: Platform, url: string): Promise<readonly CourseGroup[]>;
}

export function createCourseGroups({ reader }: { readonly reader: ServiceReader }): CourseGroups {
  const call = { service: 'groups', scope: GROUP_SCOPE, mediaType: MEDIA_TYPE } as const;
  return {
    async groups(platform, url) {
      const groups: CourseGroup[] = [];
      for await (const page of reader.pages(platform, url, call)) {
        const container = Container.safeParse(page);
        if (!container.success) throw new ListNotReadable('page holds no groups');
        for (const raw of container.data.groups) {
          const group = RawGroup.safeParse(raw).data;
          if (group) groups.push({ id: group.id, name: group.name, setId: group.set_id });
        }
        if (groups.length > MOST_GROUPS) throw new ListNotReadable('too many groups');
      }
      return groups;
    },
  };
}
