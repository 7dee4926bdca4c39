import type { FieldText, Who } from '../../curriculum/index.js';
import type { Translate } from '../../i18n/i18n.js';
import type { TutorRole } from '../participant.js';
import { cellOf, rowsOf, textOf, valuesOf, type DocumentValues } from './cells.js';
import { looksLikeFullName } from './form-rules.js';

/** One input, named as its part of the document is. */
export interface InputModel {
  readonly id: string;
  /** Name of the part, and of the input. */
  readonly name: string;
  /** Key within the part; '' where the part is a text. */
  readonly key: string;
  readonly label: string;
  readonly value: string;
  readonly isLong: boolean;
  readonly mayWrite: boolean;
}

export interface FieldModel {
  readonly id: string;
  readonly kind: FieldText['kind'];
  readonly label: string;
  readonly hint: string;
  /** Whose field it is, in words; '' when it is for both. */
  readonly owner: string;
  readonly isRequired: boolean;
  readonly isMissing: boolean;
  readonly mayWrite: boolean;
  /** Names of the parts that the section sends. */
  readonly parts: readonly string[];
  /** Of text, longtext, date and period. */
  readonly inputs: readonly InputModel[];
  /** Of choice and choices. */
  readonly options: readonly {
    readonly id: string;
    readonly name: string;
    readonly key: string;
    readonly value: string;
    readonly label: string;
    readonly isChosen: boolean;
  }[];
  /** Of a table. */
  readonly rows: readonly RowModel[];
  /** A row as it begins, for the page's script. */
  readonly newRow: RowModel;
  readonly rowsName: string;
  /** Shown when a learner's full name seems to stand there; '' otherwise. */
  readonly warning: string;
}

export interface RowModel {
  readonly id: string;
  readonly label: string;
  /** `rows:<field>/<row>`, the value of its buttons. */
  readonly button: string;
  readonly cells: readonly InputModel[];
}

/** For whom a field is made. */
export interface FieldReader {
  readonly t: Translate;
  readonly values: DocumentValues;
  /** Undefined for somebody who looks on, or when nothing changes any more. */
  readonly side: TutorRole | undefined;
  readonly missing: readonly string[];
}

/** Stands where the page's script puts the id of a new row. */
export const NEW_ROW = 'new-row';

export function fieldModel(field: FieldText, reader: FieldReader): FieldModel {
  const { t, values, missing } = reader;
  const { id, kind, label, hint, who } = field;
  const rowIds = values.rows[rowsOf(id)] ?? [];
  const rows = rowIds.map((row, at) => rowModel(field, row, String(at + 1), reader));
  const name = partOf(field);
  const text = values.texts[textOf(id)] ?? '';
  return {
    ...{ id, kind, label, hint },
    owner: who === 'both' ? '' : t(`tandem.workspace.for.${who}`),
    isRequired: field.required,
    isMissing: missing.includes(id),
    mayWrite: isOf(who, reader.side),
    parts: [
      name,
      ...rows.flatMap(({ cells }) => cells.filter(isWritable).map((cell) => cell.name)),
    ],
    inputs: inputsOf(field, reader),
    options: optionsOf(field, reader),
    rows,
    newRow: rowModel(field, NEW_ROW, '', reader),
    rowsName: rowsOf(id),
    warning: field.initials && looksLikeFullName(text) ? t('tandem.workspace.full-name') : '',
  };
}

function partOf({ id, kind }: FieldText): string {
  if (kind === 'table') return rowsOf(id);
  return kind === 'text' || kind === 'longtext' ? textOf(id) : valuesOf(id);
}

function inputsOf(field: FieldText, { t, values, side }: FieldReader): readonly InputModel[] {
  const { id, kind, label, who } = field;
  const mayWrite = isOf(who, side);
  if (kind === 'text' || kind === 'longtext') {
    const name = textOf(id);
    const value = values.texts[name] ?? '';
    return [{ id, name, key: '', label, value, isLong: kind === 'longtext', mayWrite }];
  }
  const keys = { date: ['value'], period: ['from', 'to'] } as const;
  if (kind !== 'date' && kind !== 'period') return [];
  return keys[kind].map((key) => ({
    id: key === 'value' ? id : `${id}-${key}`,
    ...{ name: valuesOf(id), key, isLong: false, mayWrite },
    label: key === 'value' ? label : t(`tandem.workspace.period.${key}`),
    value: values.values[valuesOf(id)]?.[key] ?? '',
  }));
}

function optionsOf(field: FieldText, { values }: FieldReader): FieldModel['options'] {
  const name = valuesOf(field.id);
  const chosen = values.values[name] ?? {};
  const isMany = field.kind === 'choices';
  return field.options.map(({ id, label }) => ({
    id: `${field.id}-${id}`,
    ...{ name, label },
    key: isMany ? id : 'value',
    value: isMany ? 'yes' : id,
    isChosen: isMany ? chosen[id] === 'yes' : chosen.value === id,
  }));
}

function rowModel(field: FieldText, row: string, number: string, reader: FieldReader): RowModel {
  const { t, values, side } = reader;
  return {
    id: row,
    label: t('tandem.workspace.row', { number }),
    button: `${rowsOf(field.id)}/${row}`,
    cells: field.columns.map((column) => {
      const name = cellOf(field.id, row, column.id);
      return {
        id: `${field.id}-${row}-${column.id}`,
        ...{ name, key: '', label: column.label, isLong: true },
        value: values.texts[name] ?? '',
        mayWrite: isOf(field.who, side) && isOf(column.who, side),
      };
    }),
  };
}

function isOf(who: Who, side: TutorRole | undefined): boolean {
  return side !== undefined && (who === 'both' || who === side);
}

function isWritable({ mayWrite }: InputModel): boolean {
  return mayWrite;
}
