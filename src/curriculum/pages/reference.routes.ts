import { Router } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import { NotFound } from '../../shared/errors.js';
import type { Curriculum } from '../curriculum.js';
import { mayOpen, teaches } from '../curriculum.policy.js';
import { ProfileId } from '../reading/fields.js';
import { glossaryPage } from '../glossary/glossary.views.js';
import { profilePage } from '../profiles/profile.views.js';
import { trainingOf } from '../profiles/training.js';

const ProfileParams = z.object({ profile: z.string().max(64) });
const GlossaryQuery = z.object({ beside: z.string().max(8).optional() });

/** Profiles and glossary, below a session: whoever came in may look things up. */
export function referenceRoutes({ curriculum }: { readonly curriculum: Curriculum }): Router {
  const router = Router({ mergeParams: true });

  router.get('/profiles/:profile', (req, res) => {
    const { data: id } = ProfileId.safeParse(parse(ProfileParams, req.params).profile);
    if (!id) throw new NotFound('profile');
    const principal = principalOf(res);
    const { t, base, locale } = localsOf(res);
    const contents = {
      id,
      profile: curriculum.profile(id, locale),
      badges: curriculum.badges(locale),
      tracks: curriculum.tracks(locale).filter(({ profile }) => profile === id),
      trainingOf: (competenceId: string) => trainingOf(curriculum, competenceId, locale),
      numberOf: (moduleId: string) => curriculum.module(moduleId, locale)?.number ?? 0,
    };
    const opens = (contentId: string): boolean => mayOpen(curriculum, principal, contentId);
    sendPage(res, profilePage(contents, { t, base, teaches: teaches(principal), opens }));
  });

  router.get('/glossary', (req, res) => {
    const { beside } = parse(GlossaryQuery, req.query);
    const { t, base, locale } = localsOf(res);
    const languages = curriculum.glossaryLanguages;
    const others = languages.filter((language) => language !== 'en');
    const wanted = [beside, locale].find((each) => each !== undefined && others.includes(each));
    const glossary = curriculum.glossary(wanted ?? others[0] ?? 'en');
    const reader = { t, base, locale, teaches: teaches(principalOf(res)) };
    sendPage(res, glossaryPage(glossary, languages, reader));
  });

  return router;
}
