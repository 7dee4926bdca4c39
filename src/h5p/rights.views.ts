import { decode } from '../../content/h5p/shared/text.js';
import type { Translate } from '../i18n/i18n.js';
import { isObject, type JsonObject } from '../shared/json-object.js';
import {
  metadataOf,
  VERSIONED_LICENSES,
  type ContentMetadata,
  type LICENSES,
} from './content-metadata.js';
import type { PlayableExercise } from './exercise.js';

/** Who holds the rights to an exercise and to what is in it, in words. */
export interface RightsModel {
  readonly title: string;
  readonly works: readonly Work[];
}

interface Work {
  readonly name: string;
  readonly facts: readonly Fact[];
}

interface Fact {
  readonly term: string;
  readonly text: string;
  /** Where it can be read; '' where there is no such place. */
  readonly href: string;
}

/** @returns undefined where nothing is said of the exercise nor of anything in it */
export function rightsModel(
  { title, rights, params }: Pick<PlayableExercise, 'title' | 'rights' | 'params'>,
  t: Translate,
): RightsModel | undefined {
  const own = {
    name: t('rights.of.exercise', { name: typeof title === 'string' ? title : '' }),
    facts: factsOf(rights ?? {}, t),
  };
  const works = [own, ...worksIn(params, t)].filter(({ facts }) => facts.length > 0);
  return works.length === 0 ? undefined : { title: t('rights.title'), works };
}

/** Key of what a licence means in a few words. */
export function licenseKey(license: (typeof LICENSES)[number]): `rights.means.${LicenseWord}` {
  if (license === 'CC0 1.0') return 'rights.means.cc0';
  const word = license.toLowerCase().replaceAll(' ', '-') as LicenseWord;
  return `rights.means.${word}`;
}

type Hyphened<Text extends string> = Text extends `${infer Head} ${infer Tail}`
  ? `${Head}-${Tail}`
  : Text;
type LicenseWord = Hyphened<Lowercase<Exclude<(typeof LICENSES)[number], 'CC0 1.0'>>> | 'cc0';

function factsOf(rights: ContentMetadata, t: Translate): readonly Fact[] {
  const { authors = [], yearFrom, yearTo, source = '', licenseExtras = '', changes = [] } = rights;
  const fact = (term: string, text: string, href = ''): Fact[] =>
    text === '' ? [] : [{ term, text, href }];
  const years = [...new Set([yearFrom, yearTo])].filter((year) => year !== undefined).join('–');
  return [
    ...authors.flatMap(({ name, role }) =>
      fact(t(`rights.role.${role.toLowerCase() as Lowercase<typeof role>}`), name),
    ),
    ...licenseFact(rights, t),
    ...fact(t('rights.years'), years),
    ...fact(t('rights.source'), source, webAddress(source)),
    ...fact(t('rights.extras'), licenseExtras),
    ...changes.flatMap(({ date, author, log }) =>
      fact(t('rights.changes'), [dayOf(date), author, log].filter(Boolean).join(' · ')),
    ),
  ];
}

/** Of `31-12-25 00:00:00`, in the one order that is read alike in every language. */
function dayOf(date: string): string {
  return date.replace(/^(\d\d)-(\d\d)-(\d\d)(?: .*)?$/u, '20$3-$2-$1');
}

function licenseFact({ license, licenseVersion = '' }: ContentMetadata, t: Translate): Fact[] {
  if (license === undefined || license === 'U') return [];
  const meaning = t(licenseKey(license));
  const name = `${license} ${licenseVersion}`.trim();
  const isWord = license === 'C' || license === 'PD';
  const href = deedOf(license, licenseVersion);
  return [{ term: t('rights.license'), text: isWord ? meaning : name, href }];
}

/** Where Creative Commons explain a licence; '' for others. */
function deedOf(license: string, version: string): string {
  const at = 'https://creativecommons.org';
  if (license === 'CC0 1.0') return `${at}/publicdomain/zero/1.0/`;
  if (license === 'CC PDM') return `${at}/publicdomain/mark/1.0/`;
  if (!VERSIONED_LICENSES.includes(license) || !/^\d\.\d$/.test(version)) return '';
  return `${at}/licenses/${license.slice(3).toLowerCase()}/${version}/`;
}

function webAddress(text: string): string {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? text : '';
}

/** Pictures, sounds and films, and content of other types inside. Their texts are HTML-escaped. */
function worksIn(value: unknown, t: Translate): readonly Work[] {
  if (Array.isArray(value)) return value.flatMap((one) => worksIn(one, t));
  if (!isObject(value)) return [];
  return [...workOf(value, t), ...Object.values(value).flatMap((one) => worksIn(one, t))];
}

function workOf(value: JsonObject, t: Translate): readonly Work[] {
  const { path, copyright, library, metadata } = value;
  if (typeof path === 'string' && isObject(copyright)) {
    const { title, author, year, version, ...more } = plainTexts(copyright);
    const rights = metadataOf({
      ...{ ...more, licenseVersion: version, yearFrom: year },
      authors: author ? [{ name: author, role: 'Author' }] : [],
    });
    const kind = t(`rights.of.${kindOf(path)}`);
    return [
      {
        name: typeof title === 'string' && title !== '' ? `${kind}: ${title}` : kind,
        facts: factsOf(rights ?? {}, t),
      },
    ];
  }
  if (typeof library === 'string' && isObject(metadata)) {
    const { title, ...more } = plainTexts(metadata);
    const rights = metadataOf(more);
    return [
      { name: t('rights.of.exercise', { name: String(title) }), facts: factsOf(rights ?? {}, t) },
    ];
  }
  return [];
}

function kindOf(path: string): 'image' | 'audio' | 'video' | 'file' {
  const kind = (['image', 'audio', 'video'] as const).find((one) => path.startsWith(`${one}s/`));
  // What lies elsewhere is a film nearly always.
  return kind ?? (path.includes('://') ? 'video' : 'file');
}

function plainTexts(value: JsonObject): JsonObject {
  const plain = (one: unknown): unknown => {
    if (typeof one === 'string') return decode(one);
    if (Array.isArray(one)) return one.map(plain);
    return isObject(one) ? plainTexts(one) : one;
  };
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
}
