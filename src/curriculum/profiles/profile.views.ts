import type { Link, Page } from '../../http/page.js';
import type { BadgeFamilyText } from './badge-text.js';
import type { ProfileCompetence, ProfileText } from '../curriculum.js';
import type { ProfileId } from '../reading/fields.js';
import { marksOf, numberedSources } from '../pages/numbered-sources.js';
import type { SourceModel } from '../pages/page-models.js';
import type {
  BadgesModel,
  CompetenceModel,
  LevelModel,
  ProfileModel,
  TrackModel,
  TrainingModel,
} from './profile-models.js';
import type { Reader } from '../pages/reader.js';
import type { TrackText } from './track-text.js';
import type { Training } from './training.js';

/** What stands on the page of a profile. */
export interface ProfileContents {
  readonly id: ProfileId;
  readonly profile: ProfileText;
  readonly badges: BadgeFamilyText;
  /** Those that train this profile. */
  readonly tracks: readonly TrackText[];
  readonly trainingOf: (competenceId: string) => readonly Training[];
  /** Place of a module among the modules. */
  readonly numberOf: (moduleId: string) => number;
}

/** For whom the page is made. */
export interface ProfileReader extends Pick<Reader, 't' | 'base' | 'teaches'> {
  /** Whether the reader's link reaches a unit or an exercise. */
  readonly opens: (contentId: string) => boolean;
}

/** What the parts of the page need. */
interface Parts extends ProfileContents, ProfileReader {
  readonly sources: readonly SourceModel[];
}

/** A competence profile, where it is trained, and its badges. */
export function profilePage(contents: ProfileContents, reader: ProfileReader): Page<ProfileModel> {
  const { id, profile, badges, tracks } = contents;
  const { t, base } = reader;
  const competences = profile.areas.flatMap((area) => area.competences);
  const sources = numberedSources(
    [...competences, ...tracks.flatMap(({ parts }) => parts), badges],
    t,
  );
  const parts = { ...contents, ...reader, sources };
  const count = competences.length;
  return {
    view: 'curriculum/profile',
    title: t(`curriculum.profile.${id}`),
    back: { href: `${base}/`, label: t('page.back') },
    model: {
      lang: profile.language,
      lead:
        id === 'tutor'
          ? t('curriculum.profile.tutor-lead', { count })
          : t('curriculum.profile.ambassador-lead', { count }),
      awaitingCheck: profile.awaitingCheck && reader.teaches,
      contents: [
        ...profile.areas.map((area) => ({ href: `#${area.id}`, label: area.name })),
        ...tracks.map((track) => ({ href: `#track-${track.id}`, label: track.title })),
        { href: '#badges', label: badges.name },
      ],
      levels: profile.levels.map((level, at) => ({ ...level, ...levelPlace(parts, at) })),
      hasShares: competences.some(({ roles }) => roles !== undefined),
      areas: profile.areas.map((area) => ({
        ...{ anchor: area.id, id: area.id, name: area.name },
        competences: area.competences.map((competence) => competenceModel(competence, parts)),
      })),
      tracks: tracks.map((track) => trackModel(track, parts)),
      badges: badgesModel(parts),
      hasSources: sources.length > 0,
      sources,
      lookUp: lookUpLinks(reader).filter(({ href }) => !href.endsWith(`/${id}`)),
    },
  };
}

/** What one may look up from the start page, from a module and from each other. */
export function lookUpLinks({ t, base }: Pick<Reader, 't' | 'base'>): readonly Link[] {
  return [
    { href: `${base}/profiles/tutor`, label: t('curriculum.profile.tutor') },
    { href: `${base}/profiles/ambassador`, label: t('curriculum.profile.ambassador') },
    { href: `${base}/glossary`, label: t('curriculum.glossary.title') },
  ];
}

function levelPlace(
  { t, profile }: Parts,
  at: number,
): Pick<LevelModel, 'number' | 'place' | 'isTarget'> {
  const number = at + 1;
  const isTarget = number === profile.target;
  return { number, place: t('curriculum.profile.level', { number }), isTarget };
}

const BAR = { L: 3, S: 2, C: 1 } as const;

function competenceModel(competence: ProfileCompetence, parts: Parts): CompetenceModel {
  const { id, name, statement, levels, roles } = competence;
  const training = [
    ...parts.trainingOf(id).map((each) => trainingModel(each, parts)),
    ...parts.tracks.flatMap((track) =>
      track.parts
        .filter((part) => part.competences.includes(id))
        .map((part) => ({
          ...{ place: '', title: part.title, lang: track.language },
          ...{ hasLink: true, href: `#${part.id}` },
        })),
    ),
  ];
  return {
    ...{ anchor: id, id, name, statement },
    bars: { vet: roles ? BAR[roles.vet] : 0, company: roles ? BAR[roles.company] : 0 },
    shares: roles
      ? [
          parts.t(`curriculum.profile.vet-${roles.vet}`),
          parts.t(`curriculum.profile.company-${roles.company}`),
        ].join(', ')
      : '',
    levels: levels.map((text, at) => ({ ...levelPlace(parts, at), name: text })),
    hasTraining: training.length > 0,
    training,
    badges: parts.badges.badges
      .filter(({ competences, requires }) => competences.includes(id) && requires.length === 0)
      .map((badge) => ({ href: `#badge-${badge.id}`, label: badge.name })),
    sources: marksOf(competence, parts.sources),
  };
}

function trainingModel(
  { kind, id, title, language, moduleNumber }: Training,
  { t, base, opens }: Parts,
): TrainingModel {
  return {
    place: t('curriculum.module.name', { number: moduleNumber }),
    title,
    lang: language,
    hasLink: opens(id),
    href: `${base}/${kind}/${id}`,
  };
}

function trackModel(track: TrackText, { t, sources, numberOf }: Parts): TrackModel {
  return {
    ...{ anchor: `track-${track.id}`, lang: track.language, title: track.title },
    ...{ purpose: track.purpose, handover: track.handover },
    meta: t('curriculum.track.after', {
      duration: t('duration.hours', { hours: track.minutes / 60 }),
      number: numberOf(track.after),
    }),
    parts: track.parts.map((part) => ({
      ...{ anchor: part.id, title: part.title, story: part.story, result: part.result },
      minutes: t('duration.minutes', { minutes: part.minutes }),
      steps: part.steps.map(({ minutes, text }) => ({
        text,
        minutes: t('duration.minutes', { minutes }),
      })),
      sources: marksOf(part, sources),
    })),
  };
}

function badgesModel({ id, badges, sources, t }: Parts): BadgesModel {
  const { answerWithinDays: days, validYears: years } = badges;
  return {
    ...{ lang: badges.language, name: badges.name, about: badges.about, steps: badges.steps },
    sources: marksOf(badges, sources),
    terms: [t('curriculum.badges.answer', { days }), t('curriculum.badges.valid', { years })],
    badges: badges.badges
      .filter(({ profile }) => profile === id)
      .map((badge) => ({
        anchor: `badge-${badge.id}`,
        name: badge.name,
        need: badge.need,
        assessor: badge.assessor,
        evidence: badge.evidence,
      })),
  };
}
