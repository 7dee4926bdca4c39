import type { LinkClaims } from './claims.js';
import { resourceLinkIdOf } from '../platforms/resource-link.js';
import type { ResourceLinkStore } from '../platforms/resource-link.store.js';
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

/**
 * For a copied link that kept neither: what the link opens that it was copied from, where the
 * platform tells (`$ResourceLink.id.history`). Of the same deployment only: another school's
 * links are none of its business.
 */
export async function contentIdOfOriginal(
  link: LinkClaims,
  at: { readonly platformId: string; readonly deploymentId: string },
  links: ResourceLinkStore,
): Promise<string | undefined> {
  for (const resourceLinkId of readHistory(link.custom.get('resource_link_history'))) {
    const original = await links.get(resourceLinkIdOf({ ...at, resourceLinkId }));
    if (original?.contentId !== undefined) return original.contentId;
  }
  return undefined;
}
