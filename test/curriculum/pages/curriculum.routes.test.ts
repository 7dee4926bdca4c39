import { describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { curriculumRoutes } from '../../../src/curriculum/pages/curriculum.routes.js';
import type { Curriculum } from '../../../src/curriculum/index.js';
import type { BestTries } from '../../../src/curriculum/pages/reader.js';
import type { Principal } from '../../../src/shared/principal.js';
import { aPrincipal, BASE, COOKIE, pagesApp } from '../../support/pages.js';
import { aModule, anExercise, aUnit } from '../content.js';

describe('start of a link', () => {
  it('is the module it points to', async () => {
    const page = await get('/', { contentId: 'M1' });
    expect(page.status).toBe(200);
    expect(page.text).toContain('<h1 id="title">Before: prepare together</h1>');
  });

  it('is the exercise it points to', async () => {
    const page = await get('/', { contentId: 'M1-01' });
    expect([page.status, page.headers.location]).toEqual([303, `${BASE}/exercises/M1-01`]);
  });

  it('is "not ready yet" for a learner while nothing is chosen', async () => {
    const page = await get('/', { role: 'learner' });
    expect(page.text).toContain('Not ready yet');
    expect(page.text).not.toContain('/modules/M1');
  });

  it('is the list of modules for an instructor while nothing is chosen', async () => {
    const page = await get('/', { role: 'instructor' });
    expect(page.text).toContain(`href="${BASE}/modules/M1"`);
    expect(page.text).toContain(`href="${BASE}/modules/M2"`);
  });
});

describe('what a link opens', () => {
  it.each([
    ['another module', '/modules/M2', { contentId: 'M1' }],
    ['a unit of another module', '/units/U2.1', { contentId: 'M1' }],
    ['the module around the exercise', '/modules/M1', { contentId: 'M1-01' }],
    ['a module that is nowhere', '/modules/M9', { contentId: 'M1' }],
    ['a module, before one is chosen', '/modules/M1', { role: 'learner' as const }],
  ])('is not %s', async (_, path, principal) => {
    const page = await get(path, principal);
    expect(page.status).toBe(404);
    expect(page.text).toContain('http.not-found');
  });

  it('is everything for an instructor before one is chosen', async () => {
    expect((await get('/units/U2.1', { role: 'instructor' })).status).toBe(200);
  });
});

describe('module page', () => {
  it('says how far the person is', async () => {
    const tries = new Map([['M1-01', { scoreGiven: 1, scoreMaximum: 1 }]]);
    const page = await get('/modules/M1', { contentId: 'M1' }, { tries });
    expect(page.text).toContain('1 of 2 graded exercises done');
    expect(page.text).toContain(`href="${BASE}/exercises/M1-02"`);
  });

  it('speaks the language of the platform and marks what is in another one', async () => {
    const page = await get('/modules/M1', { contentId: 'M1' }, { locale: 'fi-FI' });
    expect(page.text).toContain('<html lang="fi"');
    expect(page.text).toMatch(/<main[^>]* lang="en"/);
    expect(page.text).toContain('0 / 2 arvioitavaa tehtävää tehty');
    expect(page.text).toContain('<h2 id="units-title" lang="fi">Osiot</h2>');
  });
});

describe('unit page', () => {
  it('writes what authors wrote as text, never as markup', async () => {
    const page = await get('/units/U1.1', { contentId: 'M1' });
    expect(page.text).toContain('&lt;b&gt;Talk&lt;/b&gt; first.');
  });

  it('opens sources in a window of their own and says so', async () => {
    const page = await get('/units/U1.1', { contentId: 'M1' });
    expect(page.text).toContain('href="https://law.example/" target="_blank" rel="noopener"');
    expect(page.text).toContain('(opens in a new window)');
  });
});

const modules = [
  aModule({
    units: [
      aUnit({
        id: 'U1.1',
        points: [
          {
            text: '<b>Talk</b> first.',
            sources: [{ id: 'L', title: 'Law', url: 'https://law.example/' }],
          },
        ],
        exercises: [anExercise({ id: 'M1-01' }), anExercise({ id: 'M1-02' })],
      }),
    ],
  }),
  aModule({ id: 'M2', number: 2, units: [aUnit({ id: 'U2.1', moduleId: 'M2' })] }),
];

/** The few modules above, behind the functions that the pages call. */
const curriculum = {
  modules: () => modules,
  module: (id: string) => modules.find((module) => module.id === id),
  unit: (id: string) => modules.flatMap(({ units }) => units).find((unit) => unit.id === id),
  supplements: () => [],
  has: (id: string) => modules.some((module) => idsOf(module).includes(id)),
  contains: (contentId: string, id: string) =>
    contentId === id ||
    modules.some((module) => module.id === contentId && idsOf(module).includes(id)),
} as unknown as Curriculum;

function idsOf({ id, units }: (typeof modules)[number]): readonly string[] {
  return [id, ...units.flatMap((unit) => [unit.id, ...unit.exercises.map(({ id }) => id)])];
}

async function get(
  path: string,
  principal: Partial<Principal>,
  { locale, tries = new Map() }: { readonly locale?: string; readonly tries?: BestTries } = {},
): Promise<supertest.Response> {
  const router = curriculumRoutes({ curriculum, progressOf: () => Promise.resolve(tries) });
  const app = pagesApp(router, {
    principal: aPrincipal(principal),
    ...(locale === undefined ? {} : { locale }),
  });
  return supertest(app).get(`${BASE}${path}`).set('Cookie', COOKIE).set('Accept', 'text/html');
}
