import type { Grader } from '../../../../content/h5p/shared/grading.js';
import { objectOf, type JsonObject } from '../../../shared/json-object.js';
import { altFieldBeside, DECORATIVE } from '../../../shared/semantics/alt-text.js';
import type { SemanticsField } from '../../../shared/semantics/semantics-field.js';
import { isShown } from '../../../shared/semantics/show-when.js';
import type { ContentMetadata } from '../../content-metadata.js';
import type { ExerciseCopies, ExerciseCopy } from '../authored-exercise.js';

/** Something in a draft that keeps it from being played. */
export interface DraftFault {
  /** ISO 639-1 of the copy. */
  readonly language: string;
  /** Where in the parameters, such as `options.0.text`, or below `metadata`; '' for the whole. */
  readonly path: string;
  /** Of its words: `authoring.fault.<code>`. */
  readonly code: FaultCode;
}

/** Fields of types inside. */
export interface InnerTypes {
  /** @param library such as `H5P.Image 1.1` @returns undefined for what is not installed */
  readonly semanticsOf: (library: string) => readonly SemanticsField[] | undefined;
}

export type FaultCode =
  'missing' | 'too-few' | 'no-alt' | 'no-address' | 'no-points' | 'no-right-answer' | 'same-twice';

export interface FaultsDeps extends InnerTypes {
  readonly semantics: readonly SemanticsField[];
  /** Of what is said beside the content. */
  readonly metadataFields: readonly SemanticsField[];
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

function faultsOfCopy({ params, metadata = {} }: ExerciseCopy, deps: FaultsDeps): Fault[] {
  const { semantics, grader } = deps;
  const missing = [
    ...faultsOfFields(semantics, { params, at: '' }, deps),
    ...faultsOfMetadata(metadata, deps),
  ];
  if (missing.length > 0 || !grader) return missing;
  return faultsOfKey(params, grader);
}

function faultsOfMetadata(metadata: ContentMetadata, deps: FaultsDeps): Fault[] {
  const at = 'metadata.';
  const { source = 'https://' } = metadata;
  const unsaid = faultsOfFields(deps.metadataFields, { params: metadata, at }, deps);
  // What is no address is refused by other platforms' check of packages.
  return /^https?:\/\//i.test(source)
    ? unsaid
    : [...unsaid, { path: `${at}source`, code: 'no-address' }];
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
    .filter((field) => field.common !== true && isShown(field, (name) => given[name]))
    .flatMap((field) => {
      const place = { value: given[field.name], path: `${at}${field.name}` };
      // What may be left open is asked for as a whole once somebody has begun it.
      const isOpen = field.optional === true && !isBegun(place.value);
      const own = isOpen ? [] : faultsOfField(field, place, types);
      return [...own, ...faultsOfAlt(field, { ...place, at, given }, fields)];
    });
}

/** Numbers and marks may come from defaults; words, files and lines come from a person. */
function isBegun(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  if (Array.isArray(value)) return value.length > 0;
  return Object.values(objectOf(value)).some(isBegun);
}

/** A picture says what it shows, in its type's own way, or that there is nothing to tell. */
function faultsOfAlt(
  field: SemanticsField,
  { at, given, ...place }: Place & { readonly at: string; readonly given: JsonObject },
  siblings: readonly SemanticsField[],
): Fault[] {
  const beside = field.type === 'image' ? altFieldBeside(field, siblings) : undefined;
  if (!beside) return faultsOfPlainAlt(field, place);
  const isNeeded = isBegun(place.value) && given[DECORATIVE] !== true;
  // A type that always asks for it is heard already.
  if (!isNeeded || beside.optional !== true || isBegun(given[beside.name])) return [];
  return [{ path: `${at}${beside.name}`, code: 'no-alt' }];
}

/** The same of a picture that stands alone: it is kept with the file. */
function faultsOfPlainAlt({ type }: SemanticsField, { value, path }: Place): Fault[] {
  const { alt, decorative } = objectOf(value);
  const isNeeded = type === 'image' && isBegun(value) && decorative !== true && !isBegun(alt);
  return isNeeded ? [{ path: `${path}.alt`, code: 'no-alt' }] : [];
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

/** Of a field without others beside it. */
function faultsOfOne(field: SemanticsField, place: Place, types: InnerTypes): Fault[] {
  return [...faultsOfField(field, place, types), ...faultsOfPlainAlt(field, place)];
}

function faultsOfGroup(field: SemanticsField, { value, path }: Place, types: InnerTypes): Fault[] {
  const { fields = [] } = field;
  const [only] = fields;
  if (fields.length === 1 && only && field.isSubContent !== true && typeof value !== 'object') {
    return faultsOfOne(only, { value, path }, types);
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
    faultsOfOne(field, { value: item, path: `${path}.${String(at)}` }, types),
  );
}

function faultsOfLibrary({ value, path }: Place, { semanticsOf }: InnerTypes): Fault[] {
  const { library, params } = objectOf(value);
  const fields = typeof library === 'string' ? semanticsOf(library) : undefined;
  if (!fields) return [{ path, code: 'missing' }];
  return faultsOfFields(fields, { params, at: `${path}.params.` }, { semanticsOf });
}
