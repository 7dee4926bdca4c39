/** What a person may do in the course from which they came. Least first. */
export type Role = 'viewer' | 'learner' | 'instructor' | 'administrator';

/** Who asks: one user of one platform, in one course, mostly through one link. */
export interface Principal {
  /** Id of our Platform document. */
  readonly platformId: string;
  /** `deployment_id` of the launch. */
  readonly deploymentId: string;
  /** `sub` of the launch: unique within the platform only. */
  readonly userId: string;
  /** `context.id` of the launch; undefined when the platform named no course. */
  readonly contextId?: string | undefined;
  /** Id of our ResourceLink document. Undefined for somebody who came to choose content, not through a link. */
  readonly linkId?: string | undefined;
  /** Content id the link points to: a module such as `M1`, or an exercise such as `M1-03`. Undefined: not chosen yet. */
  readonly contentId?: string | undefined;
  /** Id of our DeepLinking document, for somebody who came to choose content. */
  readonly deepLinkingId?: string | undefined;
  readonly role: Role;
}
