import type { Translate } from '../../../i18n/i18n.js';
import type { SemanticsField } from '../../../shared/semantics/semantics-field.js';
import {
  AUTHOR_ROLES,
  LICENSE_VERSIONS,
  LICENSES,
  VERSIONED_LICENSES,
} from '../../content-metadata.js';
import { licenseKey } from '../../rights.views.js';

/** What is asked about an exercise beside its content: H5P's metadata, as a form asks for fields. */
export function metadataFields(t: Translate): readonly SemanticsField[] {
  return [
    {
      ...{ name: 'authors', type: 'list', optional: true, label: t('authoring.metadata.authors') },
      entity: t('authoring.metadata.author'),
      field: group('author', [
        { name: 'name', type: 'text', label: t('authoring.metadata.name') },
        {
          ...{ name: 'role', type: 'select', label: t('authoring.metadata.role') },
          options: AUTHOR_ROLES.map((value) => ({
            value,
            label: t(`rights.role.${lower(value)}`),
          })),
          default: 'Author',
        },
      ]),
    },
    ...licenseFields('licenseVersion', t),
    {
      ...textField('licenseExtras', t('rights.extras'), t('authoring.metadata.extras-hint')),
      ...LONG,
    },
    yearField('yearFrom', t('authoring.metadata.year-from')),
    yearField('yearTo', t('authoring.metadata.year-to')),
    textField('source', t('rights.source'), t('authoring.metadata.source-hint')),
    {
      ...{ name: 'changes', type: 'list', optional: true, label: t('rights.changes') },
      entity: t('authoring.metadata.change'),
      field: group('change', [
        { name: 'date', type: 'text', widget: 'date', label: t('authoring.metadata.date') },
        { name: 'author', type: 'text', label: t('authoring.metadata.changed-by') },
        { name: 'log', type: 'text', label: t('rights.changes'), ...LONG },
      ]),
    },
    {
      ...textField(
        'authorComments',
        t('authoring.metadata.comments'),
        t('authoring.metadata.comments-hint'),
      ),
      ...LONG,
    },
    textField('a11yTitle', t('authoring.metadata.a11y-title')),
  ];
}

/** The same as one field, below which their places lie. */
export function metadataGroup(t: Translate): SemanticsField {
  const label = t('authoring.editor.rights');
  return { name: 'metadata', type: 'group', label, fields: metadataFields(t) };
}

/** The same about a picture, a sound or a film, as H5P keeps it beside the file. */
export function copyrightFields(t: Translate): readonly SemanticsField[] {
  return [
    textField('title', t('authoring.metadata.work')),
    textField('author', t('rights.role.author')),
    textField('year', t('rights.years')),
    textField('source', t('rights.source'), t('authoring.metadata.source-hint')),
    ...licenseFields('version', t).map((field) => ({ ...field, optional: true })),
  ];
}

const LONG = { widget: 'textarea' } as const;

/** @param versionName of the field that holds the version: files and exercises name it differently */
function licenseFields(versionName: string, t: Translate): readonly SemanticsField[] {
  return [
    {
      ...{ name: 'license', type: 'select', optional: true, label: t('rights.license') },
      options: LICENSES.map((value) => ({ value, label: licenseWithMeaning(value, t) })),
    },
    {
      ...{ name: versionName, type: 'select', label: t('authoring.metadata.version') },
      options: LICENSE_VERSIONS.map((value) => ({ value, label: value })),
      showWhen: { rules: [{ field: 'license', equals: VERSIONED_LICENSES }] },
    },
  ];
}

function licenseWithMeaning(license: (typeof LICENSES)[number], t: Translate): string {
  const meaning = t(licenseKey(license));
  return license === 'U' || license === 'C' || license === 'PD'
    ? meaning.slice(0, 1).toLocaleUpperCase() + meaning.slice(1)
    : `${license}: ${meaning}`;
}

function group(name: string, fields: readonly SemanticsField[]): SemanticsField {
  return { name, type: 'group', fields };
}

function textField(name: string, label: string, description?: string): SemanticsField {
  return { name, type: 'text', optional: true, label, description };
}

function yearField(name: string, label: string): SemanticsField {
  return { name, type: 'number', optional: true, label, min: 1, max: 9999 };
}

function lower<Name extends string>(name: Name): Lowercase<Name> {
  return name.toLowerCase() as Lowercase<Name>;
}
