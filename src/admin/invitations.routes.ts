import { Router } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../http/page.js';
import { parse } from '../http/parse.js';
import type { AdminService } from './admin.service.js';
import {
  EMPTY_FORM,
  invitationMadePage,
  invitationsPage,
  type InvitationForm,
} from './invitations.views.js';

const InvitationParams = z.object({ invitation: z.string().min(1).max(64) });

/** As typed, so that it can be shown again beside what is wrong with it. */
const TypedInvitation = z.object({
  name: z.string().max(2000).default(''),
  hours: z.string().max(20).default(''),
  approve: z.literal('1').optional(),
});

const Invitation = z.object({
  name: z
    .string()
    .trim()
    .max(200)
    .transform((name) => (name === '' ? undefined : name)),
  hours: z.string().trim().regex(/^\d+$/).transform(Number).pipe(z.number().int().min(1).max(720)),
});

/** `/admin/invitations…` */
export function invitationsRoutes({ admin }: { readonly admin: AdminService }): Router {
  const router = Router();

  router.get('/invitations', async (_req, res) => {
    sendPage(res, invitationsPage(await admin.invitations(), EMPTY_FORM, localsOf(res)));
  });

  router.post('/invitations', async (req, res) => {
    const { approve, ...typed } = parse(TypedInvitation, req.body);
    const approveAtOnce = approve !== undefined;
    const invitation = Invitation.safeParse(typed);
    if (!invitation.success) {
      const faults = invitation.error.issues.map(({ path }) => path.join('.'));
      const form: InvitationForm = { ...typed, approveAtOnce, faults };
      sendPage(res, invitationsPage(await admin.invitations(), form, localsOf(res)), 400);
      return;
    }
    const made = await admin.invite({ ...invitation.data, approveAtOnce });
    // No redirect: the address is kept nowhere, so that no later page could show it.
    sendPage(res, invitationMadePage(made, localsOf(res)), 201);
  });

  router.post('/invitations/:invitation/revoke', async (req, res) => {
    const { invitation } = parse(InvitationParams, req.params);
    await admin.revokeInvitation(invitation);
    res.redirect(303, '/admin/invitations');
  });

  return router;
}
