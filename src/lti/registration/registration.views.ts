import { momentIn } from '../../i18n/moments.js';
import type { Link, Page, RequestLocals } from '../../http/page.js';
import type { Translate } from '../../i18n/i18n.js';
import type { Invitation } from './invitation.js';
import type { PlatformDescription } from './openid-configuration.js';
import { guideForProduct, GUIDES } from './platform-guides.js';
import type { Guide } from './platform-guide.js';
import type { RegistrationInitiation } from './registration.client.js';
import type { Registered } from './registration.service.js';
import type { ToolTexts } from './tool-configuration.js';

/** Menu of a platform, as its English pages have it. */
export const asPath = (place: readonly string[]): string => place.join(' › ');

export interface StartModel {
  readonly explanation: string;
  readonly url: string;
  readonly copied: string;
  readonly expires: string;
  readonly platforms: readonly {
    readonly name: string;
    /** Undefined where only the way by hand is there. */
    readonly place: string | undefined;
    readonly how: string;
    readonly byHand: Link;
  }[];
  readonly other: Link;
}

/** For somebody who opened the invitation in a browser: where its address is to be pasted. */
export function startPage(
  { token, url, invitation }: { token: string; url: URL; invitation: Invitation },
  { t, locale }: { readonly t: Translate; readonly locale: string },
): Page<StartModel> {
  return {
    view: 'lti/register',
    title: t('register.start.title'),
    model: {
      explanation: t('register.start.explanation'),
      url: url.href,
      copied: t('register.copied'),
      expires: t('register.start.until', {
        time: momentIn(invitation.expiresAt, locale, { timeZone: 'UTC' }),
      }),
      platforms: GUIDES.flatMap((guide) => rowOf(guide, token, t)),
      other: { href: manualHref(token, 'other'), label: t('register.start.other') },
    },
  };
}

export interface ConfirmModel {
  readonly explanation: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly asked: readonly string[];
  readonly next: readonly string[];
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

/** Before anything is registered: who wants what, and what the button does. */
export function confirmPage(
  {
    platform,
    initiation,
    invitation,
  }: {
    readonly platform: PlatformDescription;
    readonly initiation: RegistrationInitiation;
    readonly invitation: Invitation;
  },
  t: Translate,
): Page<ConfirmModel> {
  const name = nameOf(platform, initiation.openidConfiguration);
  return {
    view: 'lti/register-confirm',
    title: t('register.confirm.title', { name }),
    model: {
      explanation: t('register.confirm.explanation'),
      facts: [
        { name: t('register.platform'), value: name },
        { name: t('register.issuer'), value: platform.issuer },
      ],
      asked: askedOf(platform).map((what) => t(`register.asks.${what}`)),
      next: [
        t('register.confirm.added'),
        t(invitation.approveAtOnce ? 'register.confirm.at-once' : 'register.confirm.waits'),
        t('register.confirm.once'),
      ],
      fields: [
        { name: 'invitation', value: initiation.invitation },
        { name: 'openid_configuration', value: initiation.openidConfiguration.href },
        ...(initiation.registrationToken === undefined
          ? []
          : [{ name: 'registration_token', value: initiation.registrationToken }]),
      ],
    },
  };
}

const ASKED = ['open', 'choose', 'review', 'scores', 'people', 'names', 'no-mail'] as const;
const SERVICES = { scores: 'lti-ags/scope/score', people: 'lti-nrps/' };
const MESSAGES = {
  open: 'LtiResourceLinkRequest',
  choose: 'LtiDeepLinkingRequest',
  review: 'LtiSubmissionReviewRequest',
};

/** What the request that follows will ask for; the platform's administrator may leave some of it out. */
function askedOf({ scopes, messages }: PlatformDescription): readonly (typeof ASKED)[number][] {
  return ASKED.filter((what) => {
    if (what in MESSAGES) return messages?.has(MESSAGES[what as keyof typeof MESSAGES]) ?? true;
    if (!(what in SERVICES)) return true;
    const service = SERVICES[what as keyof typeof SERVICES];
    return scopes?.some((scope) => scope.includes(service)) ?? true;
  });
}

export interface DoneModel {
  readonly explanation: string;
  readonly isActive: boolean;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly next: readonly string[];
  /** Whether there is a page around this one, or one that opened it, to be told that it is over. */
  readonly canClose: boolean;
  /** Origin of the platform's page; `*` where it may be any school's. The message says nothing. */
  readonly closeTarget: string;
}

/** After it: what was registered, whether it already works, what comes next. */
export function donePage(
  { status, deployment }: Registered,
  {
    guide,
    name,
    closeTarget,
  }: {
    readonly guide: Guide;
    readonly name: string;
    readonly closeTarget?: string | undefined;
  },
  t: Translate,
): Page<DoneModel> {
  const isActive = status === 'active';
  return {
    view: 'lti/register-done',
    title: t('register.done.title'),
    model: {
      explanation: t(isActive ? 'register.done.active' : 'register.done.waits'),
      isActive,
      facts: [
        { name: t('register.platform'), value: name },
        {
          name: t('register.deployment'),
          value: deployment ?? t('register.done.no-deployment'),
        },
      ],
      next: [t(`register.next.${guide.id}`), t('register.done.try')],
      canClose: closeTarget !== undefined,
      closeTarget: closeTarget ?? '',
    },
  };
}

export interface RefusedModel {
  readonly explanation: string;
  /** What in the platform's answer was at fault; names of its fields. */
  readonly fields: readonly string[];
  readonly advice: string;
  readonly code: string;
  readonly instanceId: string;
}

/** Instead of any of these pages. Nothing was registered. */
export function refusedPage(
  { code, fields }: { readonly code: string; readonly fields: readonly string[] },
  { t, i18n, instanceId }: Pick<RequestLocals, 't' | 'i18n' | 'instanceId'>,
): Page<RefusedModel> {
  const key = `error.${code}`;
  const isSpent = code === 'lti.invitation-spent';
  return {
    view: 'lti/register-refused',
    title: t('register.refused.title'),
    model: {
      explanation: t(i18n.hasText(key) ? key : 'error.unexpected'),
      fields,
      advice: t(isSpent ? 'register.refused.nothing' : 'register.refused.still-open'),
      code,
      instanceId,
    },
  };
}

/** What the platform is told of us, in the language of whoever registers. */
export function toolTexts(t: Translate): ToolTexts {
  return {
    name: t('app.name'),
    description: t('register.tool.description'),
    open: t('register.tool.open'),
    choose: t('register.tool.choose'),
    review: t('register.tool.review'),
  };
}

/** As people know it: the product where it says so, and its host. */
export function nameOf({ product }: PlatformDescription, configuration: URL): string {
  const { name } = guideForProduct(product);
  return name === undefined ? configuration.host : `${name} (${configuration.host})`;
}

export function startHref(token: string): string {
  return `/lti/register?${new URLSearchParams({ invitation: token }).toString()}`;
}

export function manualHref(token: string, platform: string): string {
  return `/lti/register/manual?${new URLSearchParams({ invitation: token, platform }).toString()}`;
}

function rowOf(
  { id, name, automatic }: Guide,
  token: string,
  t: Translate,
): StartModel['platforms'] {
  if (name === undefined) return [];
  return [
    {
      name,
      place: automatic && asPath(automatic.place),
      how: automatic
        ? t('register.start.paste', { field: automatic.field, button: automatic.press })
        : t('register.start.only-by-hand'),
      byHand: { href: manualHref(token, id), label: t('register.by-hand-named', { name }) },
    },
  ];
}
