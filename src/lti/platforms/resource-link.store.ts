import { isDeepStrictEqual } from 'node:util';
import type { Collection, Database } from '../../persistence/database.js';
import { hasCode } from '../../shared/errors.js';
import { ResourceLink } from './resource-link.js';
import type { Course } from '../roster/course.js';

export interface ResourceLinkStore {
  get(id: string): Promise<ResourceLink | undefined>;
  /** Some links of a platform, at most a hundred. */
  of(platformId: string): Promise<readonly ResourceLink[]>;
  /** Links in one course, at most a thousand. */
  inCourse(course: Course): Promise<readonly ResourceLink[]>;
  /** The link whose grades go to this line item. */
  byLineItem(
    where: Pick<ResourceLink, 'platformId' | 'deploymentId'> & { readonly lineItem: string },
  ): Promise<ResourceLink | undefined>;
  /**
   * Notes what a launch said of its link. What the launch leaves out stays as it was: platforms
   * drop the line item from later launches (Moodle, once a link has two).
   */
  remember(link: ResourceLink): Promise<ResourceLink>;
}

export async function openResourceLinkStore(database: Database): Promise<ResourceLinkStore> {
  const links: Collection<ResourceLink> = await database.collection({
    name: 'resource_links',
    schema: ResourceLink,
    indexes: ['lineItem', 'platformId', 'contextId'],
  });

  async function remember(link: ResourceLink): Promise<ResourceLink> {
    const known = await links.get(link.id);
    if (!known) return links.insert(link);
    const { revision, ...before } = known;
    const next = { ...before, ...definedOf(link) };
    // Nearly every launch says what the one before said; a write would be a needless wait for the disk.
    if (isDeepStrictEqual(before, next)) return before;
    return links.replace({ ...next, revision });
  }

  return {
    get: (id) => links.get(id),
    async of(platformId) {
      return (await links.find({ platformId })).documents;
    },
    async inCourse({ platformId, deploymentId, contextId }) {
      const { documents } = await links.find({ platformId, contextId }, { limit: 1000 });
      return documents.filter((link) => link.deploymentId === deploymentId);
    },
    async byLineItem({ platformId, deploymentId, lineItem }) {
      const { documents } = await links.find({ lineItem });
      return documents.find(
        (link) => link.platformId === platformId && link.deploymentId === deploymentId,
      );
    },
    async remember(link) {
      try {
        return await remember(link);
      } catch (fault) {
        // A classmate's launch wrote in between; what it wrote is now there to be merged with.
        if (!hasCode(fault) || !CONFLICTS.has(fault.code)) throw fault;
        return remember(link);
      }
    },
  };
}

const CONFLICTS: ReadonlySet<string> = new Set([
  'persistence.duplicate-key',
  'persistence.stale-revision',
]);

function definedOf(link: ResourceLink): ResourceLink {
  const entries = Object.entries(link).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as ResourceLink;
}
