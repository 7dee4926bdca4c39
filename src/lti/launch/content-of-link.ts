import type { LinkClaims } from './claims.js';
import { resourceLinkIdOf, type ResourceLink } from '../platforms/resource-link.js';
import type { ResourceLinkStore } from '../platforms/resource-link.store.js';
import type { Course } from '../roster/course.js';
import { readHistory } from './history.js';

/**
 * What a link opens: the custom parameter `content`, else `?content=` of the target. Both, since
 * platforms keep one or the other when a course is copied.
 */
export async function contentIdOf(
  link: LinkClaims,
  hasContent: (contentId: string) => Promise<boolean>,
): Promise<string | undefined> {
  const candidates = [
    link.custom.get('content'),
    new URL(link.targetLinkUri).searchParams.get('content') ?? undefined,
  ];
  for (const id of candidates) {
    if (id !== undefined && (await hasContent(id))) return id;
  }
  return undefined;
}

/** Where a copied link is looked up. */
export interface Originals {
  readonly links: Pick<ResourceLinkStore, 'get' | 'inCourse'>;
  /** `context.id` of the courses of which this one is a copy, as the platform's notices said. */
  readonly originsOf: (course: Course) => Promise<readonly string[]>;
}

/**
 * For a copied link that kept neither: what the link opens that it was copied from, where the
 * platform tells (`$ResourceLink.id.history`), else the link of the same title in the nearest
 * course that its course was copied from (`$Context.id.history`, or a notice of the copy). Of the
 * same deployment only: another school's links are none of its business.
 */
export async function contentIdOfOriginal(
  link: LinkClaims,
  at: { readonly platformId: string; readonly deploymentId: string },
  { links, originsOf }: Originals,
): Promise<string | undefined> {
  for (const resourceLinkId of readHistory(link.custom.get('resource_link_history'))) {
    const original = await links.get(resourceLinkIdOf({ ...at, resourceLinkId }));
    if (original?.contentId !== undefined) return original.contentId;
  }
  const { contextId, resourceLink } = link;
  if (contextId === undefined || resourceLink.title === undefined) return undefined;
  const told = readHistory(link.custom.get('context_history'));
  for (const origin of [...told, ...(await originsOf({ ...at, contextId }))]) {
    const contentId = contentUnder(
      resourceLink.title,
      await links.inCourse({ ...at, contextId: origin }),
    );
    if (contentId !== undefined) return contentId;
  }
  return undefined;
}

/** Undefined as well where links of one title open different things: nobody can tell which was copied. */
function contentUnder(title: string, links: readonly ResourceLink[]): string | undefined {
  const found = new Set(
    links.filter((link) => link.title === title).flatMap(({ contentId }) => contentId ?? []),
  );
  const [contentId] = found;
  return found.size === 1 ? contentId : undefined;
}
