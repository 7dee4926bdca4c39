import type { Grader } from '../../../../content/h5p/shared/grading.js';
import type { SemanticsField } from '../../semantics.js';
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

export type FaultCode = 'missing' | 'too-few' | 'no-points' | 'no-right-answer' | 'same-twice';

export interface FaultsDeps {
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

function faultsOfCopy({ params }: ExerciseCopy, { semantics, grader }: FaultsDeps): Fault[] {
  const missing = faultsOfFields(semantics, params, '');
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

function faultsOfFields(fields: readonly SemanticsField[], params: unknown, at: string): Fault[] {
  const given = objectOf(params);
  return fields
    .filter((field) => field.common !== true && field.optional !== true && isShown(field, given))
    .flatMap((field) => faultsOfField(field, given[field.name], `${at}${field.name}`));
}

function faultsOfField(field: SemanticsField, value: unknown, path: string): Fault[] {
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
      return faultsOfGroup(field, value, path);
    case 'list':
    case 'video':
    case 'audio':
      return faultsOfList(field, value, path);
    case 'library':
      return objectOf(value).library === undefined ? [{ path, code: 'missing' }] : [];
  }
}

function faultsOfGroup(field: SemanticsField, value: unknown, path: string): Fault[] {
  const { fields = [] } = field;
  const [only] = fields;
  if (fields.length === 1 && only && field.isSubContent !== true && typeof value !== 'object') {
    return faultsOfField(only, value, path);
  }
  return faultsOfFields(fields, value, `${path}.`);
}

function faultsOfList({ field, min }: SemanticsField, value: unknown, path: string): Fault[] {
  const items = Array.isArray(value) ? value : [];
  const least = typeof min === 'number' ? min : 1;
  if (items.length < least) return [{ path, code: 'too-few' }];
  return items.flatMap((item, at) =>
    field ? faultsOfField(field, item, `${path}.${String(at)}`) : [],
  );
}

/** H5P's `showWhen`: what is not shown is not asked for. */
function isShown(field: SemanticsField, given: Readonly<Record<string, unknown>>): boolean {
  const { rules } = objectOf(field.showWhen);
  if (!Array.isArray(rules)) return true;
  const holds = rules.map((rule) => {
    const { field: name, equals } = objectOf(rule);
    const value = typeof name === 'string' ? given[name] : undefined;
    return Array.isArray(equals) ? equals.includes(value) : equals === value;
  });
  return objectOf(field.showWhen).type === 'and' ? !holds.includes(false) : holds.includes(true);
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}
