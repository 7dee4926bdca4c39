import path from 'node:path';
import type { Browser as Chromium } from 'playwright-core';
import { loadCurriculum, type Curriculum } from '../curriculum/index.js';
import type { ExerciseContent } from '../curriculum/curriculum.js';
import { graderOf } from '../h5p/graders.js';
import { createAgent } from './browser.js';
import { startChromium } from './chromium.js';
import { cpuOf, pageLine, TIMES, WARM_UP } from './page-line.js';
import { openPlatform } from './platform.js';
import { digits, leftOut, type Line } from './table.js';
import { startTool, visit, type Visitor } from './tool-under-test.js';
import type { Workplace } from './workplace.js';

const MODULE = 'M1';
/** Of its text; pictures come on top. */
const MODULE_PAGE = 'at most 100 kB cold';
const EXERCISE_PAGE = 'at most 10 requests, 300 kB; slow 2,500 ms';
/** What somebody can do in an exercise, whatever its type. */
const CONTROL = '.h5p-content :is(input, select, textarea, button):enabled';

/** The module's page and an exercise of each type: how they load, what they cost, what an answer costs. */
export async function contentPageLines(workplace: Workplace): Promise<Line[]> {
  const directories = [path.join(process.cwd(), 'content')];
  const exercises = oneOfEachType(await loadCurriculum({ directories }));
  const platform = await openPlatform(workplace);
  const tool = await startTool(workplace, platform);
  const chromium = await startChromium(workplace);
  workplace.say('a class launches');
  // Graded exercises take few attempts of each person, so many people answer.
  const people: Visitor[] = [];
  const by = { platform, tool, agent: createAgent() };
  for (let person = 0; person < WARM_UP + TIMES; person += 1) {
    people.push(await visit(by, { userId: `person-${person}`, content: MODULE }));
  }
  const [visitor] = people;
  if (!visitor) return [];
  const lines = [await modulePageLine(chromium, visitor)];
  for (const exercise of exercises) {
    workplace.say(`${exercise.library}: page and answer`);
    lines.push(await exercisePageLine(chromium, visitor, exercise));
    lines.push(...(await answerLines(people, exercise)));
  }
  await chromium?.close();
  await tool.process.stop();
  return chromium
    ? lines
    : [...lines, leftOut('Pages in Chromium', 'no Chromium here; CHROMIUM may name one')];
}

/** The module's first of each type. */
function oneOfEachType(curriculum: Curriculum): readonly ExerciseContent[] {
  const found = new Map<string, ExerciseContent>();
  for (const { id } of curriculum.exercisesOf(MODULE)) {
    const exercise = curriculum.exercise(id, 'en');
    if (exercise && !found.has(exercise.library)) found.set(exercise.library, exercise);
  }
  return [...found.values()];
}

async function modulePageLine(chromium: Chromium | undefined, visitor: Visitor): Promise<Line> {
  const page = { url: visitor.moduleUrl, ready: '#units a' };
  return pageLine(chromium, visitor, { ...page, what: `Module page ${MODULE}`, goal: MODULE_PAGE });
}

async function exercisePageLine(
  chromium: Chromium | undefined,
  visitor: Visitor,
  { id, library }: ExerciseContent,
): Promise<Line> {
  const page = { url: visitor.exerciseUrl(id), ready: CONTROL };
  const what = `${typeName(library)}, page of ${id}`;
  return pageLine(chromium, visitor, { ...page, what, goal: EXERCISE_PAGE });
}

/** The right answer of many people; nothing for types that nobody grades by machine. */
async function answerLines(
  people: readonly Visitor[],
  { id, library, params }: ExerciseContent,
): Promise<readonly Line[]> {
  const grader = graderOf(library);
  const [first] = people;
  if (!grader || !first) return [];
  const response = grader.rightResponse(params);
  const waiting = people.values();
  const cpu = await cpuOf(first, async () => {
    const person = waiting.next().value ?? first;
    const answer = { attemptId: crypto.randomUUID(), language: 'en', response };
    return person.browser.postJson(
      `${person.exerciseUrl(id)}/attempts?token=${person.token}`,
      answer,
    );
  });
  return [
    {
      what: `${typeName(library)}, an answer`,
      figure: `${digits(cpu)} ms CPU`,
      detail: 'of the tool to check, grade and keep it, and to say what it gave',
    },
  ];
}

function typeName(library: string): string {
  return library.replace(/^Tandem\./, '');
}
