import type { Page } from '../http/page.js';
import type { I18n } from '../i18n/i18n.js';
import type { Actor } from '../shared/audit.js';
import { THINGS, type KeptEntry } from './audit-entry.js';
import type { AuditFilter, AuditPage } from './audit.store.js';
import { menuOf, timeModel, type AdminReader, type TimeModel } from './admin.views.js';

export interface LogModel {
  readonly explanation: string;
  readonly choices: readonly {
    readonly value: string;
    readonly label: string;
    readonly isChosen: boolean;
  }[];
  /** Id of the one thing whose changes are shown. */
  readonly subject?: string | undefined;
  readonly isOfOneSubject: boolean;
  readonly subjectWords: string;
  readonly hasEntries: boolean;
  readonly entries: readonly {
    readonly time: TimeModel;
    readonly what: string;
    readonly who: string;
    readonly subject: string;
    readonly details: readonly { readonly name: string; readonly value: string }[];
  }[];
  /** Undefined on the last page. */
  readonly olderHref?: string | undefined;
  readonly newestHref: string;
  readonly isFirstPage: boolean;
  readonly hasPages: boolean;
  readonly csvHref: string;
}

export interface LogReader extends AdminReader {
  readonly i18n: I18n;
  /** Names of platforms by id, to be shown instead of the ids. */
  readonly names: ReadonlyMap<string, string>;
}

/** @param asked what was asked for: the filter, and where the page begins */
export function logPage(
  { entries, next }: AuditPage,
  asked: AuditFilter & { readonly after?: string | undefined },
  reader: LogReader,
): Page<LogModel> {
  const { t, names } = reader;
  const { thing, subject, after } = asked;
  return {
    view: 'admin/log',
    title: t('admin.log.title'),
    menu: menuOf(reader, 'log'),
    model: {
      explanation: t('admin.log.explanation'),
      choices: [
        { value: '', label: t('admin.log.everything'), isChosen: thing === undefined },
        ...THINGS.map((value) => ({
          value,
          label: t(`admin.log.thing.${value}`),
          isChosen: value === thing,
        })),
      ],
      subject,
      isOfOneSubject: subject !== undefined,
      subjectWords: t('admin.log.of-one', { name: names.get(subject ?? '') ?? subject ?? '' }),
      hasEntries: entries.length > 0,
      entries: entries.map((entry) => entryModel(entry, reader)),
      olderHref: next === undefined ? undefined : hrefOf('/admin/log', { ...asked, after: next }),
      newestHref: hrefOf('/admin/log', { thing, subject }),
      isFirstPage: after === undefined,
      hasPages: after !== undefined || next !== undefined,
      csvHref: hrefOf('/admin/log.csv', { thing, subject }),
    },
  };
}

/** In words where we have them; an action of a later version shows its code. */
function entryModel(
  { at, action, by, subject, detail }: KeptEntry,
  reader: LogReader,
): LogModel['entries'][number] {
  const { t, i18n, names } = reader;
  const key = `admin.action.${action}`;
  return {
    time: timeModel(at, reader),
    what: i18n.hasText(key) ? t(key) : action,
    who: actorWords(by, reader),
    subject: names.get(subject ?? '') ?? subject ?? '',
    details: Object.entries(detail ?? {}).map(([name, value]) => ({ name, value: String(value) })),
  };
}

function actorWords(by: Actor, { t, names }: LogReader): string {
  const words = t(`admin.actor.${by.kind}`);
  if (by.kind !== 'platform' && by.kind !== 'user') return words;
  const name = names.get(by.platformId ?? '') ?? by.platformId;
  return name === undefined ? words : `${words} (${name})`;
}

function hrefOf(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, value);
  }
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}
