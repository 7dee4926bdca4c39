import { describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { curriculumRoutes } from '../../../src/curriculum/pages/curriculum.routes.js';
import { loadCurriculum } from '../../../src/curriculum/curriculum.service.js';
import type { Principal } from '../../../src/shared/principal.js';
import { aPrincipal, BASE, COOKIE, pagesApp } from '../../support/pages.js';

const curriculum = await loadCurriculum({ directories: ['content'] });
const UNREACHED = '/units/U2.1';

describe('what one looks up', () => {
  it.each([
    ['the module of a learner', '/', { contentId: 'M1' }],
    ['the page of a link without content', '/', { role: 'learner' as const }],
    ['the start page of those who teach', '/', { role: 'instructor' as const }],
  ])('is reached from %s', async (_, path, principal) => {
    const { text } = await get(path, principal);
    for (const place of ['profiles/tutor', 'profiles/ambassador', 'glossary']) {
      expect(text).toContain(`href="${BASE}/${place}"`);
    }
  });

  it.each(['/profiles/tutor', '/profiles/ambassador', '/glossary'])(
    'is %s, for a learner before anything is chosen too',
    async (path) => {
      expect((await get(path, { role: 'learner' })).status).toBe(200);
    },
  );

  it.each(['/profiles/boss', '/profiles/__proto__', `/profiles/${'t'.repeat(65)}`])(
    'is not %s',
    async (path) => {
      expect((await get(path, { contentId: 'M1' })).status).toBeGreaterThanOrEqual(400);
      expect((await get(path, { contentId: 'M1' })).status).toBeLessThan(500);
    },
  );
});

describe('profile page', () => {
  it('has every competence with its levels, and who of the two does how much', async () => {
    const { text } = await get('/profiles/tutor', { contentId: 'M1' });

    expect(text.match(/<article class="panel panel-plain competence"/g)).toHaveLength(22);
    expect(text.match(/<li class="level-target">/g)).toHaveLength(22);
    expect(text).toContain('The VET tutor contributes, the company tutor leads');
    expect(text).toContain('<rect class="share-vet" x="-1" width="1" height="1"/>');
  });

  it('links only to what the reader may open, and names the rest', async () => {
    const learner = (await get('/profiles/tutor', { contentId: 'M1' })).text;
    const trainer = (await get('/profiles/tutor', { role: 'instructor' })).text;

    expect(learner).toContain(`href="${BASE}/units/U1.2"`);
    expect(learner).not.toContain(`href="${BASE}${UNREACHED}"`);
    expect(learner).toContain('The first days: welcome, safety, belonging');
    expect(trainer).toContain(`href="${BASE}${UNREACHED}"`);
    expect(trainer).toContain(`href="${BASE}/exercises/M1-01"`);
  });

  it('speaks the language of the reader, and says so block by block', async () => {
    const { text } = await get('/profiles/tutor', { contentId: 'M1' }, 'et');

    expect(text).toContain('<html lang="et"');
    expect(text).toMatch(/<h3 id="A2-title" lang="et">A2 Hinnata, kas töökoht sobib<\/h3>/);
  });

  it('comes in English, marked as such, where the language lacks it', async () => {
    const { text } = await get('/profiles/ambassador', { role: 'instructor' }, 'fi');

    expect(text).toContain('<html lang="fi"');
    expect(text).toContain('<h1 id="title">Mitä oppimislähettiläs osaa</h1>');
    expect(text).toMatch(/<h3 id="LA1-title" lang="en">LA1 Know what skills/);
    expect(text).not.toContain('notice-small');
  });

  it('tells those who teach, and nobody else, that a translation waits for a check', async () => {
    const words = 'Mašīntulkojums';
    const trainer = await get('/profiles/ambassador', { role: 'instructor' }, 'lv');
    const learner = await get('/profiles/ambassador', { contentId: 'M1' }, 'lv');

    expect(trainer.text).toContain(words);
    expect(learner.text).not.toContain(words);
  });

  it('of the Learning Ambassador has the track and its badges', async () => {
    const { text } = await get('/profiles/ambassador', { contentId: 'M1' });

    expect(text).toContain('6 hours, after module 3');
    expect(text).toContain('<a href="#careers" lang="en">Career talk and a list of helpers</a>');
    expect(text.match(/<li class="card badge"/g)).toHaveLength(4);
    expect(text).toContain('A badge is valid for 5 years.');
  });
});

describe('glossary page', () => {
  it('puts the word of the reader first, the English one beside it', async () => {
    const { text } = await get('/glossary', { contentId: 'M1' }, 'lv');

    expect(text).toContain('<dt lang="lv">darba uzdevums</dt>');
    expect(text).toContain('<span lang="en">work task</span>');
    expect(text.match(/<dt /g)).toHaveLength(76);
  });

  it('is sorted by English words for readers of English, beside a language they choose', async () => {
    const { text } = await get('/glossary?beside=nl', { contentId: 'M1' });
    const terms = [...text.matchAll(/<dt lang="en">([^<]+)<\/dt>/g)].map(([, term = '']) => term);

    expect(terms).toHaveLength(76);
    expect(terms[0]).toBe('accredited training company');
    expect(terms).toEqual(terms.toSorted(new Intl.Collator('en').compare));
    expect(text).toContain('<span lang="nl">werktaak</span>');
    expect(text).toMatch(/hreflang="nl" aria-current="true"/);
  });

  it('falls back to a language that there is', async () => {
    for (const beside of ['xx', 'en', '']) {
      const page = await get(`/glossary?beside=${beside}`, { contentId: 'M1' });
      expect([page.status, page.text.match(/<dt /g)?.length]).toEqual([200, 76]);
    }
  });

  it('sorts each letter of the reader under one heading', async () => {
    const { text } = await get('/glossary', { contentId: 'M1' }, 'lt');
    const letters = [...text.matchAll(/<h2 id="letter-[^>]+>([^<]+)<\/h2>/g)].map(
      ([, it = '']) => it,
    );

    expect(new Set(letters).size).toBe(letters.length);
    expect(letters[0]).toBe('A');
    expect(text).toContain('<h1 id="title">Žodynėlis</h1>');
  });
});

describe('page of a national supplement', () => {
  it('dates what the rules say as the reader writes dates, and asks to check', async () => {
    const english = await get('/supplements/EE', { contentId: 'M1' });
    const estonian = await get('/supplements/EE', { contentId: 'M1' }, 'et');
    const latvian = await get('/supplements/LV', { contentId: 'M1' });

    expect(english.text).toContain('As of 22 June 2019. Check the current national text.');
    expect(estonian.text).toContain('22. juuni 2019');
    expect(estonian.text).toMatch(/<main[^>]* lang="et"/);
    expect(latvian.text).toContain('As of 2016.');
  });

  it('names its sources, and says where nobody has confirmed anything', async () => {
    const { text } = await get('/supplements/LT', { contentId: 'M1' });

    expect(text).toContain('Government Resolution No. 1065');
    expect(text).toContain('id="questions-title"');
    expect(text).toContain('The source bears no date.');
  });

  it('is open to whom its module is open', async () => {
    expect((await get('/supplements/EE', { contentId: 'M2' })).status).toBe(404);
    expect((await get('/supplements/EE', { contentId: 'U1.1' })).status).toBe(404);
    expect((await get('/supplements/XX', { contentId: 'M1' })).status).toBe(404);
    expect((await get('/supplements/EE', { role: 'instructor' })).status).toBe(200);
  });
});

async function get(
  path: string,
  principal: Partial<Principal>,
  locale = 'en',
): Promise<supertest.Response> {
  const router = curriculumRoutes({ curriculum, progressOf: () => Promise.resolve(new Map()) });
  const app = pagesApp(router, { principal: aPrincipal(principal), locale });
  return supertest(app).get(`${BASE}${path}`).set('Cookie', COOKIE).set('Accept', 'text/html');
}
