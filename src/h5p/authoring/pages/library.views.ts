import { comparable } from '../../../shared/comparable.js';
import { momentIn } from '../../../i18n/moments.js';
import type { Page } from '../../../http/page.js';
import { LOCALES } from '../../../i18n/i18n.js';
import { copyIn, type AuthoredExercise } from '../authored-exercise.js';
import { factsOf, TYPE_FACTS, type TypeFacts } from '../../type-facts.js';
import { languageName, typeName, type AuthorReader } from './reader.js';

/** What an author looks for; '' stands for everything. */
export interface LibraryFilter {
  readonly search: string;
  readonly type: string;
  readonly language: string;
  readonly state: string;
}

export interface LibraryModel {
  readonly explanation: string;
  readonly newHref: string;
  readonly importHref: string;
  readonly action: string;
  readonly search: string;
  readonly selects: readonly {
    readonly name: string;
    readonly label: string;
    readonly options: readonly Option[];
  }[];
  readonly isEmpty: boolean;
  readonly shown: string;
  readonly rows: readonly LibraryRow[];
}

interface Option {
  readonly value: string;
  readonly label: string;
  readonly isSelected: boolean;
}

interface LibraryRow {
  readonly title: string;
  readonly lang: string;
  readonly href: string;
  readonly meta: string;
  readonly state: string;
  readonly chip: string;
  readonly changed: string;
}

const STATES = ['draft', 'published', 'archived'] as const;
const CHIPS = { draft: 'chip chip-warn', published: 'chip chip-good', archived: 'chip' } as const;

export function libraryPage(
  exercises: readonly AuthoredExercise[],
  filter: LibraryFilter,
  reader: AuthorReader,
): Page<LibraryModel> {
  const { t, base } = reader;
  const wanted = exercises.filter((exercise) => isWanted(exercise, filter, reader));
  return {
    view: 'h5p/authoring/library',
    title: t('authoring.title'),
    model: {
      explanation: t('authoring.explanation'),
      newHref: `${base}/authoring/new`,
      importHref: `${base}/authoring/import`,
      action: `${base}/authoring`,
      search: filter.search,
      selects: selectsOf(exercises, filter, reader),
      isEmpty: exercises.length === 0,
      shown: t('choose.shown', { shown: String(wanted.length), total: String(exercises.length) }),
      rows: wanted.map((exercise) => rowOf(exercise, reader)),
    },
  };
}

/** Archived ones are shown to whoever asks for them. */
function isWanted(
  exercise: AuthoredExercise,
  filter: LibraryFilter,
  reader: AuthorReader,
): boolean {
  const { search, type, language, state } = filter;
  if (state === '' ? exercise.state === 'archived' : exercise.state !== state) return false;
  if (type !== '' && factsOf(exercise.library).kind !== type) return false;
  if (language !== '' && !(language in exercise.languages)) return false;
  const titles = Object.values(exercise.languages).map(({ title }) => title);
  const about = [
    exercise.moduleId ?? '',
    ...exercise.competenceIds,
    typeName(exercise.library, reader),
  ];
  const text = comparable([...titles, ...about].join(' '));
  return comparable(search)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function selectsOf(
  exercises: readonly AuthoredExercise[],
  { type, language, state }: LibraryFilter,
  reader: AuthorReader,
): LibraryModel['selects'] {
  const { t } = reader;
  const select = (
    name: string,
    { label, all, selected }: { label: string; all: string; selected: string },
    values: readonly (readonly [string, string])[],
  ): LibraryModel['selects'][number] => ({
    name,
    label,
    options: [['', all] as const, ...values].map(([value, words]) => ({
      ...{ value, label: words, isSelected: value === selected },
    })),
  });
  const kinds = new Map(
    exercises.map(({ library }) => [factsOf(library).kind, typeName(library, reader)]),
  );
  const languages = new Set(exercises.flatMap(({ languages: copies }) => Object.keys(copies)));
  return [
    select('type', { label: t('choose.search.type'), all: t('choose.type.all'), selected: type }, [
      ...kinds,
    ]),
    select(
      'language',
      { label: t('choose.search.language'), all: t('choose.language.all'), selected: language },
      [...languages].map((code) => [code, languageName(code, reader)]),
    ),
    select(
      'state',
      { label: t('authoring.state.label'), all: t('authoring.state.current'), selected: state },
      STATES.map((each) => [each, t(`authoring.state.${each}`)]),
    ),
  ];
}

function rowOf(exercise: AuthoredExercise, reader: AuthorReader): LibraryRow {
  const { t, base, locale } = reader;
  const { id, library, languages, state, changedAt } = exercise;
  const copy = copyIn(exercise, locale);
  const names = Object.keys(languages).map((code) => languageName(code, reader));
  return {
    title: copy?.title ?? id,
    lang: copy?.language ?? locale,
    href: `${base}/authoring/${id}`,
    meta: [typeName(library, reader), names.join(', ')].join(' · '),
    state: t(`authoring.state.${state}`),
    chip: CHIPS[state],
    changed: t('authoring.changed', { time: momentIn(changedAt, reader.locale) }),
  };
}

export interface NewExerciseModel {
  readonly action: string;
  readonly languages: readonly Option[];
  readonly types: readonly TypeCard[];
  readonly isRefused: boolean;
  readonly title: string;
}

interface TypeCard {
  readonly library: string;
  readonly kind: string;
  readonly name: string;
  readonly description: string;
  readonly facts: readonly string[];
  readonly isChosen: boolean;
}

/** @param libraries machine names of what is installed */
export function newExercisePage(
  libraries: readonly string[],
  given: { readonly title: string; readonly isRefused: boolean },
  reader: AuthorReader,
): Page<NewExerciseModel> {
  const { t, locale, base, pageToken } = reader;
  const ours = TYPE_FACTS.filter(({ library }) => libraries.includes(library));
  const others = libraries.filter((library) => !ours.some((facts) => facts.library === library));
  const types = [...ours, ...others.map(factsOf)];
  return {
    view: 'h5p/authoring/new',
    title: t('authoring.new.title'),
    back: { href: `${base}/authoring`, label: t('authoring.title') },
    model: {
      ...given,
      action: `${base}/authoring?token=${pageToken}`,
      languages: LOCALES.map((code) => ({
        ...{ value: code, label: languageName(code, reader), isSelected: code === locale },
      })),
      types: types.map((facts, at) => typeCard(facts, at === 0, reader)),
    },
  };
}

function typeCard(facts: TypeFacts, isChosen: boolean, reader: AuthorReader): TypeCard {
  const { t, i18n } = reader;
  const { library, kind } = facts;
  const key = `authoring.type.${kind}`;
  return {
    ...{ library, kind, isChosen, name: typeName(library, reader) },
    description: i18n.hasText(key) ? t(key) : '',
    facts: [
      ...(facts.keyboard ? [t('authoring.fact.keyboard')] : []),
      ...(facts.screenReader ? [t('authoring.fact.screen-reader')] : []),
      ...(facts.withoutDragging === 'not-needed'
        ? []
        : [t(`authoring.fact.dragging.${facts.withoutDragging}`)]),
      t(`authoring.fact.scored.${facts.scored}`),
      t(facts.resumes ? 'authoring.fact.resumes' : 'authoring.fact.resumes-not'),
    ],
  };
}
