import express, { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import type { Clock } from '../../shared/clock.js';
import { InvalidInput, NotFound } from '../../shared/errors.js';
import { calendarFile } from './calendar-file.js';
import type { MeetingPlace, Meetings } from './meetings.service.js';
import { meetingsPage } from './meetings.views.js';
import type { Proposal } from './meeting.js';
import { readProposal, TypedProposal } from './proposal-form.js';
import { isZone } from './zoned-time.js';

const Id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/u);
const TandemParams = z.object({ tandem: Id });
const MeetingParams = z.object({ tandem: Id, meeting: Id });
const Times = z.string().max(20);
const Answer = z.object({
  time: z
    .union([Times, z.array(Times).max(10)])
    .default([])
    .transform((ids) => (typeof ids === 'string' ? [ids] : ids)),
});
const Zone = z.object({ zone: z.string().max(64).refine(isZone) });
const Back = z.object({ back: Id.optional() });

/** `/tandem/meetings/:tandem` below a session: when a tandem meets. */
export function meetingsRoutes(deps: {
  readonly meetings: Meetings;
  readonly clock: Clock;
}): Router {
  const { meetings } = deps;
  const router = Router({ mergeParams: true });
  const path = '/tandem/meetings/:tandem';
  const form = express.urlencoded({ extended: false, limit: '10kb', parameterLimit: 40 });

  router.get(path, async (req, res) => {
    const { tandem } = parse(TandemParams, req.params);
    const view = await meetings.view(principalOf(res), tandem);
    sendPage(res, meetingsPage(view, undefined, localsOf(res)));
  });

  router.post(path, form, async (req, res) => {
    const { tandem } = parse(TandemParams, req.params);
    await take(deps, { req, res, tandemId: tandem }, (proposal) =>
      meetings.propose(principalOf(res), tandem, proposal),
    );
  });

  router.post(`${path}/:meeting/change`, form, async (req, res) => {
    const place = placeOf(req);
    await take(deps, { req, res, ...place }, (proposal) =>
      meetings.repropose(principalOf(res), place, proposal),
    );
  });

  router.post(`${path}/:meeting/answer`, form, async (req, res) => {
    const place = placeOf(req);
    await meetings.answer(principalOf(res), place, parse(Answer, req.body ?? {}).time);
    goBack(res, place);
  });

  router.post(`${path}/:meeting/cancel`, async (req, res) => {
    const place = placeOf(req);
    await meetings.cancel(principalOf(res), place);
    goBack(res, place);
  });

  router.get(`${path}/:meeting/meeting.ics`, async (req, res) => {
    const { t } = localsOf(res);
    const { meeting, tandem } = await meetings.one(principalOf(res), placeOf(req));
    const summary = t('tandem.meeting.summary', { number: tandem.number });
    const file = calendarFile(meeting, { summary, description: t('tandem.meeting.ics-words') });
    if (file === undefined) throw new NotFound('no time yet');
    res.attachment(`tandem-${tandem.number}.ics`).type('text/calendar; charset=utf-8').send(file);
  });

  router.post('/tandem/zone', form, async (req, res) => {
    const { zone } = parse(Zone, req.body ?? {});
    const { back } = parse(Back, req.query);
    await meetings.readIn(principalOf(res), zone);
    const { base } = localsOf(res);
    res.redirect(303, back === undefined ? `${base}/tandem` : `${base}/tandem/meetings/${back}`);
  });

  return router;
}

/** Keeps what was proposed, or says on the form what is wrong with it. */
async function take(
  { meetings, clock }: { readonly meetings: Meetings; readonly clock: Clock },
  at: {
    readonly req: Request;
    readonly res: Response;
    readonly tandemId: string;
    readonly meetingId?: string;
  },
  keep: (proposal: Proposal) => Promise<void>,
): Promise<void> {
  const { req, res, tandemId, meetingId } = at;
  const typed = parse(TypedProposal, req.body ?? {});
  const read = readProposal(typed, clock());
  if ('fault' in read) {
    const view = await meetings.view(principalOf(res), tandemId);
    const isTheirs = meetingId === undefined || view.meetings.some(({ id }) => id === meetingId);
    if (!view.self || !isTheirs) throw new InvalidInput(`proposal: ${read.fault}`);
    const failed = { meetingId, typed, fault: read.fault };
    sendPage(res, meetingsPage(view, failed, localsOf(res)), 400);
    return;
  }
  await keep(read.proposal);
  goBack(res, { tandemId });
}

function placeOf(req: Request): MeetingPlace {
  const { tandem, meeting } = parse(MeetingParams, req.params);
  return { tandemId: tandem, meetingId: meeting };
}

function goBack(res: Response, { tandemId }: Pick<MeetingPlace, 'tandemId'>): void {
  res.redirect(303, `${localsOf(res).base}/tandem/meetings/${tandemId}`);
}
