import type { Translate } from '../../../i18n/i18n.js';
import type { DraftFault } from '../params/draft-faults.js';

/** What is missing at a field, for the form. */
export interface FieldFault {
  /** Place in the parameters, or below `metadata`; '' for the whole. */
  readonly path: string;
  readonly text: string;
}

/** @param faults of one language */
export function fieldFaults(faults: readonly DraftFault[], t: Translate): readonly FieldFault[] {
  return faults.map(({ path, code }) => ({ path, text: t(`authoring.fault.${code}`) }));
}
