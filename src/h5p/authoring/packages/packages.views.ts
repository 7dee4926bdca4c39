import type { Page } from '../../../http/page.js';
import type { AppError } from '../../../shared/errors.js';
import type { AuthorReader } from '../pages/reader.js';
import { MOST_PACKED } from './package-shape.js';

export interface ImportModel {
  readonly explanation: string;
  readonly limits: string;
  /** What was wrong with the package, and how to mend it; undefined before one was sent. */
  readonly refusal: string | undefined;
  /** Said when others are before this one. */
  readonly queue: string | undefined;
  readonly action: string;
}

export function importPage(
  { waiting, refusal }: { readonly waiting: number; readonly refusal: AppError | undefined },
  { t, i18n, base, pageToken }: Pick<AuthorReader, 't' | 'i18n' | 'base' | 'pageToken'>,
): Page<ImportModel> {
  const key = `error.${refusal?.code ?? ''}`;
  const known = i18n.hasText(key) ? key : 'error.unexpected';
  return {
    view: 'h5p/authoring/import',
    title: t('authoring.import.title'),
    back: { href: `${base}/authoring`, label: t('authoring.title') },
    model: {
      explanation: t('authoring.import.explanation'),
      limits: t('authoring.import.limits', { megabytes: String(MOST_PACKED / 1024 / 1024) }),
      refusal: refusal && t(known, refusal.values),
      queue: waiting > 0 ? t('authoring.import.queue', { waiting: String(waiting) }) : undefined,
      action: `${base}/authoring/import?token=${pageToken}`,
    },
  };
}
