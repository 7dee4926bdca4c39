import { z } from 'zod';
import { digest } from '../../shared/ids.js';
import type { DocumentValues } from './cells.js';

/** Somebody has said yes to one state of the artefact. */
export const Confirmation = z.object({
  /** Participant. */
  by: z.string(),
  /** `fingerprintOf` what they said yes to. */
  fingerprint: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
});
export type Confirmation = Readonly<z.infer<typeof Confirmation>>;

/** Somebody would not confirm, and says why. */
export const Objection = z.object({ by: z.string(), reason: z.string(), at: z.number() });

/** Who changed a part of the document last. */
const LastEdit = z.object({ by: z.string(), at: z.number() });

/** The place where one tandem does one activity. */
export const Workspace = z.object({
  /** `workspaceIdOf`. */
  id: z.string(),
  tandemId: z.string(),
  activityId: z.string(),
  /** The document as far as its edits were folded in, base64; '' for an empty one. */
  snapshot: z.string(),
  /** Number of the last edit in the snapshot; 0: none. */
  foldedTo: z.number().int(),
  /** Last edits by name of the part, of those folded in. */
  lastEdits: z.record(z.string(), LastEdit),
  /** Of the people who have said yes to what stands there now or stood there before. */
  confirmations: z.array(Confirmation),
  /** Undefined when nobody objects. */
  objection: Objection.optional(),
  /** Steps that the pair has ticked off. */
  doneSteps: z.array(z.string()),
  /** When all confirmed the same state; nothing changes from then on. */
  frozenAt: z.number().optional(),
  /** Epoch milliseconds. */
  openedAt: z.number(),
});
export type Workspace = Readonly<z.infer<typeof Workspace>>;

/** One accepted update. */
export const Edit = z.object({
  /** `editIdOf`. */
  id: z.string(),
  workspaceId: z.string(),
  /** From 1, without gaps. */
  number: z.number().int().positive(),
  /** Base64. */
  update: z.string(),
  /** Names of the parts that it changed. */
  names: z.array(z.string()),
  /** Participant. */
  by: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
});
export type Edit = Readonly<z.infer<typeof Edit>>;

/** A state that can be looked at and brought back. */
export const Version = z.object({
  id: z.string(),
  workspaceId: z.string(),
  /** Number of the last edit in it. */
  number: z.number().int(),
  /** Base64. */
  state: z.string(),
  /** Participants who wrote since the version before. */
  by: z.array(z.string()),
  /** Epoch milliseconds of its last edit. */
  at: z.number(),
});
export type Version = Readonly<z.infer<typeof Version>>;

export function workspaceIdOf(tandemId: string, activityId: string): string {
  return digest('workspace', tandemId, activityId);
}

/** Numbers sort as texts do. */
export function editIdOf(workspaceId: string, number: number): string {
  return `${workspaceId}.${String(number).padStart(9, '0')}`;
}

/** The same for the same content, whatever the way to it. */
export function fingerprintOf(values: DocumentValues): string {
  const sorted = (record: Readonly<Record<string, unknown>>): unknown =>
    Object.entries(record)
      .map(([key, value]) => [key, isRecord(value) ? sorted(value) : value] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  return digest('artefact', JSON.stringify(sorted({ ...values })));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Confirmations of what stands there now. */
export function validConfirmations(
  { confirmations }: Workspace,
  fingerprint: string,
): readonly Confirmation[] {
  return confirmations.filter((confirmation) => confirmation.fingerprint === fingerprint);
}
