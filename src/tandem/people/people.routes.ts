import express, { Router } from 'express';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import type { Principal } from '../../shared/principal.js';
import type { Participant } from '../participant.js';
import { isTrainer } from '../tandem.policy.js';
import type { People } from './people.service.js';
import { profilePage, startPage, type Activities } from './people.views.js';
import { readLearnerMark } from './learner-mark.js';
import { readProfile, TypedProfile, typedOf } from './profile-form.js';

export interface PeopleRoutesDeps {
  readonly people: People;
  readonly activities: Activities;
  /** Who has entered the person's code. */
  readonly offers: (principal: Principal) => Promise<{ readonly askedBy: readonly Participant[] }>;
}

/** `/tandem` below a session: who somebody is, and with whom. */
export function peopleRoutes({ people, activities, offers }: PeopleRoutesDeps): Router {
  const router = Router({ mergeParams: true });
  const form = express.urlencoded({ extended: false, limit: '20kb', parameterLimit: 40 });

  router.get('/tandem', async (_req, res) => {
    const locals = localsOf(res);
    const principal = principalOf(res);
    if (isTrainer(principal)) {
      res.redirect(303, `${locals.base}/tandem/board`);
      return;
    }
    const { self, own } = await people.own(principal);
    if (!self.profile) {
      res.redirect(303, `${locals.base}/tandem/profile`);
      return;
    }
    const shown = activities(principal, locals.locale);
    const { askedBy } = await offers(principal);
    sendPage(res, startPage({ self, own, askedBy, activities: shown }, locals));
  });

  router.get('/tandem/profile', async (_req, res) => {
    const { self } = await people.own(principalOf(res));
    const typed = typedOf(self);
    const form = { typed, faults: {}, self };
    sendPage(res, profilePage(form, localsOf(res)));
  });

  router.post('/tandem/profile', form, async (req, res) => {
    const principal = principalOf(res);
    const typed = parse(TypedProfile, req.body ?? {});
    const { self } = await people.own(principal);
    const read = readProfile(typed);
    const faults =
      'faults' in read
        ? read.faults
        : await people.introduce(principal, read.profile, learnerIn(typed));
    if (Object.keys(faults).length === 0) {
      res.redirect(303, `${localsOf(res).base}/tandem`);
      return;
    }
    sendPage(res, profilePage({ typed, faults, self }, localsOf(res)), 400);
  });

  return router;
}

/** An empty field leaves what is kept: it cannot be shown, so nobody could type it again. */
function learnerIn({ learnerMark, forgetMark }: TypedProfile): string | undefined {
  if (learnerMark.trim() !== '') return readLearnerMark(learnerMark);
  return forgetMark === undefined ? undefined : '';
}
