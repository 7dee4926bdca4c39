import type { Page } from '../../../http/page.js';
import { scriptSafeJson } from '../../../http/script-json.js';
import type { TextKey, Translate } from '../../../i18n/i18n.js';
import type { ContentType } from '../../content-type.js';
import type { SemanticsField } from '../../../shared/semantics/semantics-field.js';
import type { AuthoredExercise, ExerciseCopy } from '../authored-exercise.js';
import { backToExercise } from './exercise.views.js';
import type { FieldFault } from './field-faults.js';
import { copyrightFields, metadataFields } from './rights-fields.js';
import { languageName, typeName, type AuthorReader } from './reader.js';

export interface EditorModel {
  readonly lang: string;
  readonly meta: string;
  readonly title: string;
  /** JSON that is safe inside a script element. */
  readonly content: string;
  readonly saved: string;
  readonly publishHref: string;
  readonly previewHref: string;
}

export interface EditorContent {
  readonly exercise: AuthoredExercise & { readonly revision: number };
  readonly copy: ExerciseCopy;
  readonly language: string;
  readonly types: ReadonlyMap<string, ContentType>;
  /** What is missing in this language. */
  readonly faults: readonly FieldFault[];
  readonly scripts: { readonly form: string; readonly richText: string };
}

export function editorPage(
  { exercise, copy, language, types, scripts, faults }: EditorContent,
  reader: AuthorReader,
): Page<EditorModel> {
  const { t, base, locale, pageToken } = reader;
  const { id, library, revision } = exercise;
  const type = types.get(library);
  const fields = type?.semantics(locale) ?? [];
  const inside = innerTypes(fields, types);
  const hasRichText = [fields, ...inside.map((one) => one.semantics('en'))].some(usesRichText);
  const at = `${base}/authoring/${id}`;
  const token = `token=${pageToken}`;
  return {
    view: 'h5p/authoring/editor',
    title: t('authoring.editor.title'),
    back: backToExercise(exercise, reader),
    scripts: hasRichText ? [scripts.richText, scripts.form] : [scripts.form],
    model: {
      lang: language,
      meta: [typeName(library, reader), languageName(language, reader)].join(' · '),
      title: copy.title,
      content: scriptSafeJson({
        library: type ? nameOf(type) : library,
        ...{ fields, params: copy.params, revision, words: wordsOf(t) },
        metadata: copy.metadata ?? {},
        ...{ faults, draftKey: `${id} ${language}` },
        ...{ metadataFields: metadataFields(t), copyrightFields: copyrightFields(t) },
        inner: Object.fromEntries(inside.map((one) => [nameOf(one), one.semantics(locale)])),
        titles: Object.fromEntries(
          inside.map((one) => [nameOf(one), typeName(one.machineName, reader)]),
        ),
        draftUrl: `${at}/draft/${language}?${token}`,
        uploadUrl: `${at}/ajax?action=files&${token}`,
        filesUrl: `${base}/exercises/${id}/files`,
      }),
      saved: t('authoring.editor.saved'),
      publishHref: `${at}/publish`,
      previewHref: `${at}/preview/${language}`,
    },
  };
}

/** As semantics.json names it: `Tandem.SingleChoice 1.0`. */
function nameOf({ machineName, majorVersion, minorVersion }: ContentType): string {
  return `${machineName} ${String(majorVersion)}.${String(minorVersion)}`;
}

/** Types that may stand inside, at whatever depth. */
function innerTypes(
  fields: readonly SemanticsField[],
  types: ReadonlyMap<string, ContentType>,
  found = new Set<ContentType>(),
): readonly ContentType[] {
  for (const { type, options = [], fields: inner = [], field } of fields) {
    if (type === 'library') {
      for (const option of options) {
        const one = types.get(String(option).split(' ')[0] ?? '');
        if (!one || found.has(one)) continue;
        found.add(one);
        innerTypes(one.semantics('en'), types, found);
      }
    }
    innerTypes(field ? [...inner, field] : inner, types, found);
  }
  return [...found];
}

function usesRichText(fields: readonly SemanticsField[]): boolean {
  return fields.some(
    ({ widget, fields: inner = [], field }) =>
      widget === 'html' || usesRichText(field ? [...inner, field] : inner),
  );
}

/** Names that the script knows its words by. */
const WORDS = [
  ...['saved', 'saving', 'unsaved', 'offline', 'conflict', 'refused', 'optional', 'choose'],
  ...['mine', 'theirs', 'nothing', 'broughtBack', 'untitled', 'missing'],
  ...['elsewhere', 'bringBack'],
  ...['add', 'up', 'down', 'remove', 'removed', 'undo', 'moved'],
  ...['uploading', 'uploaded', 'removeFile', 'picture', 'address', 'useAddress', 'sources'],
  ...['rights', 'fileRights', 'alt', 'decorative'],
  ...['bold', 'italic', 'list', 'numbers', 'link', 'heading', 'linkAddress'],
] as const;

/** Texts with their own names in braces: the script fills them in. */
function wordsOf(t: Translate): Readonly<Record<string, string>> {
  const places = { name: '{name}', number: '{number}', total: '{total}', reason: '{reason}' };
  return Object.fromEntries(
    WORDS.map((word) => [word, t(`authoring.editor.${kebab(word)}` as TextKey, places)]),
  );
}

function kebab(word: string): string {
  return word.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
}
