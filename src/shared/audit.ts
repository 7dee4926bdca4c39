/** Who made a change. Ids only: names and addresses stay out of the log. */
export type Actor =
  | { readonly kind: 'operator' }
  | { readonly kind: 'command-line' }
  /** The tool itself, such as a key that was renewed by its age. */
  | { readonly kind: 'tool' }
  /** A learning platform, speaking for itself: a registration, a notice. */
  | { readonly kind: 'platform'; readonly platformId?: string | undefined }
  | { readonly kind: 'user'; readonly platformId: string; readonly userId: string };

/** One change that somebody may one day ask about. */
export interface AuditEntry {
  /** `<thing>.<what happened>`, such as `platform.added`, `invitation.used`, `keys.rotated`. */
  readonly action: string;
  readonly by: Actor;
  /** Id of the thing that changed. */
  readonly subject?: string | undefined;
  /** What changed, in words and numbers that are no secret and name nobody. */
  readonly detail?: Readonly<Record<string, string | number | boolean>> | undefined;
}

/** Writes one entry to the audit log; resolves once it is kept. */
export type Audit = (entry: AuditEntry) => Promise<void>;
