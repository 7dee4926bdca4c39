/** What a person may do in the course from which they came. Least first. */
export type Role = 'viewer' | 'learner' | 'instructor' | 'administrator';

/** Who asks: one user of one platform, in one course, through one link. */
export interface Principal {
  /** Id of our Platform document. */
  readonly platformId: string;
  /** `deployment_id` of the launch. */
  readonly deploymentId: string;
  /** `sub` of the launch: unique within the platform only. */
  readonly userId: string;
  /** `context.id` of the launch; undefined when the platform named no course. */
  readonly contextId?: string | undefined;
  /** Id of our ResourceLink document. */
  readonly linkId: string;
  /** Content id the link points to: a module such as `M1`, or an exercise such as `M1-03`. Undefined: not chosen yet. */
  readonly contentId?: string | undefined;
  readonly role: Role;
}
