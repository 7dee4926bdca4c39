import type { Page } from '../../http/page.js';
import type { Participant } from '../participant.js';
import { personModel, type PersonModel, type TandemReader } from '../people/people.views.js';
import { trainerTabs, type Tab } from '../people/trainer-tabs.js';
import type { CohortPlace } from './cohort-codes.service.js';
import { inHalves } from './pair-code.js';
import type { Offers } from './pair-codes.service.js';

export interface CodeModel {
  /** Empty for those who are no trainers. */
  readonly tabs: readonly Tab[];
  readonly isTrainer: boolean;
  readonly explanation: string;
  readonly hasAsked: boolean;
  readonly askedBy: readonly {
    readonly id: string;
    readonly text: string;
    readonly details: string;
  }[];
  readonly answerAction: string;
  /** Said of what was entered and is not answered yet. */
  readonly waiting: readonly string[];
  readonly makeAction: string;
  readonly makeText: string;
  readonly mayEnter: boolean;
  readonly enterAction: string;
  readonly enterText: string;
  /** '' when nothing is wrong. */
  readonly fault: string;
}

/** Find your partner by a code. */
export function pairCodePage(
  offers: Offers,
  fault: boolean,
  reader: TandemReader,
): Page<CodeModel> {
  const { t, base } = reader;
  return {
    view: 'tandem/code',
    title: t('tandem.code.title'),
    back: { href: `${base}/tandem`, label: t('tandem.title') },
    model: {
      tabs: [],
      isTrainer: false,
      explanation: t('tandem.code.explanation'),
      hasAsked: offers.askedBy.length > 0,
      askedBy: offers.askedBy.map((person) => {
        const { name, role, details } = personModel(person, reader);
        return { id: person.id, text: t('tandem.code.asked', { name, role }), details };
      }),
      answerAction: actionOf('code/answer', reader),
      waiting: offers.waitsFor.map((person) =>
        t('tandem.code.waits-for', { name: personModel(person, reader).name }),
      ),
      makeAction: actionOf('code/make', reader),
      makeText: t(offers.isOpen ? 'tandem.code.make-again' : 'tandem.code.make'),
      mayEnter: true,
      enterAction: actionOf('code/look', reader),
      enterText: t('tandem.code.enter'),
      fault: fault ? t('tandem.code.fault') : '',
    },
  };
}

/** Courses that go through the programme together. */
export function cohortPage(
  place: CohortPlace,
  fault: boolean,
  reader: TandemReader,
): Page<CodeModel> {
  const { t, base, locale } = reader;
  const names = namesOf(place.courses, reader);
  return {
    view: 'tandem/code',
    title: t('tandem.cohort.title'),
    back: { href: `${base}/`, label: t('tandem.to-module') },
    model: {
      tabs: trainerTabs('cohort', reader),
      isTrainer: true,
      explanation: place.isShared
        ? t('tandem.cohort.shared', { names: new Intl.ListFormat(locale).format(names) })
        : t('tandem.cohort.explanation'),
      hasAsked: place.askedBy.length > 0,
      askedBy: place.askedBy.map(({ id, platformName }) => ({
        id,
        text: t('tandem.cohort.asked', { name: platformName ?? t('tandem.cohort.unnamed') }),
        details: t('tandem.cohort.asked-hint'),
      })),
      answerAction: actionOf('cohort/answer', reader),
      waiting: [],
      makeAction: actionOf('cohort/make', reader),
      makeText: t('tandem.cohort.make'),
      mayEnter: !place.isShared,
      enterAction: actionOf('cohort/look', reader),
      enterText: t('tandem.cohort.enter'),
      fault: fault ? t('tandem.code.fault') : '',
    },
  };
}

export interface CodeMadeModel {
  readonly code: string;
  readonly explanation: string;
}

/** The only page that shows the code. */
export function codeMadePage(
  code: string,
  kind: 'code' | 'cohort',
  { t, base }: TandemReader,
): Page<CodeMadeModel> {
  return {
    view: 'tandem/code-made',
    title: t('tandem.code-made.title'),
    back: { href: `${base}/tandem/${kind}`, label: t(`tandem.${kind}.title`) },
    model: { code: inHalves(code), explanation: t(`tandem.code-made.${kind}`) },
  };
}

export interface CodeConfirmModel {
  readonly explanation: string;
  readonly hasPerson: boolean;
  readonly people: readonly PersonModel[];
  readonly names: readonly string[];
  readonly action: string;
  readonly code: string;
  readonly button: string;
}

/** With whom, before anything happens. */
export function codeConfirmPage(
  found: { readonly maker: Participant; readonly code: string },
  reader: TandemReader,
): Page<CodeConfirmModel> {
  const { t, base } = reader;
  return {
    view: 'tandem/code-confirm',
    title: t('tandem.code-confirm.title'),
    back: { href: `${base}/tandem/code`, label: t('tandem.code.title') },
    model: {
      explanation: t('tandem.code-confirm.person'),
      hasPerson: true,
      people: [personModel(found.maker, reader)],
      names: [],
      action: actionOf('code/take', reader),
      code: found.code,
      button: t('tandem.code-confirm.ask'),
    },
  };
}

/** With which courses, before anything happens. */
export function cohortConfirmPage(
  found: { readonly courses: readonly (string | undefined)[]; readonly code: string },
  reader: TandemReader,
): Page<CodeConfirmModel> {
  const { t, base } = reader;
  return {
    view: 'tandem/code-confirm',
    title: t('tandem.code-confirm.cohort-title'),
    back: { href: `${base}/tandem/cohort`, label: t('tandem.cohort.title') },
    model: {
      explanation: t('tandem.code-confirm.cohort'),
      hasPerson: false,
      people: [],
      names: namesOf(found.courses, reader),
      action: actionOf('cohort/take', reader),
      code: found.code,
      button: t('tandem.code-confirm.cohort-ask'),
    },
  };
}

function namesOf(courses: readonly (string | undefined)[], { t }: TandemReader): readonly string[] {
  return courses.map((name) =>
    t('tandem.cohort.course', { name: name ?? t('tandem.cohort.unnamed') }),
  );
}

function actionOf(path: string, { base, pageToken }: TandemReader): string {
  return `${base}/tandem/${path}?token=${encodeURIComponent(pageToken)}`;
}
