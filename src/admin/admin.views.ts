import { momentIn } from '../i18n/moments.js';
import type { Link, Menu } from '../http/page.js';
import type { Locale, Translate } from '../i18n/i18n.js';
import type { AdminPlatform, DeploymentStatus, PlatformStatus } from './admin.service.js';

/** For whom a page is made. */
export interface AdminReader {
  readonly t: Translate;
  readonly locale: Locale;
}

/** A moment, for machines and for people; people read UTC, and are told so. */
export interface TimeModel {
  readonly iso: string;
  readonly words: string;
}

/** A state in a word; the colour only repeats it. */
export interface ChipModel {
  readonly label: string;
  readonly tone: 'good' | 'warn' | 'plain';
}

export type Section = 'overview' | 'platforms' | 'invitations' | 'libraries' | 'keys' | 'log';

const SECTIONS: readonly (readonly [Section, string])[] = [
  ['overview', '/admin/'],
  ['platforms', '/admin/platforms'],
  ['invitations', '/admin/invitations'],
  ['libraries', '/admin/libraries'],
  ['keys', '/admin/keys'],
  ['log', '/admin/log'],
];

/** @param current the section to which the page belongs */
export function menuOf({ t }: AdminReader, current: Section): Menu {
  return {
    label: t('admin.menu'),
    links: SECTIONS.map(([section, href]) => ({
      href,
      label: t(`admin.${section}.menu`),
      isCurrent: section === current,
    })),
    leave: { href: '/admin/sign-out', label: t('admin.sign-out') },
  };
}

/** The way back to a section from a page below it. */
export function backTo({ t }: AdminReader, section: Section): Link | undefined {
  const href = SECTIONS.find(([name]) => name === section)?.[1];
  return href === undefined ? undefined : { href, label: t(`admin.${section}.menu`) };
}

/** @param at epoch milliseconds */
export function timeModel(at: number, { locale }: AdminReader): TimeModel {
  const words = momentIn(at, locale, { timeZone: 'UTC' });
  return { iso: new Date(at).toISOString(), words };
}

export function platformChip(status: PlatformStatus, { t }: AdminReader): ChipModel {
  const label = t(`admin.platform.state.${status}`);
  const tones = { pending: 'warn', active: 'good', disabled: 'plain' } as const;
  return { label, tone: tones[status] };
}

export function deploymentChip(status: DeploymentStatus, { t }: AdminReader): ChipModel {
  const label = t(`admin.deployment.state.${status}`);
  const tones = { pending: 'warn', allowed: 'good', blocked: 'plain' } as const;
  return { label, tone: tones[status] };
}

export function countDeployments(platform: AdminPlatform, status: DeploymentStatus): number {
  return platform.deployments.filter((deployment) => deployment.status === status).length;
}

export function platformHref({ id }: Pick<AdminPlatform, 'id'>): string {
  return `/admin/platforms/${encodeURIComponent(id)}`;
}
