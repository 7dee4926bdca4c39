import { describe, expect, it } from '@jest/globals';
import { loadCurriculum } from '../../../src/curriculum/index.js';
import {
  cellOf,
  checkOf,
  checkTextOf,
  rowsOf,
  textOf,
  valuesOf,
  type DocumentValues,
} from '../../../src/tandem/workspace/cells.js';
import {
  decisionOf,
  looksLikeFullName,
  mayWrite,
  missingIn,
} from '../../../src/tandem/workspace/form-rules.js';

const curriculum = await loadCurriculum({ directories: ['content'] });
const plan = activity('TA1');
const protocol = activity('TA2');
const points = plan.checks.flatMap((section) => section.points);

const EMPTY: DocumentValues = { texts: {}, values: {}, rows: {} };

describe('decision about a workplace', () => {
  it('is open until each point is answered', () => {
    expect(decisionOf(plan, EMPTY)?.is).toBe('open');
    expect(decisionOf(plan, checked({ D3: undefined }))?.is).toBe('open');
  });

  it('is to go when nothing is answered with no', () => {
    expect(decisionOf(plan, checked({ B6: 'unneeded' }))).toEqual({
      ...{ is: 'go', stops: [], stopsTask: [], unowned: [] },
    });
  });

  it.each(points.filter(({ red }) => red === 'start').map(({ id }) => id))(
    'is a no-go when %s is answered with no, also with an owner and before the rest is answered',
    (id) => {
      const all = checked({ [id]: 'no' }, [id]);
      const alone = { ...EMPTY, values: { [checkOf(id)]: { answer: 'no' } } };

      expect(decisionOf(plan, all)).toMatchObject({ is: 'no-go', stops: [id] });
      expect(decisionOf(plan, alone)).toMatchObject({ is: 'no-go', stops: [id] });
    },
  );

  it.each(points.filter(({ red }) => red === 'task').map(({ id }) => id))(
    'lets the start, but not the task concerned, when %s is answered with no',
    (id) => {
      expect(decisionOf(plan, checked({ [id]: 'no' }, [id]))).toEqual({
        ...{ is: 'conditions', stops: [], stopsTask: [id], unowned: [] },
      });
    },
  );

  it('has conditions only when each open point has an owner and a date', () => {
    const owned = checked({ B8: 'no' }, ['B8']);
    const withoutOwner = { ...owned, texts: { [checkTextOf('B8', 'owner')]: '  ' } };
    const withoutDate = {
      ...owned,
      values: { ...owned.values, [checkOf('B8')]: { answer: 'no' } },
    };

    expect(decisionOf(plan, owned)?.is).toBe('conditions');
    expect(decisionOf(plan, withoutOwner)).toMatchObject({ is: 'unowned', unowned: ['B8'] });
    expect(decisionOf(plan, withoutDate)).toMatchObject({ is: 'unowned', unowned: ['B8'] });
  });

  it('counts an answer that is none of the three as none', () => {
    expect(decisionOf(plan, checked({ A1: 'perhaps' }))?.is).toBe('open');
  });

  it('is undefined for an activity without a checklist', () => {
    expect(decisionOf(protocol, EMPTY)).toBeUndefined();
  });
});

describe('who may write', () => {
  it.each([
    { name: textOf('qualification'), vet: true, company: false },
    { name: textOf('tutor-company'), vet: false, company: true },
    { name: textOf('contact'), vet: true, company: true },
    { name: rowsOf('plan'), vet: true, company: true },
    { name: cellOf('plan', 'r1', 'outcome'), vet: true, company: false },
    { name: cellOf('plan', 'r1', 'task'), vet: false, company: true },
    { name: valuesOf('period'), vet: true, company: true },
    { name: checkOf('B1'), vet: true, company: true },
    { name: checkTextOf('B1', 'note'), vet: true, company: true },
  ])('$name: VET tutor $vet, company tutor $company', ({ name, vet, company }) => {
    expect([mayWrite(plan, name, 'vet'), mayWrite(plan, name, 'company')]).toEqual([vet, company]);
  });

  it.each([
    'nonsense',
    textOf('no-such-field'),
    textOf('period'),
    textOf('plan'),
    valuesOf('contact'),
    rowsOf('contact'),
    cellOf('plan', 'r1', 'no-such-column'),
    cellOf('contact', 'r1', 'outcome'),
    // Nobody would see what stands there, and yet it would change the fingerprint.
    'rows:plan/r1',
    'text:contact/r1',
    'values:period/r1',
    'values:check/B1/owner',
    'rows:check/B1/owner',
    'rows:check/B1',
    checkOf('Z9'),
    'text:check/B1/answer',
    '__proto__',
  ])('%s is nobody’s', (name) => {
    expect([mayWrite(plan, name, 'vet'), mayWrite(plan, name, 'company')]).toEqual([false, false]);
  });
});

describe('what is missing', () => {
  it('is each required field of an empty form, in its order, and each point', () => {
    const missing = missingIn(plan, EMPTY);

    expect(missing.fields).toEqual(
      plan.form.filter(({ required }) => required).map(({ id }) => id),
    );
    expect(missing.points).toHaveLength(26);
  });

  it.each([
    {
      what: 'spaces for a text',
      values: { texts: { [textOf('contact')]: '  \n' } },
      field: 'contact',
    },
    {
      what: 'a period without its end',
      values: { values: { [valuesOf('period')]: { from: '2027-01-11' } } },
      field: 'period',
    },
    {
      what: 'a row less than the table asks for',
      values: {
        rows: { [rowsOf('plan')]: ['r1', 'r2'] },
        texts: { [cellOf('plan', 'r1', 'task')]: 'Checks a delivery' },
      },
      field: 'plan',
    },
  ])('counts $what', ({ values, field }) => {
    expect(missingIn(plan, { ...EMPTY, ...values }).fields).toContain(field);
  });

  it('does not count a table with its rows, or a choice', () => {
    const texts = {
      [cellOf('plan', 'r1', 'task')]: 'Checks a delivery',
      [cellOf('plan', 'r2', 'outcome')]: 'Receives goods',
    };
    const values = { [valuesOf('agreement')]: { value: 'practice' } };
    const { fields } = missingIn(plan, { texts, values, rows: { [rowsOf('plan')]: ['r1', 'r2'] } });

    expect(fields).not.toContain('plan');
    expect(fields).not.toContain('agreement');
  });
});

describe('a full name', () => {
  it.each(['Anna Kask', 'Jānis Bērziņš', 'Šarūnė-Marija Žukaitė', 'Learner: Anna Kask'])(
    'is seen in %s',
    (text) => {
      expect(looksLikeFullName(text)).toBe(true);
    },
  );

  it.each(['A. K.', 'AK', 'A. K., second year', ''])('is not seen in „%s“', (text) => {
    expect(looksLikeFullName(text)).toBe(false);
  });
});

function activity(id: string): NonNullable<ReturnType<typeof curriculum.activity>> {
  const found = curriculum.activity(id, 'en');
  if (!found) throw new Error(`no activity ${id}`);
  return found;
}

/** All points answered with yes, but for these. @param owned points that have an owner and a date */
function checked(
  answers: Readonly<Record<string, string | undefined>>,
  owned: readonly string[] = [],
): DocumentValues {
  const values = points.map(({ id }): readonly [string, Readonly<Record<string, string>>] => {
    const answer = id in answers ? answers[id] : 'yes';
    const until = owned.includes(id) ? { until: '2027-02-01' } : {};
    return [checkOf(id), { ...(answer !== undefined && { answer }), ...until }];
  });
  const owners = owned.map((id) => [checkTextOf(id, 'owner'), 'M. Tamm'] as const);
  return { texts: Object.fromEntries(owners), values: Object.fromEntries(values), rows: {} };
}
