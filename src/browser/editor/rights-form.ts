import { isObject, type JsonObject } from '../../shared/json-object.js';
import type { SemanticsField } from '../../shared/semantics/semantics-field.js';
import { decode, el, encode } from './dom.js';
import { FIELD } from './field-faults.js';
import { drawNodes } from './form.js';
import { nodesOf, paramsOf, restOf } from './model.js';
import type { Surroundings } from './surroundings.js';

/** Where the fields of the metadata stand among all fields of the page. */
const METADATA = `${FIELD}metadata`;

/** Who holds the rights to the exercise: a part of its own, below its content. */
export interface RightsForm {
  readonly element: HTMLElement;
  /** As it stands in the form, in plain text. */
  readonly metadata: () => JsonObject;
}

/** @param metadata in plain text, as H5P keeps it, unlike parameters */
export function drawRightsForm(
  fields: readonly SemanticsField[],
  metadata: JsonObject,
  around: Surroundings,
): RightsForm {
  const escaped = withTexts(metadata, encode);
  const nodes = nodesOf(fields, escaped, around.fieldsOf);
  const rest = restOf(fields, escaped);
  const element = el(
    'details',
    { id: METADATA, class: 'editor-fold' },
    el('summary', {}, around.words.rights ?? ''),
    drawNodes(nodes, `${METADATA}.`, around),
  );
  return { element, metadata: () => withTexts(paramsOf(nodes, rest), decode) };
}

function withTexts(value: JsonObject, change: (text: string) => string): JsonObject {
  const changed = (one: unknown): unknown => {
    if (typeof one === 'string') return change(one);
    if (Array.isArray(one)) return one.map(changed);
    return isObject(one) ? withTexts(one, change) : one;
  };
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, changed(one)]));
}
