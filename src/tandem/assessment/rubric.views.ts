import type { ActivityText } from '../../curriculum/index.js';
import type { Locale, Translate } from '../../i18n/i18n.js';
import type { Rating } from './assessment.js';
import { maximumOf, type Lack, type Outcome } from './rubric-rules.js';

interface Words {
  readonly t: Translate;
  readonly locale: Locale;
}

/** One criterion with its levels to choose from. */
export interface CriterionChoice {
  readonly id: string;
  readonly name: string;
  /** Name of the inputs. */
  readonly input: string;
  readonly levels: readonly {
    readonly value: number;
    readonly label: string;
    readonly text: string;
    readonly isChosen: boolean;
  }[];
  readonly commentInput: string;
  readonly comment: string;
  /** '' when nothing is wrong. */
  readonly fault: string;
}

/** @param chosen levels and comments that are there already */
export function criterionChoices(
  { rubric }: Pick<ActivityText, 'rubric'>,
  chosen: Partial<Pick<Rating, 'levels' | 'comments'>> & { readonly missing?: readonly string[] },
  { t, locale }: Words,
): readonly CriterionChoice[] {
  return rubric.texts.map(({ id, name, levels }) => ({
    id,
    name,
    input: `level.${id}`,
    levels: levels.map((text, at) => ({
      value: at + 1,
      label: t('tandem.assess.level', {
        level: at + 1,
        points: pointsIn(rubric.points[at] ?? 0, locale),
      }),
      text,
      isChosen: chosen.levels?.[id] === at + 1,
    })),
    commentInput: `comment.${id}`,
    comment: chosen.comments?.[id] ?? '',
    fault: chosen.missing?.includes(id) === true ? t('tandem.assess.fault-level') : '',
  }));
}

/** `13 of 16 points`. */
export function pointsLine(
  points: number,
  { rubric }: Pick<ActivityText, 'rubric'>,
  { t, locale }: Words,
): string {
  return t('tandem.assess.points', {
    points: pointsIn(points, locale),
    maximum: pointsIn(maximumOf(rubric), locale),
  });
}

/** What is missing to pass, in words. */
export function lackLines(
  lacks: readonly Lack[],
  { rubric }: Pick<ActivityText, 'rubric'>,
  { t, locale }: Words,
): readonly string[] {
  return lacks.map((lack) =>
    lack.kind === 'total'
      ? t('tandem.assess.lacks.total', { needed: pointsIn(lack.needed, locale) })
      : t('tandem.assess.lacks.level', {
          criterion: rubric.texts.find(({ id }) => id === lack.criterion)?.name ?? lack.criterion,
          level: lack.needed,
        }),
  );
}

/** Before anybody has rated: what is needed to pass. */
export function passLines(
  { rubric }: Pick<ActivityText, 'rubric'>,
  words: Words,
): readonly string[] {
  const { total, atLeast } = rubric.pass;
  const all: readonly Lack[] = [
    { kind: 'total', needed: total },
    ...atLeast.map(({ criterion, level }): Lack => ({ kind: 'level', criterion, needed: level })),
  ];
  return lackLines(all, { rubric }, words);
}

/** What came out for each criterion. */
export function outcomeRows(
  { criteria }: Outcome,
  { rubric }: Pick<ActivityText, 'rubric'>,
  { t, locale }: Words,
): readonly { readonly name: string; readonly level: string; readonly text: string }[] {
  return rubric.texts.map(({ id, name, levels }) => {
    const found = criteria.find(({ criterion }) => criterion === id);
    const level = found?.level ?? 0;
    return {
      name,
      level: t('tandem.assess.level', {
        level: pointsIn(level, locale),
        points: pointsIn(found?.points ?? 0, locale),
      }),
      // Between two levels neither text is quite right.
      text: Number.isInteger(level) ? (levels[level - 1] ?? '') : '',
    };
  });
}

/** With the decimal sign of the language; `3.5` is a middle. */
export function pointsIn(points: number, locale: Locale): string {
  return points.toLocaleString(locale, { maximumFractionDigits: 2 });
}
