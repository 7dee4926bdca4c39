import type { Grader } from '../../../../content/h5p/shared/grading.js';
import { objectOf } from '../../../shared/json-object.js';
import type { SemanticsField } from '../../../shared/semantics/semantics-field.js';
import { isShown } from '../../../shared/semantics/show-when.js';
import type { ExerciseCopies, ExerciseCopy } from '../authored-exercise.js';

/** Something in a draft that keeps it from being played. */
export interface DraftFault {
  /** ISO 639-1 of the copy. */
  readonly language: string;
  /** Where in the parameters, such as `options.0.text`; '' for the whole. */
  readonly path: string;
  /** Of its words: `authoring.fault.<code>`. */
  readonly code: FaultCode;
}

/** Fields of types inside. */
export interface InnerTypes {
  /** @param library such as `H5P.Image 1.1` @returns undefined for what is not installed */
  readonly semanticsOf: (library: string) => readonly SemanticsField[] | undefined;
}

export type FaultCode = 'missing' | 'too-few' | 'no-points' | 'no-right-answer' | 'same-twice';

export interface FaultsDeps extends InnerTypes {
  readonly semantics: readonly SemanticsField[];
  /** Undefined for a type that nobody grades by machine. */
  readonly grader: Grader<unknown, unknown> | undefined;
}

/** What a published version must have that a draft may lack; empty for a draft that can be published. */
export function faultsOf(languages: ExerciseCopies, deps: FaultsDeps): readonly DraftFault[] {
  return Object.entries(languages).flatMap(([language, copy]) =>
    faultsOfCopy(copy, deps).map((fault) => ({ language, ...fault })),
  );
}

type Fault = Omit<DraftFault, 'language'>;

function faultsOfCopy({ params }: ExerciseCopy, deps: FaultsDeps): Fault[] {
  const { semantics, grader } = deps;
  const missing = faultsOfFields(semantics, { params, at: '' }, deps);
  if (missing.length > 0 || !grader) return missing;
  return faultsOfKey(params, grader);
}

/** Only the grader knows what makes a right answer: one must exist, be readable, and earn everything. */
function faultsOfKey(params: unknown, grader: Grader<unknown, unknown>): Fault[] {
  const whole = (code: FaultCode): Fault[] => [{ path: '', code }];
  const maxScore = grader.maxScore(params);
  if (maxScore < 1) return whole('no-points');
  const right = grader.readResponse(params, grader.rightResponse(params));
  if (right === undefined) return whole('no-right-answer');
  return grader.grade(params, right).score === maxScore ? [] : whole('same-twice');
}

function faultsOfFields(
  fields: readonly SemanticsField[],
  { params, at }: { readonly params: unknown; readonly at: string },
  types: InnerTypes,
): Fault[] {
  const given = objectOf(params);
  return fields
    .filter(
      (field) =>
        field.common !== true && field.optional !== true && isShown(field, (name) => given[name]),
    )
    .flatMap((field) =>
      faultsOfField(field, { value: given[field.name], path: `${at}${field.name}` }, types),
    );
}

interface Place {
  readonly value: unknown;
  readonly path: string;
}

function faultsOfField(field: SemanticsField, { value, path }: Place, types: InnerTypes): Fault[] {
  switch (field.type) {
    case 'text':
      return typeof value === 'string' && value.trim() !== '' ? [] : [{ path, code: 'missing' }];
    case 'number':
    case 'select':
    case 'image':
    case 'file':
      return value === undefined ? [{ path, code: 'missing' }] : [];
    case 'boolean':
      return [];
    case 'group':
      return faultsOfGroup(field, { value, path }, types);
    case 'list':
    case 'video':
    case 'audio':
      return faultsOfList(field, { value, path }, types);
    case 'library':
      return faultsOfLibrary({ value, path }, types);
  }
}

function faultsOfGroup(field: SemanticsField, { value, path }: Place, types: InnerTypes): Fault[] {
  const { fields = [] } = field;
  const [only] = fields;
  if (fields.length === 1 && only && field.isSubContent !== true && typeof value !== 'object') {
    return faultsOfField(only, { value, path }, types);
  }
  return faultsOfFields(fields, { params: value, at: `${path}.` }, types);
}

function faultsOfList(
  { field, min }: SemanticsField,
  { value, path }: Place,
  types: InnerTypes,
): Fault[] {
  const items = Array.isArray(value) ? value : [];
  if (items.length < (min ?? 1)) return [{ path, code: 'too-few' }];
  if (!field) return [];
  return items.flatMap((item, at) =>
    faultsOfField(field, { value: item, path: `${path}.${String(at)}` }, types),
  );
}

function faultsOfLibrary({ value, path }: Place, { semanticsOf }: InnerTypes): Fault[] {
  const { library, params } = objectOf(value);
  const fields = typeof library === 'string' ? semanticsOf(library) : undefined;
  if (!fields) return [{ path, code: 'missing' }];
  return faultsOfFields(fields, { params, at: `${path}.params.` }, { semanticsOf });
}
