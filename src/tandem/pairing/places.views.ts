import type { Page } from '../../http/page.js';
import { personModel, type PersonModel, type TandemReader } from '../people/people.views.js';
import type { Places } from './pairing.service.js';

export interface PlacesModel {
  readonly person: PersonModel;
  /** Where the person sits now; '' for nowhere. */
  readonly now: string;
  readonly leavesWork: boolean;
  readonly warning: string;
  readonly warningLabel: string;
  readonly mayMove: boolean;
  /** Why not, for somebody who has not said on which side they tutor. */
  readonly notYet: string;
  readonly action: string;
  readonly groups: readonly {
    readonly label: string;
    readonly options: readonly { readonly value: string; readonly label: string }[];
  }[];
  readonly maySwap: boolean;
  readonly swapAction: string;
  readonly swapValue: string;
  readonly swapLabel: string;
}

/** One person, and every place that is free for them. */
export function placesPage(places: Places, reader: TandemReader): Page<PlacesModel> {
  const { t, base, pageToken } = reader;
  const { person, pair, leavesWork } = places;
  const model = personModel(person, reader);
  const number = pair?.tandem.number ?? 0;
  const href = `${base}/tandem/pairing/people/${person.id}`;
  const token = `?token=${encodeURIComponent(pageToken)}`;
  const other = person.profile?.tutorRole === 'vet' ? 'company' : 'vet';
  return {
    view: 'tandem/pairing-person',
    title: t('tandem.places.title', { name: model.name }),
    back: { href: `${base}/tandem/pairing`, label: t('tandem.pairing.title') },
    model: {
      person: model,
      now: pair ? t('tandem.places.now', { number }) : '',
      leavesWork,
      warning: t('tandem.places.work-stays', { number }),
      warningLabel: t('tandem.places.known', { number }),
      mayMove: person.profile !== undefined,
      notYet: t('tandem.places.not-yet'),
      action: `${href}${token}`,
      groups: groupsOf(places, reader).filter(({ options }) => options.length > 0),
      maySwap: pair === undefined && person.profile !== undefined,
      swapAction: `${href}/side${token}`,
      swapValue: other,
      swapLabel: t(`tandem.places.swap.${other}`),
    },
  };
}

function groupsOf(
  { person, pair, partners, open }: Places,
  reader: TandemReader,
): PlacesModel['groups'] {
  const { t, locale } = reader;
  const list = new Intl.ListFormat(locale);
  const names = (members: Places['open'][0]['members']): string =>
    list.format(members.map((member) => personModel(member, reader).name));
  return [
    {
      label: t('tandem.places.partners'),
      options: partners.map(({ partner, reasons }) => {
        const { name } = personModel(partner, reader);
        const why = reasons.map((reason) => t(`tandem.pairing.reason.${reason}`)).join(', ');
        const label = why === '' ? name : t('tandem.places.because', { name, why });
        return { value: `partner:${partner.id}`, label };
      }),
    },
    {
      label: t('tandem.places.open'),
      options: open.map(({ tandem, members }) => {
        const name = t('tandem.name', { number: tandem.number });
        const label = members.length > 0 ? `${name}: ${names(members)}` : name;
        return { value: `tandem:${tandem.id}`, label };
      }),
    },
    {
      label: t('tandem.places.other'),
      options: [
        { value: 'new', label: t('tandem.places.new') },
        ...(pair && person.tandemId !== undefined
          ? [{ value: 'none', label: t('tandem.places.none') }]
          : []),
      ],
    },
  ];
}
