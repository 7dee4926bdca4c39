import { momentIn } from '../../i18n/moments.js';
import type { Link, Page } from '../../http/page.js';
import type { FilesPanel } from '../files/files.views.js';
import type { MeetingPanel } from '../meetings/meetings.views.js';
import type { Participant } from '../participant.js';
import { personModel, type PersonModel, type TandemReader } from '../people/people.views.js';
import {
  checkSections,
  decisionModel,
  type CheckSectionModel,
  type DecisionModel,
} from './checks.views.js';
import { fieldModel, type FieldModel } from './fields.views.js';
import type { WorkspaceView } from './workspace.service.js';

export interface WorkspaceReader extends TandemReader {
  /** URLs of the page's scripts. */
  readonly scripts: readonly string[];
  /** What stands beside the artefact. */
  readonly beside: { readonly files: FilesPanel; readonly meeting: MeetingPanel };
}

export interface RemarkModel {
  readonly who: string;
  readonly when: string;
  readonly text: string;
}

export interface WorkspaceModel {
  /** Path of the workspace. */
  readonly href: string;
  /** `?token=…`, behind each address that a form is sent to. */
  readonly token: string;
  /** Language of the activity's own words. */
  readonly contentLang: string;
  readonly artefact: string;
  readonly number: number;
  readonly people: readonly (PersonModel & { readonly id: string; readonly isYou: boolean })[];
  /** '' for a trainer. */
  readonly selfId: string;
  readonly isFrozen: boolean;
  readonly mayWrite: boolean;
  /** Why nothing can be written; '' when it can. */
  readonly readOnly: string;
  readonly steps: readonly {
    readonly id: string;
    readonly title: string;
    readonly out: string;
    readonly meta: string;
    readonly isDone: boolean;
    readonly button: string;
  }[];
  readonly tasks: readonly { readonly title: string; readonly tasks: readonly string[] }[];
  readonly fields: readonly (FieldModel & { readonly remarks: readonly RemarkModel[] })[];
  readonly hasChecks: boolean;
  readonly checks: readonly CheckSectionModel[];
  readonly decision: DecisionModel;
  readonly agreement: AgreementModel;
  readonly files: FilesPanel;
  readonly meeting: MeetingPanel;
  /** To what trainers and other tandems say. */
  readonly onward: readonly Link[];
}

export interface AgreementModel {
  readonly fingerprint: string;
  /** Short, for people who compare it on paper. */
  readonly shown: string;
  readonly people: readonly {
    readonly name: string;
    readonly state: string;
    readonly isYes: boolean;
  }[];
  /** What is missing before anybody can confirm; empty: nothing. */
  readonly missing: readonly { readonly href: string; readonly label: string }[];
  readonly mayConfirm: boolean;
  readonly hasConfirmed: boolean;
  readonly objection: string;
  readonly status: string;
}

/** The page on which a tandem does one activity together. */
export function workspacePage(view: WorkspaceView, reader: WorkspaceReader): Page<WorkspaceModel> {
  const { activity, tandem, workspace, self, values, missing } = view;
  const { t, base, pageToken } = reader;
  const isFrozen = workspace.frozenAt !== undefined;
  const mayWrite = self !== undefined && !isFrozen;
  const side = mayWrite ? self.profile?.tutorRole : undefined;
  const fields = { t, values, side, missing: missing.fields };
  return {
    view: 'tandem/workspace/workspace',
    title: activity.title,
    back: { href: `${base}/tandem`, label: t('tandem.title') },
    scripts: reader.scripts,
    model: {
      href: `${base}/tandem/workspaces/${tandem.id}/${activity.id}`,
      token: `?token=${encodeURIComponent(pageToken)}`,
      contentLang: activity.language,
      artefact: activity.artefact,
      number: view.number,
      people: view.members.map((member) => ({
        ...personModel(member, reader),
        id: member.id,
        isYou: member.id === self?.id,
      })),
      ...{ isFrozen, mayWrite, selfId: self?.id ?? '' },
      readOnly: readOnlyWords(isFrozen, self, t),
      steps: stepsOf(view, t),
      tasks: tasksOf(view, t),
      fields: activity.form.map((field) => ({
        ...fieldModel(field, fields),
        remarks: remarksOf(view, field.id, reader),
      })),
      hasChecks: activity.checks.length > 0,
      checks: checkSections(activity, values, t),
      decision: view.decision
        ? decisionModel(view.decision, t)
        : { tone: 'plain', title: '', explanation: '' },
      agreement: agreementOf(view, mayWrite, t),
      onward: onwardOf(view, reader),
      ...reader.beside,
    },
  };
}

type T = TandemReader['t'];

function readOnlyWords(isFrozen: boolean, self: Participant | undefined, t: T): string {
  if (isFrozen) return t('tandem.workspace.frozen');
  return self ? '' : t('tandem.workspace.looking-on');
}

function stepsOf({ activity, workspace }: WorkspaceView, t: T): WorkspaceModel['steps'] {
  return activity.steps.map(({ id, minutes, mode, lead, do: title, out }) => {
    const isDone = workspace.doneSteps.includes(id);
    return {
      ...{ id, title, out, isDone },
      meta: [
        t('tandem.workspace.minutes', { minutes }),
        t(`tandem.workspace.mode.${mode}`),
        ...(lead === 'both' ? [] : [t(`tandem.workspace.leads.${lead}`)]),
      ].join(' · '),
      button: t(isDone ? 'tandem.workspace.not-done' : 'tandem.workspace.done'),
    };
  });
}

/** One's own first. */
function tasksOf({ activity, self }: WorkspaceView, t: T): WorkspaceModel['tasks'] {
  const mine = self?.profile?.tutorRole;
  const list = (side: 'vet' | 'company'): WorkspaceModel['tasks'][number] => {
    const words = mine === side ? 'yours' : 'partners';
    return {
      title: mine ? t(`tandem.workspace.tasks.${words}`) : t(`tandem.role.${side}`),
      tasks: activity.tasks[side],
    };
  };
  return mine === 'company' ? [list('company'), list('vet')] : [list('vet'), list('company')];
}

/** Members find there their result, and trainers the rubric. */
function onwardOf(
  { activity, tandem, self }: WorkspaceView,
  { t, base }: TandemReader,
): readonly Link[] {
  const label = self
    ? t('tandem.onward.result')
    : t('tandem.review.assess', { number: tandem.number });
  return [
    { href: `${base}/tandem/assessments/${tandem.id}/${activity.id}`, label },
    { href: `${base}/tandem/reviews/${activity.id}`, label: t('tandem.onward.reviews') },
  ];
}

function remarksOf(
  { remarks, members }: WorkspaceView,
  field: string,
  reader: TandemReader,
): readonly RemarkModel[] {
  return remarks
    .filter((remark) => remark.field === field)
    .map(({ by, text, at }) => {
      const member = members.find(({ id }) => id === by);
      return {
        who: member ? personModel(member, reader).name : reader.t('tandem.workspace.trainer'),
        when: momentIn(at, reader.locale),
        text,
      };
    });
}

function agreementOf(view: WorkspaceView, mayWrite: boolean, t: T): AgreementModel {
  const { activity, members, self, missing, confirmations, workspace, fingerprint } = view;
  const { objection } = workspace;
  const name = (id: string): string =>
    members.find((member) => member.id === id)?.profile?.displayName ?? '';
  const hasYes = (id: string): boolean => confirmations.some(({ by }) => by === id);
  const isCheckOpen = view.decision?.is === 'unowned';
  const labels = new Map(activity.form.map(({ id, label }) => [id, label]));
  const open = [
    ...missing.fields.map((id) => ({ href: `#field-${id}`, label: labels.get(id) ?? id })),
    ...(missing.points.length > 0 || isCheckOpen
      ? [{ href: '#checks', label: t('tandem.check.missing', { count: missing.points.length }) }]
      : []),
  ];
  const hasConfirmed = self !== undefined && hasYes(self.id);
  return {
    fingerprint,
    shown: fingerprint.slice(0, 10),
    people: members.map(({ id }) => ({
      name: name(id),
      isYes: hasYes(id),
      state: t(hasYes(id) ? 'tandem.agree.yes' : 'tandem.agree.not-yet'),
    })),
    missing: open,
    mayConfirm: mayWrite && open.length === 0 && !hasConfirmed,
    hasConfirmed,
    objection: objection
      ? t('tandem.agree.objection', { name: name(objection.by), reason: objection.reason })
      : '',
    status: t(workspace.frozenAt === undefined ? 'tandem.agree.open' : 'tandem.agree.all'),
  };
}
