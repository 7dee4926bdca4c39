import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { CHROMIUM } from '../support/chromium.js';
import { until } from '../support/launch.js';
import { anInn, codeIn, linkIn, type Inn } from '../tandem/guests/inn.js';
import { OTHER_COMPANY, TRAINER, VET } from '../tandem/people/cast.js';
import { aPerson, type Person, type Way } from './two-platforms-person.js';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;
const ANNA = 'anna@example.org';
/** Ilze's platform speaks English with her, and so does the other one with this person. */
const JANIS = OTHER_COMPANY;
const BOTH: readonly { readonly width: number; readonly way: Way }[] = [
  { width: 400, way: 'pointer' },
  { width: 1200, way: 'keyboard' },
];

browserSuite('one tandem from two platforms and a mail (needs Chromium)', () => {
  beforeAll(() => mkdir(shots(), { recursive: true }));

  describe.each(BOTH)('at $width px by $way', ({ width, way }) => {
    let inn: Inn;
    let ilze: Person;
    let janis: Person;
    let anna: Person;
    let trainer: Person;

    beforeAll(async () => {
      inn = await anInn();
      [ilze, janis, anna, trainer] = await Promise.all([
        aPerson(width, way),
        aPerson(width, way),
        aPerson(width, way),
        aPerson(width, way),
      ]);
    }, 120_000);

    afterAll(async () => {
      await Promise.all([ilze, janis, anna, trainer].map((person) => person.close()));
      await inn.stop();
    });

    const look = (person: Person, name: string): Promise<void> =>
      person.look(shots(`three-${name}-${width}.png`));
    const button = (person: Person, name: string): Locator =>
      person.place().getByRole('button', { name, exact: true });
    const link = (person: Person, name: string): Locator =>
      person.place().getByRole('link', { name });
    const says = (person: Person, text: string): Promise<void> =>
      person.place().getByText(text).first().waitFor();
    const input = (person: Person, part: string): Locator =>
      person.place().locator(`[data-part="${part}"]`).first();

    it('two find each other by a code across platforms', async () => {
      await introduced(ilze, { userId: VET, from: 'first' }, ['VET-school tutor', 'Ilze']);
      await introduced(janis, { userId: JANIS, from: 'second' }, ['Company tutor', 'Jānis']);
      for (const person of [ilze, janis]) {
        await person.press(link(person, 'Find your partner by a code'));
      }
      await ilze.press(button(ilze, 'Make a code'));
      const code = (await ilze.place().locator('.copyable').textContent()) ?? '';
      await look(ilze, 'code');

      await janis.write(janis.place().getByLabel('Code, eight letters and numbers'), code);
      await janis.page.keyboard.press('Enter');
      await janis.press(button(janis, 'Ask to be partners'));
      await says(janis, 'You asked Ilze');

      await ilze.open(course('first', VET));
      await ilze.press(link(ilze, 'Your tandem'));
      await ilze.press(link(ilze, 'Answer'));
      await says(ilze, 'Jānis');
      await look(ilze, 'asked');
      await ilze.press(button(ilze, 'Yes, together'));
      await says(ilze, 'Tandem 1');
      await look(ilze, 'pair');
    }, 240_000);

    it('and let a third in by mail, who has no account', async () => {
      await ilze.press(link(ilze, 'Invite a partner by e-mail'));
      await ilze.write(ilze.place().getByLabel('E-mail address of your partner'), ANNA);
      await look(ilze, 'invite');
      await ilze.press(button(ilze, 'Send the invitation'));
      await says(ilze, ANNA);

      await anna.page.goto(linkIn(await inn.mailTo(ANNA)));
      await look(anna, 'link');
      await anna.press(button(anna, 'Send me the code'));
      const code = codeIn(await inn.mailTo(ANNA, 2));
      await anna.write(anna.place().getByLabel('Six-digit code from the mail'), code);
      await anna.write(anna.place().getByLabel('What do you want to be called?'), 'Anna');
      await look(anna, 'enter');
      await anna.press(button(anna, 'I agree: come in'));
      await says(anna, 'Tandem 1');
      for (const name of ['Ilze', 'Jānis']) await says(anna, name);
      await look(anna, 'guest-start');
    }, 240_000);

    it('fill one artefact at the same time, and each sees what the others write', async () => {
      await ilze.open(course('first', VET));
      await janis.open(course('second', JANIS));
      for (const person of [ilze, janis]) await person.press(link(person, 'Your tandem'));
      for (const person of [ilze, janis, anna]) {
        await person.press(link(person, 'Individual training plan'));
        await person.place().locator('[data-bound]').first().waitFor();
      }
      await Promise.all([ilzesPart(), janisPart(), annasPart()]);
      for (const person of [ilze, janis, anna]) {
        await sees(person.place().getByLabel('To', { exact: true }), '2026-12-12');
        await sees(input(person, 'text:learner'), 'A. K.');
        await sees(input(person, 'text:tutor-company'), 'Jānis, by phone');
        await sees(cell(person, 'plan', 0, 'outcome'), 'Receives goods');
        await sees(cell(person, 'plan', 1, 'task'), 'Stores cold goods');
        await sees(cell(person, 'check-points', 1, 'day'), 'Week 6');
        for (const point of ['A1', 'B10', 'C1', 'D3']) {
          await until(() => answer(person, point).isChecked(), 20_000);
        }
      }
    }, 300_000);

    it('confirm all three, which freezes it', async () => {
      for (const person of [ilze, janis, anna]) {
        await button(person, 'Confirm').waitFor();
        if (person !== janis) await look(person, person === ilze ? 'filled' : 'guest-filled');
        await person.press(button(person, 'Confirm'));
        await says(person, person === anna ? 'Everybody has confirmed.' : 'You have confirmed.');
      }
      expect(await anna.place().locator('[data-part]:not([disabled], [readonly])').count()).toBe(0);
      await look(anna, 'frozen');
    }, 240_000);

    it('are assessed, and each one’s points go to the gradebook of their own course', async () => {
      await trainer.open(course('first', TRAINER));
      await trainer.press(link(trainer, 'Tandems of this course'));
      await trainer.press(link(trainer, 'All tandems'));
      await says(trainer, 'waits for a trainer');
      await look(trainer, 'board');
      await trainer.press(link(trainer, 'Assess tandem 1'));
      await says(trainer, 'To pass:');
      for (const group of await trainer.place().locator('fieldset.criterion').all()) {
        await trainer.choose(group.getByRole('radio').nth(2));
      }
      await trainer.press(button(trainer, 'Save assessment'));
      await says(trainer, '30 of 40 points');
      await look(trainer, 'assessed');
      expect(gradesIn('first')).toEqual([]);
      await trainer.press(button(trainer, 'Release now'));
      await says(trainer, 'Released on');
      await look(trainer, 'released');

      await until(() => gradesIn('first').length > 0 && gradesIn('second').length > 0, 20_000);
      expect(gradesIn('first')).toEqual([[VET, 30]]);
      expect(gradesIn('second')).toEqual([[JANIS, 30]]);
    }, 240_000);

    it('find their result where they worked; the points of the guest stay in the tool', async () => {
      for (const [person, name] of [
        [ilze, 'ilze'],
        [janis, 'janis'],
        [anna, 'anna'],
      ] as const) {
        await person.press(link(person, 'Assessment by your trainers'));
        await says(person, '30 of 40 points');
        await look(person, `result-${name}`);
      }
      await says(ilze, 'gradebook');
      expect(await anna.place().getByText('gradebook').count()).toBe(0);
    }, 120_000);

    /** Who has how many points of this activity in the gradebook of a platform. */
    function gradesIn(from: 'first' | 'second'): readonly (readonly [string, number])[] {
      const { state } = inn.sandboxes[from];
      const columns = state.lineItems().filter(({ resourceId }) => resourceId === 'TA1');
      return columns.flatMap(({ id }) =>
        state.users().flatMap((user) => {
          const points = state.grade(id, user.id)?.finalGrade;
          return points === undefined ? [] : [[user.id, points] as const];
        }),
      );
    }

    /** Each in the order in which Tab passes. */
    async function ilzesPart(): Promise<void> {
      await ilze.write(ilze.place().getByLabel('From', { exact: true }), day(11));
      await ilze.write(ilze.place().getByLabel('To', { exact: true }), day(12));
      await ilze.write(input(ilze, 'text:qualification'), 'Cook, module 2');
      await ilze.choose(ilze.place().getByRole('radio', { name: 'Practice as part of school' }));
      await ilze.write(input(ilze, 'text:tutor-vet'), 'Ilze, Mondays');
      for (const [at, outcome] of ['Receives goods', 'Stores goods'].entries()) {
        await ilze.press(ilze.place().locator('#field-plan [data-add-row]'));
        await ilze.write(cell(ilze, 'plan', at, 'outcome'), outcome);
      }
    }

    async function janisPart(): Promise<void> {
      await janis.write(input(janis, 'text:tutor-company'), 'Jānis, by phone');
      for (const [at, task] of ['Checks the delivery', 'Stores cold goods'].entries()) {
        await janis.write(cell(janis, 'plan', at, 'task'), task);
      }
      for (const point of [...points('A', 7), ...points('B', 10)]) {
        await janis.choose(answer(janis, point));
      }
    }

    async function annasPart(): Promise<void> {
      await anna.write(input(anna, 'text:learner'), 'A. K.');
      for (const [at, day] of ['Week 2', 'Week 6'].entries()) {
        await anna.press(anna.place().locator('#field-check-points [data-add-row]'));
        await anna.write(cell(anna, 'check-points', at, 'day'), day);
      }
      await anna.write(input(anna, 'text:contact'), 'Mondays at nine');
      for (const point of [...points('C', 6), ...points('D', 3)]) {
        await anna.choose(answer(anna, point));
      }
    }

    /** The same number for day and month, since it is the browser that says which comes first. */
    function day(number: number): string {
      const [typed, filled] = [`${number}${number}2026`, `2026-${number}-${number}`];
      return way === 'keyboard' ? typed : filled;
    }

    function cell(person: Person, table: string, row: number, column: string): Locator {
      const rows = person.place().locator(`#field-${table} [data-row]`);
      return rows.nth(row).locator(`textarea[data-part$="/${column}"]`);
    }

    /** The yes to a point of the check. */
    function answer(person: Person, point: string): Locator {
      return person.place().locator(`[data-part="values:check/${point}"][value="yes"]`);
    }

    function course(
      from: 'first' | 'second',
      userId: string,
    ): { readonly url: string; readonly userId: string; readonly toolUrl: string } {
      return { url: inn.platformUrls[from], userId, toolUrl: inn.pair.toolUrl };
    }

    /** Comes from the course and says who they are. */
    async function introduced(
      person: Person,
      { userId, from }: { readonly userId: string; readonly from: 'first' | 'second' },
      [role, name]: readonly [string, string],
    ): Promise<void> {
      await person.open(course(from, userId));
      await person.press(link(person, 'Your tandem'));
      await person.choose(person.place().getByRole('radio', { name: role }));
      await person.write(person.place().getByLabel('Name that others see'), name);
      await look(person, `who-${from}`);
      await person.press(button(person, 'Go on'));
      await says(person, 'You have no partner yet');
    }
  });
});

function points(section: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${section}${at + 1}`);
}

async function sees(box: Locator, value: string): Promise<void> {
  await box.waitFor();
  await until(async () => (await box.inputValue()) === value, 20_000);
}

/** Pictures to be looked at after a run. */
function shots(name = ''): string {
  return path.join(process.cwd(), 'coverage', 'screenshots', name);
}
