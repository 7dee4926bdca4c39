import type { Page } from '../http/page.js';
import type { AdminPlatform, PlatformChange, PlatformStatus } from './admin.service.js';
import {
  backTo,
  countDeployments,
  deploymentChip,
  menuOf,
  platformChip,
  platformHref,
  timeModel,
  type AdminReader,
  type ChipModel,
  type TimeModel,
} from './admin.views.js';

export interface PlatformsModel {
  readonly explanation: string;
  readonly hasPlatforms: boolean;
  readonly platforms: readonly {
    readonly href: string;
    readonly name: string;
    readonly issuer: string;
    readonly counts: string;
    readonly chip: ChipModel;
  }[];
}

export interface PlatformModel {
  readonly chip: ChipModel;
  readonly explanation: string;
  readonly actions: readonly {
    readonly href: string;
    readonly label: string;
    readonly isMain: boolean;
  }[];
  readonly deploymentsHref: string;
  readonly hasDeployments: boolean;
  readonly deployments: readonly {
    readonly id: string;
    readonly chip: ChipModel;
    readonly buttons: readonly {
      readonly status: string;
      readonly label: string;
      /** With the deployment's id, for those who hear the buttons one by one. */
      readonly description: string;
    }[];
  }[];
  readonly values: readonly { readonly label: string; readonly value: string }[];
  readonly added: TimeModel;
  readonly connectionHref: string;
  readonly logHref: string;
}

/** What happens, before it does. */
export interface ConfirmModel {
  readonly consequences: readonly string[];
  readonly action: string;
  readonly button: string;
  readonly isDanger: boolean;
  readonly cancelHref: string;
}

/** What can be done to a platform in each state; the first is what is most likely wanted. */
const CHANGES: Readonly<Record<PlatformStatus, readonly PlatformChange[]>> = {
  pending: ['approve', 'remove'],
  active: ['disable', 'remove'],
  disabled: ['enable', 'remove'],
};

/** Those that wait first, then by name. */
export function platformsPage(
  platforms: readonly AdminPlatform[],
  reader: AdminReader,
): Page<PlatformsModel> {
  const { t, locale } = reader;
  const waits = ({ status }: AdminPlatform): number => (status === 'pending' ? 0 : 1);
  const sorted = [...platforms].sort(
    (a, b) => waits(a) - waits(b) || a.name.localeCompare(b.name, locale),
  );
  return {
    view: 'admin/platforms',
    title: t('admin.platforms.title'),
    menu: menuOf(reader, 'platforms'),
    model: {
      explanation: t('admin.platforms.explanation'),
      hasPlatforms: sorted.length > 0,
      platforms: sorted.map((platform) => ({
        href: platformHref(platform),
        name: platform.name,
        issuer: platform.issuer,
        counts: countsOf(platform, reader),
        chip: platformChip(platform.status, reader),
      })),
    },
  };
}

export function platformPage(platform: AdminPlatform, reader: AdminReader): Page<PlatformModel> {
  const { t } = reader;
  const href = platformHref(platform);
  return {
    view: 'admin/platform',
    title: platform.name,
    menu: menuOf(reader, 'platforms'),
    back: backTo(reader, 'platforms'),
    model: {
      chip: platformChip(platform.status, reader),
      explanation: t(`admin.platform.explanation.${platform.status}`),
      actions: CHANGES[platform.status].map((change, at) => ({
        href: `${href}/${change}`,
        label: t(`admin.change.${change}.button`),
        isMain: at === 0 && change !== 'disable',
      })),
      deploymentsHref: `${href}/deployments`,
      hasDeployments: platform.deployments.length > 0,
      deployments: deploymentsOf(platform, reader),
      values: valuesOf(platform, reader),
      added: timeModel(platform.createdAt, reader),
      connectionHref: `${href}/connection`,
      logHref: `/admin/log?subject=${encodeURIComponent(platform.id)}`,
    },
  };
}

/** The page between the wish and the deed. */
export function confirmPlatformPage(
  platform: AdminPlatform,
  change: PlatformChange,
  reader: AdminReader,
): Page<ConfirmModel> {
  const { t } = reader;
  const { name } = platform;
  const href = platformHref(platform);
  return {
    view: 'admin/confirm',
    title: t(`admin.change.${change}.title`, { name }),
    menu: menuOf(reader, 'platforms'),
    back: { href, label: name },
    model: {
      consequences: [t(`admin.change.${change}.first`), t(`admin.change.${change}.second`)],
      action: `${href}/${change}`,
      button: t(`admin.change.${change}.button`),
      isDanger: change === 'remove',
      cancelHref: href,
    },
  };
}

function countsOf(platform: AdminPlatform, { t }: AdminReader): string {
  const [allowed, pending] = (['allowed', 'pending'] as const).map((status) =>
    countDeployments(platform, status),
  );
  const words = t('admin.platforms.deployments', { count: allowed ?? 0 });
  return pending === 0
    ? words
    : `${words} · ${t('admin.platforms.waiting', { count: pending ?? 0 })}`;
}

/** Those that wait first. */
function deploymentsOf(
  { deployments }: AdminPlatform,
  reader: AdminReader,
): PlatformModel['deployments'] {
  const { t } = reader;
  const order = { pending: 0, allowed: 1, blocked: 2 };
  return [...deployments]
    .sort((a, b) => order[a.status] - order[b.status])
    .map(({ id, status }) => ({
      id,
      chip: deploymentChip(status, reader),
      buttons: (['allowed', 'blocked'] as const)
        .filter((wanted) => wanted !== status)
        .map((wanted) => ({
          status: wanted,
          label: t(`admin.deployment.make.${wanted}`),
          description: t(`admin.deployment.make-named.${wanted}`, { id }),
        })),
    }));
}

function valuesOf(platform: AdminPlatform, { t }: AdminReader): PlatformModel['values'] {
  const { issuer, clientId, authUrl, tokenUrl, jwksUrl, audience, otherOrigins = [] } = platform;
  const values = [
    { label: t('admin.platform.issuer'), value: issuer },
    { label: t('admin.platform.client-id'), value: clientId },
    { label: t('admin.platform.auth-url'), value: authUrl },
    { label: t('admin.platform.token-url'), value: tokenUrl },
    { label: t('admin.platform.jwks-url'), value: jwksUrl },
  ];
  return [
    ...values,
    ...(audience === undefined ? [] : [{ label: t('admin.platform.audience'), value: audience }]),
    ...otherOrigins.map((value) => ({ label: t('admin.platform.other-origin'), value })),
  ];
}
