import type { Page } from '../../../http/page.js';
import type { AuthoredExercise } from '../authored-exercise.js';
import type { DraftFault } from '../params/draft-faults.js';
import { placeInWords } from '../../field-place.js';
import type { SemanticsField } from '../../../shared/semantics/semantics-field.js';
import type { Outlook } from '../publishing.service.js';
import { backToExercise } from './exercise.views.js';
import { metadataGroup } from './rights-fields.js';
import { actionOf, languageName, type AuthorReader } from './reader.js';

export interface PublishModel {
  readonly canPublish: boolean;
  readonly hindrance: string;
  readonly faults: readonly {
    readonly href: string;
    readonly language: string;
    readonly text: string;
  }[];
  readonly action: string;
  readonly revision: number;
  readonly change: string;
  readonly reasons: readonly string[];
  readonly asksForThoseWhoBegan: boolean;
  readonly begun: string;
  readonly why: string;
  readonly isRefused: boolean;
}

/** Fields of a type, labelled for the reader. @param library with its version or without */
type FieldsOf = (library: string) => readonly SemanticsField[];

/** @param given what the author wrote before, when something was missing */
export function publishPage(
  exercise: AuthoredExercise & { readonly revision: number },
  { outlook, fieldsOf }: { readonly outlook: Outlook; readonly fieldsOf: FieldsOf },
  given: { readonly why: string; readonly isRefused: boolean },
  reader: AuthorReader,
): Page<PublishModel> {
  const { t } = reader;
  const { faults, comparison, hasChanged, begun } = outlook;
  const isMajor = comparison?.change === 'major';
  return {
    view: 'h5p/authoring/publish',
    title: t('authoring.publish.title'),
    back: backToExercise(exercise, reader),
    model: {
      ...given,
      canPublish: faults.length === 0 && hasChanged,
      hindrance: t(faults.length > 0 ? 'authoring.publish.not-ready' : 'authoring.publish.same'),
      faults: faults.map((fault) => faultModel(exercise, fault, { reader, fieldsOf })),
      action: actionOf(exercise.id, 'publish', reader),
      revision: exercise.revision,
      change: t(`authoring.publish.${comparison?.change ?? 'first'}`),
      reasons: (comparison?.reasons ?? []).map((reason) => t(`authoring.reason.${reason}`)),
      asksForThoseWhoBegan: isMajor && begun > 0,
      begun: t('authoring.publish.begun', { count: begun }),
    },
  };
}

function faultModel(
  { id, library, languages }: AuthoredExercise,
  { language, path, code }: DraftFault,
  { reader, fieldsOf }: { readonly reader: AuthorReader; readonly fieldsOf: FieldsOf },
): PublishModel['faults'][number] {
  const { t, base } = reader;
  const copy = languages[language];
  const content = {
    fields: [...fieldsOf(library), metadataGroup(t)],
    params: { ...copy?.params, metadata: copy?.metadata },
  };
  const place = placeInWords(path, content, fieldsOf);
  return {
    // The editor makes the field's id of its place in the parameters.
    href: `${base}/authoring/${id}/edit/${language}${path === '' ? '' : `#field.${path}`}`,
    language: languageName(language, reader),
    text: place === '' ? t(`authoring.fault.${code}`) : `${place}: ${t(`authoring.fault.${code}`)}`,
  };
}
