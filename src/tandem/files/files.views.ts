import { dayIn } from '../../i18n/moments.js';
import type { Page } from '../../http/page.js';
import type { Locale, Translate } from '../../i18n/i18n.js';
import { personModel, type TandemReader } from '../people/people.views.js';
import type { FilesView } from './files.service.js';
import {
  LONGEST_DESCRIPTION,
  MOST_FILE_BYTES,
  MOST_FILES,
  type WorkspaceFile,
} from './workspace-file.js';

export interface FileModel {
  readonly id: string;
  readonly isPicture: boolean;
  readonly isWithdrawn: boolean;
  readonly href: string;
  readonly smallHref: string;
  /** Alternative text; '' for a picture that only decorates. */
  readonly alt: string;
  /** What stands below it: the description, or that it only decorates. */
  readonly label: string;
  /** Who added it, when, and how large it is. */
  readonly meta: string;
  /** '' for whoever may not remove it. */
  readonly removeAction: string;
  readonly width: number;
  readonly height: number;
}

/** The files on the page of a workspace, and in print. */
export interface FilesPanel {
  readonly files: readonly FileModel[];
  readonly hasFiles: boolean;
  /** Page on which files are added and removed. */
  readonly href: string;
  readonly mayAdd: boolean;
}

export interface FilesModel extends FilesPanel {
  readonly explanation: string;
  readonly action: string;
  /** '' when nothing went wrong. */
  readonly fault: string;
  readonly description: string;
  readonly longest: number;
  readonly mostBytes: number;
  readonly tooLarge: string;
  readonly room: string;
  readonly why: string;
}

/** The page of the files beside one artefact. */
export function filesPage(
  view: FilesView,
  typed: { readonly fault: string; readonly description: string },
  reader: TandemReader,
): Page<FilesModel> {
  const { t, base, locale } = reader;
  const { activity, tandem, files, room } = view;
  const panel = filesPanel(view, reader);
  return {
    view: 'tandem/files',
    title: t('tandem.files.title'),
    back: { href: `${base}/tandem/workspaces/${tandem.id}/${activity.id}`, label: activity.title },
    model: {
      ...panel,
      ...typed,
      explanation: t('tandem.files.explanation', {
        most: MOST_FILES,
        size: sizeOf(MOST_FILE_BYTES, locale),
      }),
      action: `${panel.href}?token=${encodeURIComponent(reader.pageToken)}`,
      longest: LONGEST_DESCRIPTION,
      mostBytes: MOST_FILE_BYTES,
      tooLarge: t('error.http.upload-too-large', { megabytes: MOST_FILE_BYTES / 1024 / 1024 }),
      room: t('tandem.files.room', { count: files.length, size: sizeOf(room, locale) }),
      why: panel.mayAdd ? '' : whyNot(view, t),
    },
  };
}

export function filesPanel(view: FilesView, reader: TandemReader): FilesPanel {
  const { activity, tandem, files, room, self, workspace } = view;
  const href = `${reader.base}/tandem/workspaces/${tandem.id}/${activity.id}/files`;
  const isFrozen = workspace.frozenAt !== undefined;
  const mayRemove = ({ by, withdrawnAt }: WorkspaceFile): boolean =>
    withdrawnAt === undefined && (self ? by === self.id && !isFrozen : true);
  const token = `?token=${encodeURIComponent(reader.pageToken)}`;
  return {
    files: files.map((file) => ({
      ...fileModel(file, view, reader),
      href: `${href}/${file.id}`,
      smallHref: `${href}/${file.id}/small`,
      removeAction: mayRemove(file) ? `${href}/${file.id}/remove${token}` : '',
    })),
    hasFiles: files.length > 0,
    href,
    mayAdd: self !== undefined && !isFrozen && room > 0,
  };
}

function fileModel(
  file: WorkspaceFile,
  { members }: FilesView,
  reader: TandemReader,
): Omit<FileModel, 'href' | 'smallHref' | 'removeAction'> {
  const { t, locale } = reader;
  const owner = members.find(({ id }) => id === file.by);
  const isWithdrawn = file.withdrawnAt !== undefined;
  const day = dayIn(file.addedAt, locale);
  return {
    id: file.id,
    isPicture: file.kind === 'picture' && !isWithdrawn,
    isWithdrawn,
    alt: file.description,
    label: file.description === '' ? t('tandem.files.decorative') : file.description,
    meta: isWithdrawn
      ? t('tandem.files.withdrawn')
      : [
          owner ? personModel(owner, reader).name : t('tandem.files.former'),
          day,
          ...(file.kind === 'pdf' ? ['PDF'] : []),
          sizeOf(file.bytes, locale),
        ].join(' · '),
    width: file.width ?? 0,
    height: file.height ?? 0,
  };
}

function whyNot({ self, workspace }: FilesView, t: Translate): string {
  if (!self) return t('tandem.files.looking-on');
  return t(workspace.frozenAt === undefined ? 'tandem.files.full' : 'tandem.workspace.frozen');
}

/** `1,4 MB`, in the reader's way. */
export function sizeOf(bytes: number, locale: Locale): string {
  const isSmall = bytes < 1024 * 1024;
  const unit = isSmall ? 'kilobyte' : 'megabyte';
  const number = bytes / (isSmall ? 1024 : 1024 * 1024);
  const digits = { maximumFractionDigits: isSmall ? 0 : 1 };
  return new Intl.NumberFormat(locale, { style: 'unit', unit, ...digits }).format(number);
}
