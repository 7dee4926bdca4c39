import { momentIn } from '../../i18n/moments.js';
import type { Page } from '../../http/page.js';
import type { TandemReader } from '../people/people.views.js';
import { artefactInWords } from './artefact-in-words.js';
import type { PrintModel } from './print.views.js';
import type { Version } from './workspace.js';
import type { WorkspaceView } from './workspace.service.js';

export interface VersionsModel {
  readonly explanation: string;
  readonly versions: readonly {
    readonly href: string;
    readonly when: string;
    readonly who: string;
  }[];
}

export interface VersionModel extends Pick<PrintModel, 'contentLang' | 'parts'> {
  /** Where the button sends its form; '' for somebody who may not bring it back. */
  readonly action: string;
}

export function versionsPage(
  view: WorkspaceView,
  versions: readonly Version[],
  reader: TandemReader,
): Page<VersionsModel> {
  const { t } = reader;
  const href = hrefOf(view, reader);
  const name = (id: string): string =>
    view.members.find((member) => member.id === id)?.profile?.displayName ?? '';
  return {
    view: 'tandem/workspace/versions',
    title: t('tandem.versions.title'),
    back: { href, label: view.activity.title },
    model: {
      explanation: t(versions.length > 0 ? 'tandem.versions.explanation' : 'tandem.versions.none'),
      versions: versions.map(({ number, at, by }) => ({
        href: `${href}/versions/${number}`,
        when: momentIn(at, reader.locale),
        who: by
          .map(name)
          .filter((word) => word !== '')
          .join(', '),
      })),
    },
  };
}

/** @param view with the values of the version */
export function versionPage(view: WorkspaceView, reader: TandemReader): Page<VersionModel> {
  const { t, pageToken } = reader;
  const href = hrefOf(view, reader);
  const mayRestore = view.self !== undefined && view.workspace.frozenAt === undefined;
  return {
    view: 'tandem/workspace/version',
    title: t('tandem.versions.one'),
    back: { href: `${href}/versions`, label: t('tandem.versions.title') },
    model: {
      contentLang: view.activity.language,
      parts: artefactInWords(view.activity, view.values, reader).map((part) => ({
        ...part,
        hasTable: part.table !== undefined,
      })),
      action: mayRestore
        ? `${href}/versions/${view.number}/restore?token=${encodeURIComponent(pageToken)}`
        : '',
    },
  };
}

function hrefOf({ tandem, activity }: WorkspaceView, { base }: TandemReader): string {
  return `${base}/tandem/workspaces/${tandem.id}/${activity.id}`;
}
