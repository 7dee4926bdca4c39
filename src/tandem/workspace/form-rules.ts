import type { ActivityText, CheckPointText, FieldText, Who } from '../../curriculum/index.js';
import type { TutorRole } from '../participant.js';
import {
  cellOf,
  CHECK,
  checkOf,
  checkTextOf,
  readCell,
  rowsOf,
  textOf,
  valuesOf,
} from './cells.js';
import type { Cell, DocumentValues } from './cells.js';

/** As much of an activity as its rules need. */
export type Form = Pick<ActivityText, 'form' | 'checks'>;

/** Whether a tutor of this side may change the part of the document that has this name. */
export function mayWrite(form: Form, name: string, side: TutorRole): boolean {
  const cell = readCell(name);
  if (!cell) return false;
  if (cell.field === CHECK) {
    const isPoint = form.checks.some(({ points }) => points.some(({ id }) => id === cell.point));
    return isPoint && isPartOfPoint(cell);
  }
  const field = form.form.find(({ id }) => id === cell.field);
  if (!field || !hasPart(field, cell)) return false;
  const column = field.columns.find(({ id }) => id === cell.column);
  if (cell.column !== undefined) return column !== undefined && isOf(column.who, side);
  return isOf(field.who, side);
}

function isOf(who: Who, side: TutorRole): boolean {
  return who === 'both' || who === side;
}

function isPartOfPoint({ kind, part }: Cell): boolean {
  if (kind === 'values') return part === undefined;
  return kind === 'text' && (part === 'owner' || part === 'note');
}

/** Says no to any other name below a field too: nobody would see what stands there. */
function hasPart({ kind }: FieldText, { kind: part, row, column }: Cell): boolean {
  if (kind === 'table' && part === 'text') return row !== undefined && column !== undefined;
  if (row !== undefined || column !== undefined) return false;
  if (kind === 'table') return part === 'rows';
  return part === (kind === 'text' || kind === 'longtext' ? 'text' : 'values');
}

/** What is still empty, in the order of the form. */
export interface Missing {
  /** Field ids. */
  readonly fields: readonly string[];
  /** Points of the checklist without an answer. */
  readonly points: readonly string[];
}

export function missingIn(form: Form, values: DocumentValues): Missing {
  const fields = form.form.filter((field) => field.required && !isFilled(field, values));
  const points = form.checks.flatMap((section) => section.points);
  return {
    fields: fields.map(({ id }) => id),
    points: points.filter(({ id }) => answerOf(values, id) === undefined).map(({ id }) => id),
  };
}

function isFilled(field: FieldText, { texts, values, rows }: DocumentValues): boolean {
  const chosen = values[valuesOf(field.id)] ?? {};
  switch (field.kind) {
    case 'text':
    case 'longtext':
      return (texts[textOf(field.id)] ?? '').trim() !== '';
    case 'date':
    case 'choice':
      return (chosen.value ?? '') !== '';
    case 'period':
      return (chosen.from ?? '') !== '' && (chosen.to ?? '') !== '';
    case 'choices':
      return Object.values(chosen).includes('yes');
    case 'table': {
      const ids = rows[rowsOf(field.id)] ?? [];
      const filled = ids.filter((row) =>
        field.columns.some(({ id }) => (texts[cellOf(field.id, row, id)] ?? '').trim() !== ''),
      );
      return filled.length >= Math.max(1, field.minRows);
    }
  }
}

export type Answer = 'yes' | 'no' | 'unneeded';

/** Undefined: not answered yet. */
export function answerOf({ values }: DocumentValues, point: string): Answer | undefined {
  const answer = values[checkOf(point)]?.answer;
  return answer === 'yes' || answer === 'no' || answer === 'unneeded' ? answer : undefined;
}

/** May the learner start at this workplace? */
export interface Decision {
  /**
   * open: not all points are answered. go. conditions: nothing stops the start, and each open point
   * has an owner and a date, or a task waits. unowned: an open point lacks owner or date. no-go.
   */
  readonly is: 'open' | 'go' | 'conditions' | 'unowned' | 'no-go';
  /** Points answered no that stop the start. */
  readonly stops: readonly string[];
  /** Points answered no that stop the task or machine concerned. */
  readonly stopsTask: readonly string[];
  /** Points answered no without an owner or a date. */
  readonly unowned: readonly string[];
}

/** The stop rules of the checklist; undefined for an activity without one. */
export function decisionOf(form: Form, document: DocumentValues): Decision | undefined {
  const points = form.checks.flatMap((section) => section.points);
  if (points.length === 0) return undefined;
  const refused = points.filter(({ id }) => answerOf(document, id) === 'no');
  const red = (kind: CheckPointText['red']): readonly string[] =>
    refused.filter((point) => point.red === kind).map(({ id }) => id);
  const unowned = refused.filter(({ id }) => !isOwned(document, id)).map(({ id }) => id);
  const lists = { stops: red('start'), stopsTask: red('task'), unowned };
  const isOpen = points.some(({ id }) => answerOf(document, id) === undefined);
  // A red answer decides at once; nobody has to fill in the rest first.
  if (lists.stops.length > 0) return { is: 'no-go', ...lists };
  if (isOpen) return { is: 'open', ...lists };
  if (refused.length === 0) return { is: 'go', ...lists };
  return { is: unowned.length > 0 ? 'unowned' : 'conditions', ...lists };
}

function isOwned({ texts, values }: DocumentValues, point: string): boolean {
  const owner = (texts[checkTextOf(point, 'owner')] ?? '').trim();
  return owner !== '' && (values[checkOf(point)]?.until ?? '') !== '';
}

/** Two words with capitals look like a full name: initials have one letter and a point each. */
export function looksLikeFullName(text: string): boolean {
  return /\p{Lu}\p{Ll}+[\s-]+\p{Lu}\p{Ll}+/u.test(text);
}
