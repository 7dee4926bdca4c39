import { momentIn } from '../../../i18n/moments.js';
import type { Link, Page } from '../../../http/page.js';
import { LOCALES } from '../../../i18n/i18n.js';
import { copyIn, labelOf, latestOf, Sharing, type AuthoredExercise } from '../authored-exercise.js';
import type { ExerciseVersion } from '../exercise-version.js';
import { actionOf, languageName, typeName, type AuthorReader } from './reader.js';

export interface AuthoredExerciseModel {
  readonly lang: string;
  readonly meta: string;
  readonly state: string;
  readonly chip: string;
  readonly isOwn: boolean;
  readonly isArchived: boolean;
  /** Languages that are there. */
  readonly copies: readonly {
    readonly name: string;
    readonly title: string;
    readonly lang: string;
    readonly editHref: string;
    readonly previewHref: string;
  }[];
  readonly missingLanguages: readonly { readonly value: string; readonly label: string }[];
  readonly publishHref: string;
  readonly actions: Readonly<
    Record<'duplicate' | 'archive' | 'restore' | 'share' | 'describe' | 'languages', string>
  >;
  readonly sharings: readonly {
    readonly value: string;
    readonly label: string;
    readonly isSelected: boolean;
  }[];
  readonly modules: readonly {
    readonly value: string;
    readonly label: string;
    readonly isSelected: boolean;
  }[];
  readonly competences: string;
  readonly minutes: number;
  readonly versions: readonly VersionRow[];
  readonly download: string;
  readonly history: readonly string[];
}

interface VersionRow {
  readonly label: string;
  readonly change: string;
  readonly why: string;
  readonly when: string;
}

/** What stands around an exercise. */
export interface ExerciseAround {
  readonly isOwn: boolean;
  readonly versions: readonly ExerciseVersion[];
  /** Modules of the curriculum, each with its title. */
  readonly modules: readonly { readonly id: string; readonly title: string }[];
  /** Names of people of the course, by `sub`; empty where the platform gives none. */
  readonly names: ReadonlyMap<string, string>;
}

const CHIPS = { draft: 'chip chip-warn', published: 'chip chip-good', archived: 'chip' } as const;
/** Changes shown; older ones are kept all the same. */
const SHOWN = 20;

export function authoredExercisePage(
  exercise: AuthoredExercise,
  around: ExerciseAround,
  reader: AuthorReader,
): Page<AuthoredExerciseModel> {
  const { t, base, locale } = reader;
  const { id, library, state, languages, sharing, minutes, competenceIds, moduleId } = exercise;
  const copy = copyIn(exercise, locale);
  const latest = latestOf(exercise);
  const to = (what: string): string => actionOf(id, what, reader);
  return {
    view: 'h5p/authoring/exercise',
    title: copy?.title ?? id,
    lang: copy?.language,
    back: { href: `${base}/authoring`, label: t('authoring.title') },
    model: {
      lang: locale,
      meta: [typeName(library, reader), t('duration.minutes', { minutes })].join(' · '),
      state: latest
        ? t('authoring.state.with-version', {
            state: t(`authoring.state.${state}`),
            version: labelOf(latest),
          })
        : t(`authoring.state.${state}`),
      chip: CHIPS[state],
      isOwn: around.isOwn,
      isArchived: state === 'archived',
      copies: Object.entries(languages).map(([code, { title }]) => ({
        ...{ name: languageName(code, reader), title, lang: code },
        editHref: `${base}/authoring/${id}/edit/${code}`,
        previewHref: `${base}/authoring/${id}/preview/${code}`,
      })),
      missingLanguages: LOCALES.filter((code) => !(code in languages)).map((code) => ({
        ...{ value: code, label: languageName(code, reader) },
      })),
      publishHref: `${base}/authoring/${id}/publish`,
      actions: {
        ...{ duplicate: to('duplicate'), archive: to('archive'), restore: to('restore') },
        ...{ share: to('share'), describe: to('describe'), languages: to('languages') },
      },
      sharings: Sharing.options.map((value) => ({
        ...{ value, label: t(`authoring.sharing.${value}`), isSelected: value === sharing },
      })),
      modules: [{ id: '', title: t('authoring.no-module') }, ...around.modules].map((module) => ({
        value: module.id,
        label: module.title,
        isSelected: module.id === (moduleId ?? ''),
      })),
      competences: competenceIds.join(', '),
      minutes,
      versions: around.versions.map((version) => versionRow(version, reader)),
      download: latest ? `${base}/authoring/${id}/download/${labelOf(latest)}` : '',
      history: historyOf(exercise, around.names, reader),
    },
  };
}

function versionRow(version: ExerciseVersion, reader: AuthorReader): VersionRow {
  const { t } = reader;
  return {
    label: labelOf(version),
    change: t(`authoring.change.${version.change}`),
    why: version.why,
    when: momentIn(version.at, reader.locale),
  };
}

function historyOf(
  { history }: AuthoredExercise,
  names: ReadonlyMap<string, string>,
  reader: AuthorReader,
): readonly string[] {
  const { t, userId } = reader;
  const nameOf = (by: string): string =>
    by === userId ? t('authoring.you') : (names.get(by) ?? t('authoring.somebody'));
  return history
    .slice(-SHOWN)
    .toReversed()
    .map(({ at, by, what }) =>
      [momentIn(at, reader.locale), nameOf(by), t(`authoring.history.${what}`)].join(' · '),
    );
}

/** Where the author goes back to from a page about one exercise. */
export function backToExercise(
  exercise: AuthoredExercise,
  { base, locale }: Pick<AuthorReader, 'base' | 'locale'>,
): Link {
  const { id } = exercise;
  return { href: `${base}/authoring/${id}`, label: copyIn(exercise, locale)?.title ?? id };
}
