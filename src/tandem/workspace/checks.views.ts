import type { ActivityText, CheckPointText } from '../../curriculum/index.js';
import type { Translate } from '../../i18n/i18n.js';
import { answerOf, type Decision } from './form-rules.js';
import { checkOf, checkTextOf, type DocumentValues } from './cells.js';

export interface CheckSectionModel {
  readonly id: string;
  readonly name: string;
  readonly parts: readonly string[];
  readonly points: readonly {
    readonly id: string;
    readonly text: string;
    /** What a no means; '' for an open point. */
    readonly red: string;
    readonly lead: string;
    readonly name: string;
    readonly answers: readonly {
      readonly value: string;
      readonly label: string;
      readonly isChosen: boolean;
    }[];
    readonly ownerName: string;
    readonly owner: string;
    readonly until: string;
    readonly noteName: string;
    readonly note: string;
  }[];
}

export interface DecisionModel {
  readonly tone: 'good' | 'warn' | 'bad' | 'plain';
  readonly title: string;
  readonly explanation: string;
}

const ANSWERS = ['yes', 'no', 'unneeded'] as const;

export function checkSections(
  { checks }: Pick<ActivityText, 'checks'>,
  values: DocumentValues,
  t: Translate,
): readonly CheckSectionModel[] {
  return checks.map(({ id, name, points }) => ({
    ...{ id, name },
    parts: points.flatMap((point) => [
      checkOf(point.id),
      checkTextOf(point.id, 'owner'),
      checkTextOf(point.id, 'note'),
    ]),
    points: points.map((point) => pointModel(point, values, t)),
  }));
}

function pointModel(
  { id, text, red, lead }: CheckPointText,
  values: DocumentValues,
  t: Translate,
): CheckSectionModel['points'][number] {
  const ownerName = checkTextOf(id, 'owner');
  const noteName = checkTextOf(id, 'note');
  return {
    ...{ id, text, ownerName, noteName },
    red: red === 'none' ? '' : t(`tandem.check.red.${red}`),
    lead: t(`tandem.check.lead.${lead}`),
    name: checkOf(id),
    answers: ANSWERS.map((value) => ({
      value,
      label: t(`tandem.check.answer.${value}`),
      isChosen: answerOf(values, id) === value,
    })),
    owner: values.texts[ownerName] ?? '',
    note: values.texts[noteName] ?? '',
    until: values.values[checkOf(id)]?.until ?? '',
  };
}

const TONES = {
  open: 'plain',
  go: 'good',
  conditions: 'warn',
  unowned: 'warn',
  'no-go': 'bad',
} as const;

/** What the stop rules say, in words; the colour only repeats it. */
export function decisionModel(decision: Decision, t: Translate): DecisionModel {
  const { is, stops, unowned, stopsTask } = decision;
  const points = is === 'no-go' ? stops : is === 'unowned' ? unowned : stopsTask;
  const because = is === 'conditions' && points.length > 0 ? 'conditions-tasks' : is;
  return {
    tone: TONES[is],
    title: t(`tandem.check.decision.${is}`),
    explanation: t(`tandem.check.because.${because}`, { points: points.join(', ') }),
  };
}
