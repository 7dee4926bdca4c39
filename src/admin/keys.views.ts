import type { Page } from '../http/page.js';
import type { AdminKey } from './admin.service.js';
import {
  backTo,
  menuOf,
  timeModel,
  type AdminReader,
  type ChipModel,
  type TimeModel,
} from './admin.views.js';
import type { ConfirmModel } from './platforms.views.js';

export interface KeysModel {
  readonly explanation: string;
  readonly keysHref: string;
  readonly keys: readonly {
    readonly kid: string;
    readonly chip: ChipModel;
    readonly meaning: string;
    readonly created: TimeModel;
    readonly signsFrom: TimeModel;
  }[];
  /** While a new key waits to sign, another cannot be made. */
  readonly isWaiting: boolean;
  readonly rotateHref: string;
}

export function keysPage(keys: readonly AdminKey[], reader: AdminReader): Page<KeysModel> {
  const { t } = reader;
  const tones = { next: 'warn', current: 'good', previous: 'plain' } as const;
  return {
    view: 'admin/keys',
    title: t('admin.keys.title'),
    menu: menuOf(reader, 'keys'),
    model: {
      explanation: t('admin.keys.explanation'),
      keysHref: '/lti/keys',
      keys: keys.map(({ kid, state, createdAt, signsFrom }) => ({
        kid,
        chip: { label: t(`admin.key.state.${state}`), tone: tones[state] },
        meaning: t(`admin.key.meaning.${state}`),
        created: timeModel(createdAt, reader),
        signsFrom: timeModel(signsFrom, reader),
      })),
      isWaiting: keys.some(({ state }) => state === 'next'),
      rotateHref: '/admin/keys/rotate',
    },
  };
}

export function confirmRotationPage(reader: AdminReader): Page<ConfirmModel> {
  const { t } = reader;
  return {
    view: 'admin/confirm',
    title: t('admin.rotate.title'),
    menu: menuOf(reader, 'keys'),
    back: backTo(reader, 'keys'),
    model: {
      consequences: [t('admin.rotate.first'), t('admin.rotate.second'), t('admin.rotate.third')],
      action: '/admin/keys/rotate',
      button: t('admin.rotate.button'),
      isDanger: false,
      cancelHref: '/admin/keys',
    },
  };
}
