import { momentIn } from '../../i18n/moments.js';
import type { Page } from '../../http/page.js';
import { personModel, type TandemReader } from '../people/people.views.js';
import { artefactInWords, type ArtefactPart } from './artefact-in-words.js';
import type { WorkspaceView } from './workspace.service.js';

export interface PrintModel {
  readonly contentLang: string;
  readonly parts: readonly (ArtefactPart & { readonly hasTable: boolean })[];
  readonly signatures: readonly {
    readonly name: string;
    readonly role: string;
    readonly state: string;
  }[];
  readonly fingerprint: string;
  /** When it was confirmed by all; '' before. */
  readonly frozen: string;
}

/** The artefact to read, to print, and to file. */
export function printPage(view: WorkspaceView, reader: TandemReader): Page<PrintModel> {
  const { activity, tandem, workspace } = view;
  const { t, base, locale } = reader;
  const { frozenAt } = workspace;
  return {
    view: 'tandem/workspace/print',
    title: `${activity.title} · ${t('tandem.start.yours', { number: tandem.number })}`,
    back: { href: `${base}/tandem/workspaces/${tandem.id}/${activity.id}`, label: activity.title },
    model: {
      contentLang: activity.language,
      parts: artefactInWords(activity, view.values, reader).map((part) => ({
        ...part,
        hasTable: part.table !== undefined,
      })),
      signatures: signaturesOf(view, reader),
      fingerprint: t('tandem.agree.fingerprint', { fingerprint: view.fingerprint }),
      frozen:
        frozenAt === undefined
          ? ''
          : t('tandem.agree.frozen-at', { time: momentIn(frozenAt, locale) }),
    },
  };
}

/** Who has said yes to this, and when. */
export function signaturesOf(
  { members, confirmations }: WorkspaceView,
  reader: Pick<TandemReader, 't' | 'locale'>,
): PrintModel['signatures'] {
  return members.map((member) => {
    const yes = confirmations.find(({ by }) => by === member.id);
    const { name, role } = personModel(member, reader);
    const state = yes
      ? reader.t('tandem.agree.yes-at', { time: momentIn(yes.at, reader.locale) })
      : reader.t('tandem.agree.not-yet');
    return { name, role, state };
  });
}
