import { NotFound } from '../../shared/errors.js';
import type { NewId } from '../../shared/ids.js';
import type { Principal } from '../../shared/principal.js';
import type { DocumentValues } from './cells.js';
import { ArtefactChanged, NotComplete } from './faults.js';
import { decisionOf, missingIn } from './form-rules.js';
import { keepVersion } from './history.service.js';
import { MOST_REMARKS, type Remark } from './remark.js';
import { fingerprintOf, validConfirmations } from './workspace.js';
import {
  change,
  enter,
  requireWriter,
  type Entered,
  type Place,
  type WorkspacesDeps,
} from './workspace.service.js';

/** What a pair says about its artefact, beside writing it. */
export interface Agreements {
  /** @throws {NotFound} for a field that is not there, or when there is no room for more */
  remark(principal: Principal, place: Place, said: Pick<Remark, 'field' | 'text'>): Promise<void>;
  /** Ticks a step off, or not. @throws {NotFound} @throws {NotYours} @throws {WorkspaceFrozen} */
  tick(principal: Principal, place: Place, step: string, isDone: boolean): Promise<void>;
  /**
   * Says yes to what stands there. When everybody who sits in the tandem has said yes to the same, it is frozen.
   * @param fingerprint of what the person has read
   * @throws {ArtefactChanged} @throws {NotComplete} @throws {NotYours} @throws {WorkspaceFrozen}
   */
  confirm(principal: Principal, place: Place, fingerprint: string): Promise<void>;
  /** Says no, and why; takes an own yes back. @throws {NotYours} @throws {WorkspaceFrozen} */
  object(principal: Principal, place: Place, reason: string): Promise<void>;
}

export function createAgreements(deps: WorkspacesDeps & { readonly newId: NewId }): Agreements {
  const { store, documents, clock, newId } = deps;

  return {
    async remark(principal, place, { field, text }) {
      const { workspace, activity, self } = await enter(deps, principal, place);
      const isField = field === 'check' || activity.form.some(({ id }) => id === field);
      const { length } = await store.remarks(workspace.id);
      if (!isField || length >= MOST_REMARKS) throw new NotFound('no such field, or no room');
      const about = { workspaceId: workspace.id, field, text, at: clock() };
      await store.insertRemark({ id: newId(), ...about, by: self?.id });
    },

    async tick(principal, place, step, isDone) {
      const entered = await enter(deps, principal, place);
      requireWriter(entered);
      if (!entered.activity.steps.some(({ id }) => id === step)) throw new NotFound('step');
      await change(store, entered.workspace, (known) => ({
        ...known,
        doneSteps: [...known.doneSteps.filter((id) => id !== step), ...(isDone ? [step] : [])],
      }));
    },

    async confirm(principal, place, fingerprint) {
      const entered = await enter(deps, principal, place);
      const { id: by } = requireWriter(entered);
      const { document } = await documents.current(entered.workspace);
      requireReady(entered, document.values(), fingerprint);
      await keepVersion(deps, entered);
      await change(store, entered.workspace, (known) => {
        const others = validConfirmations(known, fingerprint).filter((one) => one.by !== by);
        const confirmations = [...others, { by, fingerprint, at: clock() }];
        const isAll = entered.members.every(({ id }) => confirmations.some((one) => one.by === id));
        const { objection: _objection, ...rest } = known;
        // One person alone is no tandem yet.
        const isWhole = entered.members.length > 1;
        return { ...rest, confirmations, ...(isAll && isWhole && { frozenAt: clock() }) };
      });
    },

    async object(principal, place, reason) {
      const entered = await enter(deps, principal, place);
      const { id: by } = requireWriter(entered);
      await change(store, entered.workspace, (known) => ({
        ...known,
        confirmations: known.confirmations.filter((one) => one.by !== by),
        objection: { by, reason, at: clock() },
      }));
    },
  };
}

/** @throws {ArtefactChanged} @throws {NotComplete} */
function requireReady({ activity }: Entered, values: DocumentValues, fingerprint: string): void {
  if (fingerprintOf(values) !== fingerprint) throw new ArtefactChanged('read something else');
  const { fields, points } = missingIn(activity, values);
  const decision = decisionOf(activity, values)?.is;
  if (fields.length + points.length > 0) throw new NotComplete('something is empty');
  // A no-go is a result too, and can be signed; an open point without an owner is not.
  if (decision === 'unowned' || decision === 'open') throw new NotComplete(`check ${decision}`);
}
