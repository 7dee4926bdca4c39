import type { Activity, ActivityTextsFile, Field } from './activity.js';
import { entryOf, isAwaitingCheck, textsIn } from '../reading/fields.js';
import type { InLanguage } from '../in-language.js';

/** Which of the two tutors, or either. */
export type Who = 'vet' | 'company' | 'both';

/** A field of the form in one language. Plain text, as everything here. */
export interface FieldText {
  readonly id: string;
  readonly kind: Field['kind'];
  readonly who: Who;
  readonly required: boolean;
  readonly initials: boolean;
  readonly label: string;
  /** '' where there is none. */
  readonly hint: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  readonly columns: readonly { readonly id: string; readonly who: Who; readonly label: string }[];
  readonly minRows: number;
}

export interface CheckPointText {
  readonly id: string;
  /** Answered no: no start at all, no start at that task, or an open point. */
  readonly red: 'start' | 'task' | 'none';
  readonly lead: Who;
  readonly text: string;
}

/** What a pair makes together, in one language. */
export interface ActivityText extends InLanguage {
  readonly id: string;
  /** Module to which it belongs. */
  readonly moduleId: string;
  readonly title: string;
  readonly artefact: string;
  readonly minutes: number;
  readonly steps: readonly {
    readonly id: string;
    readonly minutes: number;
    readonly mode: 'alone' | 'pair' | 'three' | 'pairs';
    readonly lead: Who;
    readonly do: string;
    readonly out: string;
  }[];
  readonly tasks: { readonly vet: readonly string[]; readonly company: readonly string[] };
  readonly form: readonly FieldText[];
  /** Empty where there is no checklist. */
  readonly checks: readonly {
    readonly id: string;
    readonly name: string;
    readonly points: readonly CheckPointText[];
  }[];
  readonly review: readonly {
    readonly id: string;
    readonly criterion: string;
    readonly lookFor: string;
  }[];
  readonly rubric: Activity['rubric'] & {
    readonly texts: readonly {
      readonly id: string;
      readonly name: string;
      /** Level 1 first. */
      readonly levels: readonly string[];
    }[];
  };
}

/** An activity, and its words by language; English is there. */
export interface ActivityContent {
  readonly structure: Activity;
  readonly moduleId: string;
  readonly texts: ReadonlyMap<string, ActivityTextsFile>;
}

/** Joins structure and words. English where the language lacks the activity. */
export function localiseActivity(
  { structure, moduleId, texts: all }: ActivityContent,
  language: string,
): ActivityText {
  const texts = textsIn(all, language);
  const { id, steps, tasks, checks = [], review, rubric } = structure;
  return {
    id,
    moduleId,
    title: texts.title,
    artefact: texts.artefact,
    minutes: steps.reduce((sum, step) => sum + step.minutes, 0),
    steps: steps.map((step) => ({ ...step, ...entryOf(texts.steps, step.id) })),
    tasks: {
      vet: tasks.vet.map((task) => entryOf(texts.tasks.vet, task)),
      company: tasks.company.map((task) => entryOf(texts.tasks.company, task)),
    },
    form: structure.form.map((field) => fieldText(field, texts)),
    checks: checks.map((section) => ({
      id: section.id,
      name: entryOf(texts.checks ?? {}, section.id),
      points: section.points.map((point) => ({
        ...point,
        text: entryOf(texts.points ?? {}, point.id),
      })),
    })),
    review: review.map((criterion) => ({
      id: criterion,
      ...entryOf(texts.review, criterion),
    })),
    rubric: {
      ...rubric,
      texts: rubric.criteria.map((criterion) => ({
        id: criterion,
        ...entryOf(texts.rubric, criterion),
      })),
    },
    language: texts.language,
    awaitingCheck: isAwaitingCheck(texts),
  };
}

function fieldText(field: Field, texts: ActivityTextsFile): FieldText {
  const { id, kind, who, required, initials = false, minRows = 0 } = field;
  const { label, hint = '', options = {}, columns = {} } = entryOf(texts.form, id);
  return {
    ...{ id, kind, who, required, initials, minRows, label, hint },
    options: (field.options ?? []).map((option) => ({
      id: option,
      label: entryOf(options, option),
    })),
    columns: (field.columns ?? []).map((column) => ({
      ...column,
      label: entryOf(columns, column.id),
    })),
  };
}
