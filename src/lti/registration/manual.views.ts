import type { Link, Page } from '../../http/page.js';
import type { Translate } from '../../i18n/i18n.js';
import { GIVEN_FIELDS, type GivenField, type Guide, type OwnValue } from './platform-guide.js';
import { GUIDES } from './platform-guides.js';
import type { FieldFaults, TypedFields } from './registration-form.js';
import { asPath, manualHref, startHref, toolTexts } from './registration.views.js';
import { CUSTOM_PARAMETERS, logoUrl, type ToolUrls } from './tool-configuration.js';

export interface ManualModel {
  readonly explanation: string;
  readonly platforms: readonly (Link & { readonly isCurrent: boolean })[];
  readonly place: string | undefined;
  /** Whose the names beside our values are. */
  readonly names: string;
  readonly values: readonly {
    readonly id: string;
    readonly field: string;
    readonly value: string;
    readonly copyNamed: string;
    readonly isLong: boolean;
  }[];
  readonly choices: readonly { readonly field: string; readonly choice: string }[];
  readonly save: string | undefined;
  readonly shown: string | undefined;
  readonly copied: string;
  readonly hasFaults: boolean;
  readonly fields: readonly FieldModel[];
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
}

interface FieldModel {
  readonly id: GivenField;
  /** The platform's own name for it. */
  readonly label: string;
  readonly hint: string;
  /** Where the platform shows it, when not where it shows the others. */
  readonly place: string | undefined;
  readonly value: string;
  readonly isAddress: boolean;
  readonly isOptional: boolean;
  readonly fault: string | undefined;
}

/** One platform's page: our values beside its field names, and a form for what it gives back. */
export function manualPage(
  guide: Guide,
  {
    token,
    publicUrl,
    urls,
  }: { readonly token: string; readonly publicUrl: URL; readonly urls: ToolUrls },
  { typed, faults = {} }: { readonly typed?: TypedFields; readonly faults?: FieldFaults },
  t: Translate,
): Page<ManualModel> {
  const name = guide.name ?? t('register.other');
  const own = ownValues(publicUrl, urls, t);
  return {
    view: 'lti/register-manual',
    title: t('register.manual.title', { name }),
    back: { href: startHref(token), label: t('register.start.title') },
    model: {
      explanation: t('register.manual.explanation'),
      platforms: GUIDES.map(({ id, name: label = t('register.other') }) => ({
        href: manualHref(token, id),
        label,
        isCurrent: id === guide.id,
      })),
      place: guide.place.length > 0 ? asPath(guide.place) : undefined,
      names: t(guide.id === 'other' ? 'register.manual.standard-names' : 'register.manual.names'),
      values: guide.values.map(({ field, value }, at) => ({
        id: `own-${at}`,
        field,
        value: own[value],
        copyNamed: t('register.copy-named', { field }),
        isLong: value === 'custom',
      })),
      choices: guide.choices,
      save: guide.save && t('register.manual.save', { button: guide.save }),
      shown: guide.shown.length > 0 ? asPath(guide.shown) : undefined,
      copied: t('register.copied'),
      hasFaults: Object.keys(faults).length > 0,
      fields: GIVEN_FIELDS.flatMap((id) => fieldOf(id, { guide, typed, faults }, t)),
      hidden: [
        { name: 'invitation', value: token },
        { name: 'platform', value: guide.id },
      ],
    },
  };
}

function fieldOf(
  id: GivenField,
  {
    guide,
    typed,
    faults,
  }: {
    readonly guide: Guide;
    readonly typed: TypedFields | undefined;
    readonly faults: FieldFaults;
  },
  t: Translate,
): readonly FieldModel[] {
  const label = guide.given[id];
  if (label === undefined) return [];
  const fault = faults[id];
  return [
    {
      id,
      label,
      hint: t(`register.field.${id}`),
      place:
        id === 'deployment' && guide.deploymentShown ? asPath(guide.deploymentShown) : undefined,
      value: typed?.[id] ?? guide.preset[id] ?? '',
      isAddress: id.endsWith('Url') || id === 'issuer',
      isOptional: id === 'audience',
      fault: fault && t(`register.fault.${fault}`),
    },
  ];
}

function ownValues(
  publicUrl: URL,
  { launch, login, keys }: ToolUrls,
  t: Translate,
): Readonly<Record<OwnValue, string>> {
  return {
    ...{ launch, login, keys },
    name: toolTexts(t).name,
    domain: publicUrl.host,
    icon: logoUrl(publicUrl),
    custom: Object.entries(CUSTOM_PARAMETERS)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
  };
}
