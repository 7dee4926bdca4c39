import { momentIn } from '../../i18n/moments.js';
import type { Page } from '../../http/page.js';
import type { Locale, TextKey, Translate } from '../../i18n/i18n.js';
import type { Connection } from './connection.service.js';
import type { Report, StepReport } from './report.js';

/** For whom, and where we are reached. */
export interface ConnectionReader {
  readonly t: Translate;
  readonly locale: Locale;
  readonly publicUrl: URL;
}

/** What the test shows, in the template `lti/connection-steps`. */
export interface ConnectionModel {
  readonly isLive: boolean;
  readonly hasReport: boolean;
  /** How it stands as a whole, in words that are read out. */
  readonly status: string;
  readonly steps: readonly StepModel[];
  /** Plain text without tokens and names; '' while the test runs. */
  readonly ticket: string;
}

export interface StepModel {
  readonly title: string;
  readonly state: string;
  /** Class of the state's chip. */
  readonly chip: string;
  /** What was found and what to do next; '' when there is nothing to say. */
  readonly advice: string;
}

export interface ConnectionPageModel extends ConnectionModel {
  readonly explanation: string;
  readonly action: string;
  readonly button: string;
  readonly showAgain: string;
}

/** The page for those who teach. */
export function connectionPage(
  connection: Connection,
  reader: ConnectionReader & { readonly base: string; readonly pageToken: string },
): Page<ConnectionPageModel> {
  const { t, base, pageToken } = reader;
  const model = connectionModel(connection, reader);
  return {
    view: 'lti/connection',
    title: t('connection.title'),
    back: { href: `${base}/people`, label: t('people.title') },
    model: {
      ...model,
      explanation: t('connection.explanation'),
      action: `${base}/connection?token=${encodeURIComponent(pageToken)}`,
      button: t(model.hasReport ? 'connection.again' : 'connection.start'),
      showAgain: `${base}/connection`,
    },
  };
}

/** The same test for any page. */
export function connectionModel(connection: Connection, reader: ConnectionReader): ConnectionModel {
  const { report, isRunning: isLive } = connection;
  const steps = report?.steps.map((step) => stepModel(step, reader)) ?? [];
  return {
    isLive,
    hasReport: report !== undefined,
    status: statusOf(connection, reader),
    steps,
    ticket: report && !isLive ? ticketOf(connection, report, reader) : '',
  };
}

function statusOf({ report, isRunning }: Connection, { t, locale }: ConnectionReader): string {
  if (!report) return '';
  if (isRunning) {
    const done = report.steps.filter(({ state }) => !OPEN.has(state)).length;
    return t('connection.status.running', { done, all: report.steps.length });
  }
  const values = { time: momentIn(report.startedAt, locale) };
  if (report.finishedAt === undefined) return t('connection.status.broken-off', values);
  const states = new Set(report.steps.map(({ state }) => state));
  if (states.has('bad')) return t('connection.status.bad', values);
  return t(states.has('warning') ? 'connection.status.warning' : 'connection.status.good', values);
}

const OPEN: ReadonlySet<StepReport['state']> = new Set(['waiting', 'running']);

function stepModel(step: StepReport, reader: ConnectionReader): StepModel {
  const { t } = reader;
  return {
    title: t(`connection.step.${step.step}`),
    state: t(`connection.state.${step.state}`),
    chip: CHIPS[step.state],
    advice: adviceOf(step, reader),
  };
}

const CHIPS: Readonly<Record<StepReport['state'], string>> = {
  waiting: 'chip',
  running: 'chip',
  good: 'chip chip-good',
  warning: 'chip chip-warn',
  bad: 'chip chip-bad',
  skipped: 'chip',
};

function adviceOf(step: StepReport, { t, publicUrl }: ConnectionReader): string {
  const { reason, address = '', httpStatus = 0, detail = '', seconds = 0 } = step;
  if (reason === undefined) return '';
  const host = URL.canParse(address) ? new URL(address).host : '';
  const key: TextKey = `connection.advice.${reason}`;
  return t(key, {
    host,
    status: httpStatus,
    answer: [httpStatus, detail].filter((word) => word !== '').join(' '),
    what: detail === '' ? '' : ` (${detail})`,
    seconds: Math.abs(seconds),
    keys: new URL('/lti/keys', publicUrl).href,
  });
}

/** For a letter to whoever runs the platform. */
function ticketOf(
  { platform, link }: Connection,
  report: Report,
  reader: ConnectionReader,
): string {
  const { t, publicUrl } = reader;
  const time = new Date(report.startedAt).toISOString().slice(0, 16).replace('T', ' ');
  const lines = [
    `${t('app.name')}: ${t('connection.title')}, ${time} UTC`,
    `${t('connection.ticket.tool')}: ${publicUrl.origin}`,
    `${t('connection.ticket.platform')}: ${platform.issuer}`,
    `client_id: ${platform.clientId}`,
    ...(link ? [`deployment_id: ${link.deploymentId}`] : []),
    '',
    ...report.steps.flatMap((step, at) => ticketLines(step, at + 1, reader)),
  ];
  return lines.join('\n');
}

function ticketLines(step: StepReport, number: number, reader: ConnectionReader): string[] {
  const { title, state, advice } = stepModel(step, reader);
  const { address, httpStatus, milliseconds, detail, seconds } = step;
  const facts = [
    ...(address === undefined ? [] : [address]),
    ...(httpStatus === undefined ? [] : [`HTTP ${httpStatus}`]),
    ...(milliseconds === undefined ? [] : [`${Math.round(milliseconds)} ms`]),
    ...(seconds === undefined ? [] : [`${seconds} s`]),
    ...(detail === undefined ? [] : [detail]),
  ];
  return [
    `${number}. ${title}: ${state}`,
    ...(facts.length > 0 ? [`   ${facts.join(', ')}`] : []),
    ...(advice === '' ? [] : [`   ${advice}`]),
  ];
}
