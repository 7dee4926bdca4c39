import type { ListedLibrary } from '../h5p/index.js';
import type { Page } from '../http/page.js';
import type { I18n } from '../i18n/i18n.js';
import type { AppError } from '../shared/errors.js';
import { backTo, menuOf, type AdminReader, type ChipModel } from './admin.views.js';
import type { AdminLibraries } from './libraries.service.js';
import type { ConfirmModel } from './platforms.views.js';

export interface LibrariesReader extends AdminReader {
  readonly i18n: I18n;
  readonly pageToken: string;
}

/** What has just happened. */
export interface LibrariesNews {
  /** Names and numbers of what was installed. */
  readonly installed?: string | undefined;
  /** Why something was not done. */
  readonly refusal?: AppError | undefined;
}

interface VersionModel {
  /** Such as `1.16.4`. */
  readonly number: string;
  /** Who uses it. */
  readonly uses: string;
  readonly license: string;
  readonly chip: ChipModel;
  /** Undefined where it cannot be removed. */
  readonly removeHref: string | undefined;
  readonly removeLabel: string;
}

interface LibraryModel {
  readonly name: string;
  readonly machineName: string;
  /** What it is for, and what it can do. */
  readonly facts: string;
  readonly versions: readonly VersionModel[];
}

export interface LibrariesModel {
  readonly explanation: string;
  /** What was installed; undefined when nothing was just now. */
  readonly done: string | undefined;
  /** What was wrong and how to mend it. */
  readonly refusal: string | undefined;
  readonly action: string;
  readonly limits: string;
  readonly groups: readonly {
    readonly id: string;
    readonly title: string;
    readonly hasLibraries: boolean;
    readonly none: string;
    readonly libraries: readonly LibraryModel[];
  }[];
}

export function librariesPage(
  list: readonly ListedLibrary[],
  { installed, refusal, mostBytes }: LibrariesNews & Pick<AdminLibraries, 'mostBytes'>,
  reader: LibrariesReader,
): Page<LibrariesModel> {
  const { t, i18n, pageToken } = reader;
  const key = `error.${refusal?.code ?? ''}`;
  const known = i18n.hasText(key) ? key : 'error.unexpected';
  const groupOf = (id: 'added' | 'ours', isIn: (one: ListedLibrary) => boolean) => {
    const libraries = byName(list.filter(isIn)).map((versions) => libraryModel(versions, reader));
    return {
      ...{ id, libraries, hasLibraries: libraries.length > 0 },
      title: t(`admin.libraries.${id}`),
      none: t('admin.libraries.none'),
    };
  };
  return {
    view: 'admin/libraries',
    title: t('admin.libraries.title'),
    menu: menuOf(reader, 'libraries'),
    model: {
      explanation: t('admin.libraries.explanation'),
      done: installed === undefined ? undefined : t('admin.libraries.done', { names: installed }),
      refusal: refusal && t(known, refusal.values),
      action: `/admin/libraries?token=${pageToken}`,
      limits: t('admin.libraries.limits', { megabytes: String(mostBytes / 1024 / 1024) }),
      groups: [groupOf('added', ({ isOurs }) => !isOurs), groupOf('ours', ({ isOurs }) => isOurs)],
    },
  };
}

/** All versions of one library together, in the order of the list. */
function byName(list: readonly ListedLibrary[]): readonly (readonly ListedLibrary[])[] {
  const names = [...new Set(list.map(({ machineName }) => machineName))];
  return names.map((name) => list.filter(({ machineName }) => machineName === name));
}

function libraryModel(versions: readonly ListedLibrary[], reader: LibrariesReader): LibraryModel {
  const newest = versions.at(-1);
  const { t, i18n } = reader;
  const key = `choose.type.${newest?.facts.kind ?? ''}`;
  const isNamed = newest?.isOurs === true && i18n.hasText(key);
  return {
    name: isNamed ? t(key) : (newest?.title ?? ''),
    machineName: newest?.machineName ?? '',
    facts: newest ? factsIn(newest, reader).join(' · ') : '',
    versions: versions.toReversed().map((one) => versionModel(one, reader)),
  };
}

function factsIn({ isRunnable, isOurs, facts }: ListedLibrary, { t }: AdminReader): string[] {
  const kind = t(isRunnable ? 'admin.libraries.runnable' : 'admin.libraries.part');
  if (!isRunnable) return [kind];
  if (!isOurs) return [kind, t('admin.libraries.unknown')];
  return [
    kind,
    facts.keyboard ? t('authoring.fact.keyboard') : '',
    facts.screenReader ? t('authoring.fact.screen-reader') : '',
    t(`authoring.fact.scored.${facts.scored}`),
    facts.resumes ? t('authoring.fact.resumes') : '',
  ].filter((fact) => fact !== '');
}

function versionModel(library: ListedLibrary, reader: LibrariesReader): VersionModel {
  const { t } = reader;
  const { machineName, majorVersion, minorVersion, patchVersion, license, isOurs } = library;
  const short = `${String(majorVersion)}.${String(minorVersion)}`;
  return {
    number: `${short}.${String(patchVersion)}`,
    uses: usesIn(library, reader),
    license: license ?? t('admin.libraries.no-licence'),
    chip: chipOf(library, reader),
    removeHref:
      isOurs || !library.mayRemove
        ? undefined
        : `/admin/libraries/${encodeURIComponent(`${machineName}-${short}`)}/remove`,
    removeLabel: t('admin.libraries.remove-one', { name: `${machineName} ${short}` }),
  };
}

function usesIn({ exercises, neededBy }: ListedLibrary, { t }: AdminReader): string {
  const words = [
    exercises > 0 ? t('admin.libraries.exercises', { count: exercises }) : '',
    neededBy.length > 0 ? t('admin.libraries.needed-by', { names: neededBy.join(', ') }) : '',
  ].filter((part) => part !== '');
  return words.length > 0 ? words.join(' · ') : t('admin.libraries.unused');
}

function chipOf({ isOurs, isNewest }: ListedLibrary, { t }: AdminReader): ChipModel {
  if (isOurs) return { label: t('admin.libraries.state.ours'), tone: 'plain' };
  return isNewest
    ? { label: t('admin.libraries.state.newest'), tone: 'good' }
    : { label: t('admin.libraries.state.older'), tone: 'plain' };
}

export function removeLibraryPage(library: ListedLibrary, reader: AdminReader): Page<ConfirmModel> {
  const { t } = reader;
  const { machineName, majorVersion, minorVersion } = library;
  const short = `${String(majorVersion)}.${String(minorVersion)}`;
  const name = `${machineName} ${short}`;
  return {
    view: 'admin/confirm',
    title: t('admin.libraries.remove.title', { name }),
    menu: menuOf(reader, 'libraries'),
    back: backTo(reader, 'libraries'),
    model: {
      consequences: [t('admin.libraries.remove.first'), t('admin.libraries.remove.second')],
      action: `/admin/libraries/${encodeURIComponent(`${machineName}-${short}`)}/remove`,
      button: t('admin.libraries.remove.button'),
      isDanger: true,
      cancelHref: '/admin/libraries',
    },
  };
}
