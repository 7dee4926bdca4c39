import { dayIn } from '../../i18n/moments.js';
import type { Page } from '../../http/page.js';
import type { Locale, Translate } from '../../i18n/i18n.js';
import type { Person } from '../../lti/index.js';
import { namesOf } from '../gradebook/grade-row.js';
import { nameOf } from '../gradebook/grade-row.views.js';
import type { AnsweredItem, OpenText } from './answers.service.js';
import type { Mistake } from './tally.js';

/** In which order exercises are listed. */
export const ORDERS = ['content', 'hardest'] as const;
export type Order = (typeof ORDERS)[number];

/** For whom a page is made. */
export interface AnswersReader {
  readonly t: Translate;
  readonly locale: Locale;
  /** Path of the session. */
  readonly base: string;
}

export interface AnswersModel {
  readonly hasItems: boolean;
  readonly orders: readonly {
    readonly href: string;
    readonly label: string;
    readonly isCurrent: boolean;
  }[];
  readonly items: readonly ItemModel[];
  readonly textsHref: string;
}

export interface ItemModel {
  readonly title: string;
  readonly lang: string;
  readonly href: string;
  readonly people: string;
  /** Whole percent of the points that first tries earned. */
  readonly percent: number;
  readonly share: string;
  readonly isHard: boolean;
  /** '' where nobody was wrong. */
  readonly worst: string;
  readonly worstLang: string;
  readonly worstPeople: string;
}

/** Below this share of points at first tries an exercise is called hard. */
const HARD = 0.4;

export function answersPage(
  items: readonly AnsweredItem[],
  order: Order,
  reader: AnswersReader,
): Page<AnswersModel> {
  const { t, base } = reader;
  const sorted =
    order === 'hardest' ? items.toSorted((a, b) => a.firstShare - b.firstShare) : items;
  return {
    view: 'grading/answers',
    title: t('answers.title'),
    model: {
      hasItems: items.length > 0,
      orders: ORDERS.map((each) => ({
        href: `${base}/answers?order=${each}`,
        label: t(`answers.order.${each}`),
        isCurrent: each === order,
      })),
      items: sorted.map((item) => itemModel(item, reader)),
      textsHref: `${base}/answers/texts`,
    },
  };
}

export interface AnsweredItemModel extends ItemModel {
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly hasMistakes: boolean;
  readonly mistakes: readonly {
    readonly text: string;
    readonly lang: string;
    readonly people: string;
    readonly percent: number;
  }[];
  /** '' where the reader's link does not lead there. */
  readonly tryHref: string;
}

/** So many wrong answers are listed; the long tail of free texts says little. */
const MISTAKES = 20;

export function answeredItemPage(
  item: AnsweredItem,
  reader: AnswersReader,
): Page<AnsweredItemModel> {
  const { t, base } = reader;
  const { people, tries, rightAtFirst, rightAtLast, mistakes } = item;
  const model = itemModel(item, reader);
  return {
    view: 'grading/answered-item',
    title: item.title,
    lang: model.lang,
    back: { href: `${base}/answers`, label: t('answers.title') },
    model: {
      ...model,
      facts: [
        { name: t('answers.fact.people'), value: String(people) },
        { name: t('answers.fact.tries'), value: String(tries) },
        {
          name: t('answers.fact.right-first'),
          value: t('answers.of', { count: rightAtFirst, people }),
        },
        {
          name: t('answers.fact.right-last'),
          value: t('answers.of', { count: rightAtLast, people }),
        },
      ],
      hasMistakes: mistakes.length > 0,
      mistakes: mistakes.slice(0, MISTAKES).map((mistake) => ({
        text: mistake.text,
        lang: mistake.language,
        people: peopleIn(mistake, t),
        percent: Math.round((mistake.people / people) * 100),
      })),
      tryHref: item.isOpen ? `${base}/exercises/${encodeURIComponent(item.exerciseId)}` : '',
    },
  };
}

export interface OpenTextsModel {
  readonly hasTexts: boolean;
  readonly texts: readonly {
    readonly title: string;
    readonly titleLang: string;
    readonly name: string;
    readonly text: string;
    readonly when: string;
    /** For machines: ISO 8601. */
    readonly at: string;
  }[];
}

export function openTextsPage(
  texts: readonly OpenText[],
  people: readonly Person[] | undefined,
  { t, locale, base }: AnswersReader,
): Page<OpenTextsModel> {
  const names = namesOf(people);
  return {
    view: 'grading/open-texts',
    title: t('answers.texts.title'),
    back: { href: `${base}/answers`, label: t('answers.title') },
    model: {
      hasTexts: texts.length > 0,
      texts: texts.map(({ title, part, language, userId, text, at }) => ({
        ...{ text, titleLang: language },
        title: part === undefined ? title : `${title}: ${part}`,
        name: nameOf({ userId, name: names.get(userId) }, t),
        when: dayIn(at, locale),
        at: new Date(at).toISOString(),
      })),
    },
  };
}

function itemModel(item: AnsweredItem, { t, locale, base }: AnswersReader): ItemModel {
  const { exerciseId, title, language, people, firstShare, mistakes } = item;
  const [worst] = mistakes;
  return {
    title,
    lang: language ?? locale,
    href: `${base}/answers/${encodeURIComponent(exerciseId)}`,
    people: t('answers.people', { count: people }),
    percent: Math.round(firstShare * 100),
    share: t('answers.share', { percent: Math.round(firstShare * 100) }),
    isHard: firstShare < HARD,
    worst: worst?.text ?? '',
    worstLang: worst?.language ?? locale,
    worstPeople: worst ? peopleIn(worst, t) : '',
  };
}

function peopleIn({ people }: Mistake, t: Translate): string {
  return t('answers.people', { count: people });
}
