import express, { Router, type Request, type RequestHandler } from 'express';
import { z } from 'zod';
import { parse } from '../http/parse.js';
import { NotAllowed, NotFound } from '../shared/errors.js';
import { sendAutoSubmit } from './answers.js';
import type { User } from './course.js';
import type { Launches } from './launches.service.js';
import { EndpointGroup, Misbehaviour, type Misbehaving } from './misbehaviour.js';
import { isTeacher, sendPage, STORAGE_TARGETS, type Pages } from './pages.views.js';
import { reviewRoutes } from './review.routes.js';
import type { Registrations } from './registrations.service.js';
import type { State } from './state.js';

const Person = z.object({ user: z.string().optional() });
/** Who keeps things for the tool: nobody (as Moodle), the page around the frame, or a frame beside it. */
const Storage = z.enum(['none', 'page', 'frame']).default('none');
const Launch = z.object({ storage: Storage });
const Start = z.object({
  user: z.string(),
  target: z.enum(['iframe', 'window']).optional(),
  storage: Storage,
});
const Returned = z.object({ lti_msg: z.string().optional(), lti_errormsg: z.string().optional() });
const RegisterForm = z.object({
  toolUrl: z.url({ protocol: /^https?$/ }),
  activate: z.literal('yes').optional(),
});
const GroupsForm = z.object({ offer: z.enum(['yes', 'no']) });
const optionalNumber = z
  .literal('')
  .transform(() => undefined)
  .or(z.coerce.number().int().positive())
  .optional();
const SwitchForm = z.object({
  group: EndpointGroup,
  kind: z.string(),
  milliseconds: optionalNumber,
  status: optionalNumber,
  retryAfter: z
    .string()
    .transform((text) => text || undefined)
    .optional(),
  times: optionalNumber,
});

export interface PageDeps {
  readonly state: State;
  readonly launches: Launches;
  readonly registrations: Registrations;
  readonly misbehaving: Misbehaving;
  readonly pages: Pages;
}

/**
 * The pages of the course. Who looks is in the address, not in a cookie: two people can then be
 * tried in one browser, and nothing depends on cookies in frames.
 */
export function pageRoutes(deps: PageDeps): Router {
  const { state, pages, misbehaving } = deps;
  const router = Router();
  const form = express.urlencoded({ extended: false });
  const userOf = (req: Request): User | undefined =>
    state.user(parse(Person, req.query).user ?? '');

  router.get('/', (req, res) => sendPage(res, pages.course(userOf(req))));
  router.get('/gradebook', (req, res) => sendPage(res, pages.gradebook(userOf(req))));
  router.get('/tools', (req, res) => sendPage(res, pages.tools(userOf(req))));
  router.get('/switches', (req, res) => sendPage(res, pages.switches(userOf(req))));
  router.get('/return', (req, res) => {
    const { lti_msg: message, lti_errormsg: errorMessage } = parse(Returned, req.query);
    sendPage(res, pages.returned(userOf(req), { message, errorMessage }));
  });

  router.post('/switches', ownPageOnly, form, (req, res) => {
    const { group, ...wanted } = parse(SwitchForm, req.body);
    misbehaving.set({ [group]: wanted.kind === 'well' ? null : parse(Misbehaviour, wanted) });
    res.redirect(303, `/switches?user=${userOf(req)?.id ?? ''}`);
  });
  router.post('/groups', ownPageOnly, form, (req, res) => {
    const user = requireTeacher(userOf(req));
    state.offerGroups(parse(GroupsForm, req.body).offer === 'yes');
    res.redirect(303, `/?user=${user.id}`);
  });
  router.post('/tools/:clientId/activate', ownPageOnly, (req, res) => {
    const user = requireTeacher(userOf(req));
    const tool = state.tool(String(req.params.clientId));
    if (!tool) throw new NotFound('tool');
    state.putTool({ ...tool, status: 'active' });
    res.redirect(303, `/tools?user=${user.id}`);
  });
  router.post('/tools/register', ownPageOnly, form, async (req, res) => {
    const user = requireTeacher(userOf(req));
    const { toolUrl, activate } = parse(RegisterForm, req.body);
    const frameSrc = await deps.registrations.initiationUrl(toolUrl, {
      activate: activate === 'yes',
    });
    const page = pages.launch(user, {
      title: 'Register a tool',
      frameSrc,
      frameTitle: 'Registration page of the tool',
      toolOrigin: new URL(toolUrl).origin,
      windowHref: undefined,
      size: 'fill',
      closeHref: `/tools?user=${user.id}`,
    });
    sendPage(res, page);
  });
  router.use(launchRoutes(deps, userOf), reviewRoutes(deps, userOf));
  return router;
}

function launchRoutes(
  { state, launches, pages }: PageDeps,
  userOf: (req: Request) => User | undefined,
): Router {
  const router = Router();

  router.get('/storage', (_req, res) => res.render('sandbox/storage'));
  router.get('/launch/:linkId', (req, res) => {
    const user = requireUser(userOf(req));
    const { storage } = parse(Launch, req.query);
    const keeping = storage === 'none' ? '' : `&storage=${storage}`;
    const link = state.link(req.params.linkId);
    if (!link) throw new NotFound('link');
    const page = pages.launch(user, {
      title: link.title,
      frameSrc: `/start/${link.id}?user=${user.id}&target=iframe${keeping}`,
      frameTitle: link.title,
      toolOrigin: originOf(link.targetLinkUri),
      windowHref: `/start/${link.id}?user=${user.id}&target=window`,
      storage: { chosen: storage, baseHref: `/launch/${link.id}?user=${user.id}` },
      size: 'fill',
      closeHref: `/?user=${user.id}`,
    });
    sendPage(res, page);
  });
  router.get('/start/:linkId', (req, res) => {
    const { user: userId, target: documentTarget, storage } = parse(Start, req.query);
    const { linkId } = req.params;
    const storageTarget = STORAGE_TARGETS[storage];
    const { url, fields } = launches.start({ userId, linkId, documentTarget, storageTarget });
    sendAutoSubmit(res, { action: url, fields });
  });
  router.get('/deep-linking/:clientId', (req, res) => {
    const user = requireTeacher(userOf(req));
    const tool = state.tool(req.params.clientId);
    if (!tool) throw new NotFound('tool');
    const page = pages.launch(user, {
      title: 'Add content',
      frameSrc: `/start-deep-linking/${tool.clientId}?user=${user.id}`,
      frameTitle: `Choose content of ${tool.name}`,
      toolOrigin: originOf(tool.launchUrl),
      windowHref: undefined,
      size: 'dialog',
      closeHref: `/?user=${user.id}`,
    });
    sendPage(res, page);
  });
  router.get('/start-deep-linking/:clientId', (req, res) => {
    const user = requireTeacher(userOf(req));
    const { url, fields } = launches.startDeepLinking({
      userId: user.id,
      clientId: req.params.clientId,
    });
    sendAutoSubmit(res, { action: url, fields });
  });
  return router;
}

/** Forms that change something are taken from our own pages only. */
const ownPageOnly: RequestHandler = (req, _res, next) => {
  if (req.headers['sec-fetch-site'] === 'cross-site') throw new NotAllowed('from another site');
  next();
};

function requireUser(user: User | undefined): User {
  if (!user) throw new NotFound('user');
  return user;
}

function requireTeacher(user: User | undefined): User {
  if (!user || !isTeacher(user)) throw new NotAllowed('for teachers');
  return user;
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : '';
}
