import { dayIn } from '../../i18n/moments.js';
import type { ActivityText, FieldText } from '../../curriculum/index.js';
import type { Translate } from '../../i18n/i18n.js';
import {
  cellOf,
  checkOf,
  checkTextOf,
  rowsOf,
  textOf,
  valuesOf,
  type DocumentValues,
} from './cells.js';
import { answerOf } from './form-rules.js';

/** The artefact as a reader sees it: headings with text, lists or tables under them. */
export interface ArtefactPart {
  readonly heading: string;
  /** Of text fields, dates and choices; '' when the field is empty. */
  readonly text: string;
  /** Of a table and of the checklist; undefined for a text. */
  readonly table?: {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly string[])[];
  };
}

/** For print, for an office file, and for whoever reviews. */
export function artefactInWords(
  activity: Pick<ActivityText, 'form' | 'checks'>,
  values: DocumentValues,
  { t, locale }: { readonly t: Translate; readonly locale: string },
): readonly ArtefactPart[] {
  const day = (iso: string): string => writtenDay(iso, locale);
  const fields = activity.form.map((field) => fieldInWords(field, values, day));
  const checks = activity.checks.map(({ name, points }) => ({
    heading: name,
    text: '',
    table: {
      columns: [
        t('tandem.check.point'),
        t('tandem.check.answer'),
        t('tandem.check.owner'),
        t('tandem.check.until'),
        t('tandem.check.note'),
      ],
      rows: points.map(({ id, text }) => {
        const answer = answerOf(values, id);
        return [
          `${id} ${text}`,
          answer === undefined ? '' : t(`tandem.check.answer.${answer}`),
          values.texts[checkTextOf(id, 'owner')] ?? '',
          day(values.values[checkOf(id)]?.until ?? ''),
          values.texts[checkTextOf(id, 'note')] ?? '',
        ];
      }),
    },
  }));
  return [...fields, ...checks];
}

function fieldInWords(
  { id, kind, label, options, columns }: FieldText,
  { texts, values, rows }: DocumentValues,
  day: (iso: string) => string,
): ArtefactPart {
  const chosen = values[valuesOf(id)] ?? {};
  const part = (text: string): ArtefactPart => ({ heading: label, text });
  switch (kind) {
    case 'text':
    case 'longtext':
      return part(texts[textOf(id)] ?? '');
    case 'date':
      return part(day(chosen.value ?? ''));
    case 'period':
      return part(
        [chosen.from, chosen.to]
          .map((iso) => day(iso ?? ''))
          .filter((word) => word !== '')
          .join(' – '),
      );
    case 'choice':
      return part(options.find((option) => option.id === chosen.value)?.label ?? '');
    case 'choices':
      return part(
        options
          .filter((option) => chosen[option.id] === 'yes')
          .map((option) => option.label)
          .join(', '),
      );
    case 'table': {
      const cells = (row: string): readonly string[] =>
        columns.map((column) => texts[cellOf(id, row, column.id)] ?? '');
      return {
        ...part(''),
        table: {
          columns: columns.map((column) => column.label),
          rows: (rows[rowsOf(id)] ?? []).map(cells),
        },
      };
    }
  }
}

/** What is no date stays as it was written. */
function writtenDay(iso: string, locale: string): string {
  const time = Date.parse(`${iso}T12:00:00Z`);
  if (Number.isNaN(time)) return iso;
  return dayIn(time, locale, { timeZone: 'UTC' });
}
