import { cp } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { ActivityText } from '../../../src/curriculum/activities/activity-text.js';
import { ContentFault } from '../../../src/curriculum/reading/content-fault.js';
import { loadCurriculum } from '../../../src/curriculum/curriculum.service.js';
import { contentCopy, writeContent } from '../content-copy.js';

const ours = await loadCurriculum({ directories: ['content'] });
const IDS = ['TA1', 'TA2', 'TA3'] as const;
const LANGUAGES = ['en', 'et', 'lv', 'lt'] as const;

describe('an activity of a tandem', () => {
  it.each(IDS)('%s belongs to a module, and takes three hours', (id) => {
    expect(ours.activity(id, 'en')).toMatchObject({ moduleId: `M${id.slice(-1)}`, minutes: 180 });
  });

  it.each(IDS.flatMap((id) => LANGUAGES.map((language) => ({ id, language }))))(
    '$id is there in $language, and says whether a native speaker has read it',
    ({ id, language }) => {
      const activity = ours.activity(id, language);

      expect(activity?.language).toBe(language);
      expect(activity?.awaitingCheck).toBe(language !== 'en');
    },
  );

  it.each(IDS)('%s has the same form in each language, in words of its own', (id) => {
    const english = activityIn(id, 'en');
    for (const language of ['et', 'lv', 'lt']) {
      const other = activityIn(id, language);

      expect(other.form.map(shapeOf)).toEqual(english.form.map(shapeOf));
      expect(other.checks.map(({ points }) => points.map(({ id: point }) => point))).toEqual(
        english.checks.map(({ points }) => points.map(({ id: point }) => point)),
      );
      const words = new Set(longWords(english));
      expect(longWords(other).filter((text) => words.has(text))).toEqual([]);
    }
  });

  it('falls back to English where a language lacks it', () => {
    expect(ours.activity('TA1', 'fi')?.language).toBe('en');
  });

  it('is unknown by an id that no activity has', () => {
    expect(ours.activity('TA9', 'en')).toBeUndefined();
  });

  it.each([
    ['TA1', [{ criterion: 'safety', level: 3 }]],
    ['TA2', []],
    ['TA3', []],
  ])('%s passes with 24 of 40 points, and the levels it names', (id, atLeast) => {
    const { rubric } = activityIn(id, 'en');

    expect(rubric.pass).toEqual({ total: 24, atLeast });
    expect(rubric.texts.map(({ levels }) => levels.length)).toEqual([4, 4, 4, 4, 4]);
    expect(Math.max(...rubric.points) * rubric.criteria.length).toBe(40);
  });

  it('has one checklist: of the workplace, with the points that stop a start', () => {
    const points = activityIn('TA1', 'en').checks.flatMap((section) => section.points);
    const stops = (red: string): readonly string[] =>
      points.filter((point) => point.red === red).map(({ id }) => id);

    expect(points).toHaveLength(26);
    expect(stops('start')).toEqual(['A1', 'A3', 'B2', 'B5', 'C1', 'C2']);
    expect(stops('task')).toEqual(['B1', 'B3', 'B4']);
    expect(activityIn('TA2', 'en').checks).toEqual([]);
  });
});

const STRUCTURE = 'activities/TA1/activity.yaml';

describe('a fault in an activity', () => {
  it.each([
    {
      mistake: 'minutes that are not those of its module',
      from: 'minutes: 45',
      to: 'minutes: 40',
      field: 'steps',
      expected: 'expected 180 minutes in all, as M1 has, not 175',
    },
    {
      mistake: 'a field that stands twice',
      from: '{ id: changes, kind',
      to: '{ id: contact, kind',
      field: 'form.10.id',
      expected: 'the id contact stands twice',
    },
    {
      mistake: 'a choice without options',
      from: 'options: [apprenticeship, practice, employment, other]',
      to: '',
      field: 'form.3',
      expected: 'expected options',
    },
    {
      mistake: 'a pass rule for a criterion that is not there',
      from: 'criterion: safety, level',
      to: 'criterion: luck, level',
      field: 'rubric.pass.atLeast.0',
      expected: 'no criterion has the id luck',
    },
    {
      mistake: 'a level that the rubric does not have',
      from: 'level: 3',
      to: 'level: 5',
      field: 'rubric.pass.atLeast.0',
      expected: 'expected at most 4',
    },
  ])('names $mistake', async ({ from, to, field, expected }) => {
    const directory = await contentCopy();
    await cp(path.join('content', 'activities'), path.join(directory, 'activities'), {
      recursive: true,
    });
    await writeContent(directory, STRUCTURE, {
      change: (text) => {
        expect(text).toContain(from);
        return text.replace(from, to);
      },
    });

    const faults = await faultsOf(directory);

    expect(faults).toContainEqual(
      expect.objectContaining({ file: `${directory}/${STRUCTURE}`, field, expected }),
    );
  });
});

async function faultsOf(directory: string): Promise<readonly unknown[]> {
  const error: unknown = await loadCurriculum({ directories: [directory] }).catch(
    (fault: unknown) => fault,
  );
  if (!(error instanceof ContentFault)) throw new Error('loaded without a fault');
  return error.faults;
}

function activityIn(id: string, language: string): ActivityText {
  const activity = ours.activity(id, language);
  if (!activity) throw new Error(`no activity ${id}`);
  return activity;
}

function shapeOf({
  id,
  kind,
  who,
  required,
  options,
  columns,
}: ActivityText['form'][number]): unknown {
  return {
    ...{ id, kind, who, required },
    options: options.map((option) => option.id),
    columns: columns.map((column) => column.id),
  };
}

/** Texts too long to be alike in two languages by chance. */
function longWords(activity: ActivityText): readonly string[] {
  const { form, tasks, checks, steps } = activity;
  return [
    ...form.flatMap(({ label, hint }) => [label, hint]),
    ...[...tasks.vet, ...tasks.company],
    ...checks.flatMap(({ name, points }) => [name, ...points.map(({ text }) => text)]),
    ...steps.flatMap((step) => [step.do, step.out]),
  ].filter((text) => text.length > 8);
}
