import { momentIn } from '../../i18n/moments.js';
import type { Page } from '../../http/page.js';
import { personModel, type TandemReader } from '../people/people.views.js';
import type { TypedRating } from './assessment-form.js';
import type { TrainerView } from './assessment.service.js';
import {
  criterionChoices,
  lackLines,
  passLines,
  pointsIn,
  pointsLine,
  type CriterionChoice,
} from './rubric.views.js';
import { lacksOf, maximumOf, pointsOf } from './rubric-rules.js';

export interface AssessmentModel {
  /** Language of the rubric's words. */
  readonly contentLang: string;
  readonly workHref: string;
  /** Why nothing can be rated; '' when it can. */
  readonly notice: string;
  readonly pass: readonly string[];
  readonly hasFaults: boolean;
  readonly mayRate: boolean;
  readonly ratingAction: string;
  readonly criteria: readonly CriterionChoice[];
  readonly others: string;
  readonly hasOthers: boolean;
  readonly comparison: readonly {
    readonly name: string;
    readonly own: string;
    readonly other: string;
    readonly isApart: boolean;
    /** The level on which both agreed; '' when there is none. */
    readonly agreed: string;
    readonly comments: readonly string[];
  }[];
  readonly mayAgree: boolean;
  readonly agreedAction: string;
  readonly disputes: readonly CriterionChoice[];
  readonly hasOutcome: boolean;
  readonly points: string;
  readonly isPassed: boolean;
  readonly lacks: readonly string[];
  readonly cooperation: readonly {
    readonly name: string;
    readonly share: string;
    readonly kept: string;
    readonly words: string;
    readonly isThere: boolean;
  }[];
  readonly release: ReleaseModel;
  readonly creditAction: string;
  readonly asksKnown: boolean;
  readonly maximum: number;
  readonly credits: readonly CreditModel[];
}

interface ReleaseModel {
  readonly state: string;
  readonly action: string;
  readonly mayRelease: boolean;
  readonly isPlanned: boolean;
}

interface CreditModel {
  readonly id: string;
  readonly name: string;
  readonly points: number;
  readonly shown: string;
  readonly reason: string;
  readonly given: string;
  readonly hasOwn: boolean;
}

/** How a trainer assesses what a tandem made. @param typed a rating that was not kept */
export function assessmentPage(
  view: TrainerView,
  typed: TypedRating | undefined,
  reader: TandemReader,
): Page<AssessmentModel> {
  const { activity, tandem, outcome, isReleased } = view;
  const { t, base, pageToken } = reader;
  const href = `${base}/tandem/assessments/${tandem.id}/${activity.id}`;
  const action = (name: string): string => `${href}/${name}?token=${encodeURIComponent(pageToken)}`;
  const open = view.apart.filter((id) => view.agreed[id] === undefined);
  const lacks = outcome ? lacksOf(activity.rubric, outcome) : [];
  return {
    view: 'tandem/assessment',
    title: t('tandem.assess.title', { activity: activity.title, number: tandem.number }),
    back: { href: `${base}/tandem/board`, label: t('tandem.board.title') },
    model: {
      contentLang: activity.language,
      workHref: `${base}/tandem/workspaces/${tandem.id}/${activity.id}/print`,
      notice: noticeOf(view, reader),
      pass: passLines(activity, reader),
      hasFaults: typed !== undefined,
      mayRate: view.isHandedIn && view.mayRate && !isReleased,
      ratingAction: action('rating'),
      criteria: criterionChoices(activity, typed ?? view.own ?? {}, reader),
      others: othersLine(view, reader),
      hasOthers: view.others.length > 0,
      comparison: comparisonOf(view, reader),
      mayAgree: view.apart.length > 0 && !isReleased,
      agreedAction: action('agreed'),
      disputes: criterionChoices(activity, { levels: view.agreed }, reader).filter(({ id }) =>
        view.apart.includes(id),
      ),
      hasOutcome: outcome !== undefined && open.length === 0,
      points: outcome ? pointsLine(outcome.points, activity, reader) : '',
      isPassed: outcome !== undefined && lacks.length === 0,
      lacks: lackLines(lacks, activity, reader),
      cooperation: cooperationOf(view, reader),
      release: releaseOf(view, action('release'), reader),
      creditAction: action('credit'),
      asksKnown: view.members.some(
        ({ id }) => !view.cooperations.some(({ participantId }) => participantId === id),
      ),
      maximum: maximumOf(activity.rubric),
      credits: creditsOf(view, reader),
    },
  };
}

function noticeOf({ isHandedIn, mayRate, isReleased }: TrainerView, { t }: TandemReader): string {
  if (!isHandedIn) return t('tandem.assess.not-handed-in');
  if (isReleased) return t('tandem.assess.released');
  return mayRate ? '' : t('tandem.assess.rated-by-two');
}

function othersLine({ own, othersRated, mayRate }: TrainerView, { t }: TandemReader): string {
  if (othersRated === 0) return own ? t('tandem.assess.others.none') : '';
  if (!own && mayRate) return t('tandem.assess.others.hidden');
  return '';
}

/** Who looks on as a third sees both findings; of the two each sees the own first. */
function comparisonOf(
  { activity, own, others, apart, agreed }: TrainerView,
  { t }: TandemReader,
): AssessmentModel['comparison'] {
  const [first, second] = own ? [own, ...others] : others;
  return activity.rubric.texts.map(({ id, name }) => ({
    name,
    own: `${first?.levels[id] ?? ''}`,
    other: `${second?.levels[id] ?? ''}`,
    isApart: apart.includes(id) && agreed[id] === undefined,
    comments: others.flatMap(({ comments }) => comments[id] ?? []),
    agreed: agreed[id] === undefined ? '' : t('tandem.assess.agreed-on', { level: agreed[id] }),
  }));
}

function cooperationOf(
  { members, cooperations }: TrainerView,
  reader: TandemReader,
): AssessmentModel['cooperation'] {
  const { t } = reader;
  return members.map((member) => {
    const said = cooperations.find(({ participantId }) => participantId === member.id);
    return {
      name: personModel(member, reader).name,
      share: said ? t(`tandem.assess.share.${said.share}`) : '',
      kept: said ? t(`tandem.assess.kept.${said.kept}`) : '',
      words: said?.words ?? '',
      isThere: said !== undefined,
    };
  });
}

function releaseOf(
  { release, isReleased, outcome }: TrainerView,
  action: string,
  { t, locale }: TandemReader,
): ReleaseModel {
  const when = release ? momentIn(release.at, locale) : '';
  const isPlanned = release !== undefined && !isReleased;
  const state = isReleased ? 'tandem.assess.release.done' : 'tandem.assess.release.planned';
  return {
    state: release ? t(state, { when }) : t('tandem.assess.release.none'),
    action,
    mayRelease: outcome !== undefined && !isReleased,
    isPlanned,
  };
}

function creditsOf(view: TrainerView, reader: TandemReader): readonly CreditModel[] {
  const { t, locale } = reader;
  const { members, outcome, credits, awards, activity } = view;
  if (!outcome) return [];
  return members.map((member) => {
    const own = credits.find(({ participantId }) => participantId === member.id);
    const award = awards.find(({ participantId }) => participantId === member.id);
    const points = pointsOf(view, outcome, member.id);
    return {
      id: member.id,
      name: personModel(member, reader).name,
      points,
      shown: pointsLine(points, activity, reader),
      reason: own?.reason ?? '',
      given: award
        ? t('tandem.assess.given', {
            points: pointsIn(award.points, locale),
            when: momentIn(award.at, locale),
          })
        : '',
      hasOwn: own !== undefined,
    };
  });
}
