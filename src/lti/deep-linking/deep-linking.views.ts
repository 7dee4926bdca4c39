import { comparable } from '../../shared/comparable.js';
import type { Page } from '../../http/page.js';
import type { I18n, Locale, Translate } from '../../i18n/i18n.js';
import type { CatalogueEntry } from '../../shared/catalogue-entry.js';
import type { Selection } from './deep-linking.js';
import type { Choosing, Hindrance, SignedAnswer } from './deep-linking.service.js';
import { matches } from './matching.js';

/** For whom a page is made. */
export interface PickerReader {
  readonly t: Translate;
  readonly i18n: I18n;
  readonly locale: Locale;
  /** Path of the session. */
  readonly base: string;
  readonly pageToken: string;
  readonly scripts: readonly string[];
}

export interface PickerModel {
  readonly fault: string;
  readonly hasFault: boolean;
  readonly explanation: string;
  readonly takesNoGrades: boolean;
  readonly actions: Actions;
  readonly search: string;
  readonly types: readonly Option[];
  readonly languages: readonly Option[];
  readonly groups: readonly Group[];
  /** `checkbox`, or `radio` where the platform takes one. */
  readonly inputType: 'checkbox' | 'radio';
  readonly shown: string;
  /** The same with `%1` and `%2` in place of the numbers, for the script. */
  readonly shownTemplate: string;
  readonly noneShown: boolean;
  readonly chosen: readonly Row[];
  readonly chosenCount: number;
  readonly noneChosen: boolean;
}

interface Actions {
  readonly search: string;
  readonly choose: string;
  readonly cancel: string;
  readonly preview: string;
}

interface Option {
  readonly value: string;
  readonly label: string;
  readonly isSelected: boolean;
}

interface Group {
  readonly id: string;
  readonly title: string;
  readonly lang: string;
  readonly rows: readonly Row[];
  readonly isHidden: boolean;
}

interface Row {
  readonly id: string;
  readonly type: string;
  readonly languages: string;
  /** For the script's search. */
  readonly words: string;
  readonly title: string;
  readonly lang: string;
  readonly meta: string;
  readonly isModule: boolean;
  readonly isGraded: boolean;
  readonly graded: string;
  readonly isChosen: boolean;
  readonly isHidden: boolean;
  readonly previewLabel: string;
}

export function pickerPage(
  { deepLinking, entries }: Choosing,
  page: { readonly selection: Selection; readonly fault?: 'nothing-chosen' | undefined },
  reader: PickerReader,
): Page<PickerModel> {
  const { t, scripts } = reader;
  const { selection, fault } = page;
  const rows = entries.map((entry) => rowOf(entry, selection, reader));
  const chosen = rows.filter(({ isChosen }) => isChosen);
  const shown = rows.filter(({ isHidden }) => !isHidden).length;
  return {
    view: 'lti/choose',
    title: t('choose.title'),
    scripts,
    model: {
      fault: t('choose.fault.nothing-chosen'),
      hasFault: fault !== undefined,
      explanation: t(deepLinking.acceptMultiple ? 'choose.explanation' : 'choose.explanation-one'),
      takesNoGrades: deepLinking.acceptLineItem === false,
      actions: actionsOf(deepLinking.id, reader),
      search: selection.search,
      types: optionsOf(
        entries.map(({ type }) => type),
        selection.type,
        {
          all: t('choose.type.all'),
          nameOf: (type) => typeName(type, reader),
        },
      ),
      languages: optionsOf(
        entries.flatMap(({ languages }) => languages),
        selection.language,
        {
          all: t('choose.language.all'),
          nameOf: (language) => languageName(language, reader),
        },
      ),
      groups: groupsOf(entries, rows, reader),
      inputType: deepLinking.acceptMultiple ? 'checkbox' : 'radio',
      shown: t('choose.shown', { shown: String(shown), total: String(rows.length) }),
      shownTemplate: t('choose.shown', { shown: '%1', total: '%2' }),
      noneShown: shown === 0,
      chosen,
      chosenCount: chosen.length,
      noneChosen: chosen.length === 0,
    },
  };
}

export interface HindranceModel {
  readonly explanation: string;
  readonly advice: string;
  readonly action: string;
}

/** For somebody who can choose nothing: why, and the way back. */
export function hindrancePage(
  {
    hindrance,
    explanation,
    id,
  }: { readonly hindrance: Hindrance; readonly explanation: string; readonly id: string },
  reader: PickerReader,
): Page<HindranceModel> {
  const { t } = reader;
  return {
    view: 'lti/choose-nothing',
    title: t('choose.hindrance.title'),
    model: {
      explanation,
      advice:
        hindrance === 'not-a-trainer'
          ? t('choose.hindrance.advice-learner')
          : t('choose.hindrance.advice'),
      action: actionsOf(id, reader).cancel,
    },
  };
}

export interface AnswerModel {
  readonly explanation: string;
  readonly returnUrl: string;
  readonly jwt: string;
}

/** On the way back to the platform: a form that the script sends off, or the person. */
export function answerPage(
  t: Translate,
  { returnUrl, jwt }: SignedAnswer,
  scripts: readonly string[],
): Page<AnswerModel> {
  return {
    view: 'lti/choose-return',
    title: t('choose.return.title'),
    scripts,
    model: { explanation: t('choose.return.explanation'), returnUrl, jwt },
  };
}

function actionsOf(id: string, { base, pageToken }: PickerReader): Actions {
  const at = `${base}/choose/${id}`;
  const token = `?token=${pageToken}`;
  return {
    search: at,
    choose: `${at}${token}`,
    cancel: `${at}/cancel${token}`,
    preview: `${at}/preview${token}`,
  };
}

function rowOf(entry: CatalogueEntry, selection: Selection, reader: PickerReader): Row {
  const { t } = reader;
  const { contentId, kind, title, type, languages, graded, maxScore = 0 } = entry;
  const words = [contentId, title, entry.moduleTitle ?? '', typeName(type, reader)].join(' ');
  const isChosen = selection.contentIds.includes(contentId);
  return {
    id: contentId,
    type,
    languages: languages.join(' '),
    words: comparable(words),
    title,
    lang: languages[0] ?? reader.locale,
    meta: metaOf(entry, reader),
    isModule: kind === 'module',
    isGraded: graded,
    graded: graded ? t('choose.graded', { points: maxScore }) : t('choose.practice'),
    isChosen,
    // What is chosen stays in sight: otherwise nobody could take it back.
    isHidden: !isChosen && !matches(entry, words, selection),
    previewLabel: t('choose.preview.label', { title }),
  };
}

function metaOf({ type, minutes, languages }: CatalogueEntry, reader: PickerReader): string {
  const { t } = reader;
  const duration =
    minutes < 120
      ? t('duration.minutes', { minutes })
      : t('duration.hours', { hours: Math.round(minutes / 60) });
  const names = languages.map((language) => languageName(language, reader));
  return [typeName(type, reader), duration, names.join(', ')].join(' · ');
}

/** Each module is a group, itself in front; what trainers wrote is the last. */
function groupsOf(
  entries: readonly CatalogueEntry[],
  rows: readonly Row[],
  { t, locale }: PickerReader,
): readonly Group[] {
  const groups: { id: string; title: string; lang: string; rows: Row[] }[] = [];
  const own = { id: 'own', title: t('choose.own'), lang: locale, rows: [] as Row[] };
  entries.forEach(({ kind, contentId, moduleTitle }, at) => {
    const row = rows[at];
    if (!row) return;
    if (kind === 'module') {
      groups.push({ id: contentId, title: moduleTitle ?? row.title, lang: row.lang, rows: [] });
    }
    (moduleTitle === undefined ? own : (groups.at(-1) ?? own)).rows.push(row);
  });
  if (own.rows.length > 0) groups.push(own);
  return groups.map((group) => ({
    ...group,
    isHidden: group.rows.every(({ isHidden }) => isHidden),
  }));
}

function optionsOf(
  values: readonly string[],
  selected: string,
  names: { readonly all: string; readonly nameOf: (value: string) => string },
): readonly Option[] {
  const options = [...new Set(values)].map((value) => ({
    value,
    label: names.nameOf(value),
    isSelected: value === selected,
  }));
  return [{ value: '', label: names.all, isSelected: selected === '' }, ...options];
}

/** Kinds of exercises that have no name yet are called exercises. */
function typeName(type: string, { t, i18n }: PickerReader): string {
  const key = `choose.type.${type}`;
  return i18n.hasText(key) ? t(key) : t('choose.type.other');
}

function languageName(language: string, { locale }: PickerReader): string {
  return new Intl.DisplayNames([locale], { type: 'language' }).of(language) ?? language;
}
