import type { Page } from '../http/page.js';
import type { AdminInvitation } from './admin.service.js';
import { backTo, menuOf, timeModel, type AdminReader, type TimeModel } from './admin.views.js';

/** What stands in the form: as it was sent, when it could not be taken. */
export interface InvitationForm {
  readonly name: string;
  readonly hours: string;
  readonly approveAtOnce: boolean;
  /** Fields that could not be read. */
  readonly faults: readonly string[];
}

export interface InvitationsModel {
  readonly explanation: string;
  readonly form: Omit<InvitationForm, 'faults'> & {
    readonly nameFault: boolean;
    readonly hoursFault: boolean;
  };
  readonly hasInvitations: boolean;
  readonly invitations: readonly {
    readonly name: string;
    readonly expires: TimeModel;
    readonly approval: string;
    readonly revokeHref: string;
    readonly revoke: string;
    readonly revokeNamed: string;
  }[];
}

export interface InvitationMadeModel {
  readonly explanation: string;
  readonly url: string;
  readonly copied: string;
  readonly steps: readonly string[];
  readonly expires: TimeModel;
  readonly backHref: string;
}

export const EMPTY_FORM: InvitationForm = {
  name: '',
  hours: '48',
  approveAtOnce: false,
  faults: [],
};

/** Those that end first stand first. */
export function invitationsPage(
  invitations: readonly AdminInvitation[],
  { faults, ...form }: InvitationForm,
  reader: AdminReader,
): Page<InvitationsModel> {
  const { t } = reader;
  return {
    view: 'admin/invitations',
    title: t('admin.invitations.title'),
    menu: menuOf(reader, 'invitations'),
    model: {
      explanation: t('admin.invitations.explanation'),
      form: {
        ...form,
        nameFault: faults.includes('name'),
        hoursFault: faults.includes('hours'),
      },
      hasInvitations: invitations.length > 0,
      invitations: [...invitations]
        .sort((a, b) => a.expiresAt - b.expiresAt)
        .map((invitation) => rowOf(invitation, reader)),
    },
  };
}

/** Shown once: the address is kept nowhere. */
export function invitationMadePage(
  { invitation, url }: { readonly invitation: AdminInvitation; readonly url: URL },
  reader: AdminReader,
): Page<InvitationMadeModel> {
  const { t } = reader;
  return {
    view: 'admin/invitation-made',
    title: t('admin.invitation-made.title'),
    menu: menuOf(reader, 'invitations'),
    back: backTo(reader, 'invitations'),
    model: {
      explanation: t('admin.invitation-made.explanation'),
      url: url.href,
      copied: t('admin.copied'),
      steps: [
        t('admin.invitation-made.send'),
        t('admin.invitation-made.paste'),
        invitation.approveAtOnce
          ? t('admin.invitation-made.at-once')
          : t('admin.invitation-made.approve'),
      ],
      expires: timeModel(invitation.expiresAt, reader),
      backHref: '/admin/invitations',
    },
  };
}

function rowOf(
  { id, name, expiresAt, approveAtOnce }: AdminInvitation,
  reader: AdminReader,
): InvitationsModel['invitations'][number] {
  const { t } = reader;
  const shown = name ?? t('admin.invitation.no-name');
  return {
    name: shown,
    expires: timeModel(expiresAt, reader),
    approval: t(approveAtOnce ? 'admin.invitation.at-once' : 'admin.invitation.to-approve'),
    revokeHref: `/admin/invitations/${encodeURIComponent(id)}/revoke`,
    revoke: t('admin.invitation.revoke'),
    revokeNamed: t('admin.invitation.revoke-named', { name: shown }),
  };
}
