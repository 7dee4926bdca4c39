import { momentIn } from '../../i18n/moments.js';
import type { Page } from '../../http/page.js';
import type { Locale, Translate } from '../../i18n/i18n.js';
import { nameOf, type GradebookReader } from '../gradebook/grade-row.views.js';
import type { Receipt } from './receipt.js';
import type { CheckedReceipt, IssuedReceipt } from './receipts.service.js';

export interface ReceiptFact {
  readonly name: string;
  readonly value: string;
}

export interface ReceiptModel {
  readonly facts: readonly ReceiptFact[];
  readonly code: string;
  readonly saveHref: string;
}

export interface ReceiptCheckModel {
  readonly action: string;
  readonly code: string;
  /** '' before anything was checked. */
  readonly verdict: string;
  /** Class of its colour. */
  readonly tone: string;
  readonly facts: readonly ReceiptFact[];
  /** Whether the try is kept here; '' where that cannot be asked. */
  readonly kept: string;
  /** '' where it is not kept. */
  readonly gradeHref: string;
}

type Reader = Pick<GradebookReader, 't' | 'locale' | 'base'>;

/** A learner's receipt, to be printed or saved. */
export function receiptPage(
  { receipt, code, title }: IssuedReceipt,
  attemptId: string | undefined,
  reader: Reader,
): Page<ReceiptModel> {
  const { t, base } = reader;
  const exercise = `${base}/exercises/${receipt.exerciseId}`;
  const query = attemptId === undefined ? '' : `?attempt=${encodeURIComponent(attemptId)}`;
  return {
    view: 'grading/receipt',
    title: t('receipt.title'),
    back: { href: exercise, label: title },
    model: {
      facts: factsOf(receipt, title, reader),
      code,
      saveHref: `${exercise}/receipt.txt${query}`,
    },
  };
}

/** The same for a file: one fact a line. */
export function receiptText(issued: IssuedReceipt, reader: Reader): string {
  const { t } = reader;
  const facts = factsOf(issued.receipt, issued.title, reader);
  const lines = [...facts, { name: t('receipt.code'), value: issued.code }];
  return [t('receipt.title'), '', ...lines.map(({ name, value }) => `${name}: ${value}`), ''].join(
    '\r\n',
  );
}

/** Where a trainer pastes a code, and what the tool makes of it. Undefined: nothing pasted yet. */
export function receiptCheckPage(
  code: string,
  found: CheckedReceipt | undefined,
  reader: Reader,
): Page<ReceiptCheckModel> {
  const { t, base } = reader;
  return {
    view: 'grading/receipt-check',
    title: t('receipt.check-title'),
    back: { href: `${base}/gradebook`, label: t('gradebook.title') },
    model: {
      action: `${base}/gradebook/receipt`,
      code,
      verdict: found ? t(`receipt.verdict.${found.checked.verdict}`) : '',
      tone: found?.checked.verdict === 'valid' ? 'notice notice-good' : 'notice notice-warn',
      ...keptOf(found, reader),
    },
  };
}

function keptOf(
  found: CheckedReceipt | undefined,
  reader: Reader,
): Pick<ReceiptCheckModel, 'facts' | 'kept' | 'gradeHref'> {
  if (found?.checked.verdict !== 'valid') return { facts: [], kept: '', gradeHref: '' };
  const { t, base } = reader;
  const { kept, checked } = found;
  const { receipt } = checked;
  const facts = factsOf(receipt, kept?.title ?? receipt.exerciseId, reader);
  if (!kept) return { facts, kept: t('receipt.not-kept'), gradeHref: '' };
  const name = { name: t('receipt.name'), value: nameOf(kept, t) };
  return {
    facts: [name, ...facts],
    kept: t('receipt.kept'),
    gradeHref: `${base}/gradebook/grades/${kept.progress.id}/score`,
  };
}

function factsOf(receipt: Receipt, title: string, { t, locale }: Reader): readonly ReceiptFact[] {
  const { scoreGiven: score, scoreMaximum: maximum, number, at, issuedAt, learner } = receipt;
  return [
    { name: t('receipt.exercise'), value: title },
    { name: t('receipt.score'), value: t('receipt.points', { score, maximum }) },
    { name: t('receipt.number'), value: String(number) },
    { name: t('receipt.at'), value: momentIn(at, locale) },
    { name: t('receipt.taken'), value: takenText(receipt, t, locale) },
    { name: t('receipt.issued'), value: momentIn(issuedAt, locale) },
    { name: t('receipt.learner'), value: learner },
  ];
}

function takenText({ taken }: Receipt, t: Translate, locale: Locale): string {
  if (!taken) return t('receipt.taken-no');
  const { scoreGiven: score, scoreMaximum: maximum, at } = taken;
  return t('receipt.taken-yes', { score, maximum, time: momentIn(at, locale) });
}
