import { z } from 'zod';
import { digest } from '../../shared/ids.js';
import { SCORE_SCOPE } from '../services/scopes.js';

/** One place in one course from which people launch, and where its grades go. */
export const ResourceLink = z.object({
  id: z.string(),
  platformId: z.string(),
  deploymentId: z.string(),
  /** `resource_link.id`: unique within its deployment only. */
  resourceLinkId: z.string(),
  contextId: z.string().optional(),
  title: z.string().optional(),
  /** What it opens: a module or an exercise. Undefined until somebody chooses. */
  contentId: z.string().optional(),
  /** AGS line item of this link; undefined: no grades wanted here. */
  lineItem: z.string().optional(),
  /** AGS container of the course's line items. */
  lineItems: z.string().optional(),
  /** NRPS list of the course's members; undefined: the platform offers none. */
  memberships: z.string().optional(),
  /** List of the course's groups; undefined: the platform offers none. */
  groups: z.string().optional(),
  /** AGS scopes that the platform grants for this link. */
  scopes: z.array(z.string()),
});
export type ResourceLink = Readonly<z.infer<typeof ResourceLink>>;

/** The id of our document for a platform's link. */
export function resourceLinkIdOf(
  link: Pick<ResourceLink, 'platformId' | 'deploymentId' | 'resourceLinkId'>,
): string {
  return digest('link', link.platformId, link.deploymentId, link.resourceLinkId);
}

/** The link as grading knows it: a line item to which the platform lets us send no score is none. */
export function withUsableLineItem(link: ResourceLink): ResourceLink {
  return link.scopes.includes(SCORE_SCOPE) ? link : { ...link, lineItem: undefined };
}
