import type { Page } from '../http/page.js';
import { DAY, MINUTE } from '../shared/clock.js';
import type { AdminKey, AdminPlatform, Health, Overview } from './admin.service.js';
import {
  countDeployments,
  menuOf,
  platformHref,
  timeModel,
  type AdminReader,
  type ChipModel,
  type TimeModel,
} from './admin.views.js';

export interface OverviewModel {
  /** What only an operator can set going, most urgent first. */
  readonly tasks: readonly { readonly href: string; readonly text: string }[];
  readonly hasTasks: boolean;
  readonly counts: readonly {
    readonly href: string;
    readonly number: string;
    readonly label: string;
  }[];
  readonly checks: readonly {
    readonly label: string;
    readonly words: string;
    readonly chip: ChipModel;
  }[];
  readonly clock: TimeModel;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

/** An answer that takes longer is worth a look. */
const SLOW_DATABASE = 1000;
/** Scores of one busy minute; more of them mean that some gradebook does not answer. */
const MANY_SCORES = 100;
/** The job makes a new key at thirty days; an older one means that the job does not run. */
const OLD_KEY = 32 * DAY;

export function overviewPage(overview: Overview, reader: AdminReader): Page<OverviewModel> {
  const { t } = reader;
  const { health, keys, platforms, invitations } = overview;
  const tasks = [...platformTasks(platforms, reader), ...deploymentTasks(platforms, reader)];
  return {
    view: 'admin/overview',
    title: t('admin.overview.title'),
    menu: menuOf(reader, 'overview'),
    model: {
      tasks,
      hasTasks: tasks.length > 0,
      counts: countsOf(platforms, invitations.length, reader),
      checks: [
        databaseCheck(health, reader),
        scoresCheck(health, reader),
        keyCheck(keys, health, reader),
      ],
      clock: timeModel(health.now, reader),
      facts: [
        { label: t('admin.health.address'), value: health.publicUrl },
        { label: t('admin.health.version'), value: health.version },
        { label: 'Node.js', value: health.nodeVersion },
        { label: t('admin.health.running'), value: runningWords(health, reader) },
      ],
    },
  };
}

type Tasks = OverviewModel['tasks'];
type Check = OverviewModel['checks'][number];

function platformTasks(platforms: readonly AdminPlatform[], { t }: AdminReader): Tasks {
  return platforms
    .filter(({ status }) => status === 'pending')
    .map((platform) => ({
      href: platformHref(platform),
      text: t('admin.task.platform', { name: platform.name }),
    }));
}

function deploymentTasks(platforms: readonly AdminPlatform[], { t }: AdminReader): Tasks {
  return platforms
    .filter((platform) => platform.status === 'active' && countDeployments(platform, 'pending') > 0)
    .map((platform) => ({
      href: platformHref(platform),
      text: t('admin.task.deployments', {
        count: countDeployments(platform, 'pending'),
        name: platform.name,
      }),
    }));
}

function countsOf(
  platforms: readonly AdminPlatform[],
  invitations: number,
  { t, locale }: AdminReader,
): OverviewModel['counts'] {
  const active = platforms.filter(({ status }) => status === 'active');
  const allowed = active.reduce((sum, platform) => sum + countDeployments(platform, 'allowed'), 0);
  const shown = (count: number): string => count.toLocaleString(locale);
  return [
    {
      href: '/admin/platforms',
      number: shown(active.length),
      label: t('admin.count.platforms', { count: active.length }),
    },
    {
      href: '/admin/platforms',
      number: shown(allowed),
      label: t('admin.count.deployments', { count: allowed }),
    },
    {
      href: '/admin/invitations',
      number: shown(invitations),
      label: t('admin.count.invitations', { count: invitations }),
    },
  ];
}

function chip(isGood: boolean, { t }: AdminReader): ChipModel {
  return isGood
    ? { label: t('admin.health.good'), tone: 'good' }
    : { label: t('admin.health.look'), tone: 'warn' };
}

function databaseCheck({ database, databaseMilliseconds }: Health, reader: AdminReader): Check {
  const { t } = reader;
  const kind = database === 'mongodb' ? 'MongoDB' : t('admin.health.embedded');
  return {
    label: t('admin.health.database'),
    words: t('admin.health.database-words', { kind, milliseconds: databaseMilliseconds }),
    chip: chip(databaseMilliseconds < SLOW_DATABASE, reader),
  };
}

function scoresCheck({ scoresWaiting }: Health, reader: AdminReader): Check {
  const { t } = reader;
  return {
    label: t('admin.health.scores'),
    words: t('admin.health.scores-words', { count: scoresWaiting }),
    chip: chip(scoresWaiting < MANY_SCORES, reader),
  };
}

function keyCheck(keys: readonly AdminKey[], { now }: Health, reader: AdminReader): Check {
  const { t } = reader;
  const current = keys.find(({ state }) => state === 'current');
  const age = now - (current?.signsFrom ?? 0);
  return {
    label: t('admin.health.key'),
    words: t('admin.health.key-words', { days: Math.max(0, Math.floor(age / DAY)) }),
    chip: chip(age < OLD_KEY, reader),
  };
}

function runningWords({ now, startedAt }: Health, { t }: AdminReader): string {
  const time = now - startedAt;
  if (time >= 2 * DAY) return t('admin.duration.days', { days: Math.floor(time / DAY) });
  return t('duration.minutes', { minutes: Math.floor(time / MINUTE) });
}
