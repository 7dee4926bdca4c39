import type { Response } from 'express';
import { SECOND } from '../shared/clock.js';
import type { Tool, User } from './course.js';
import { ENDPOINT_GROUPS, type Misbehaving } from './misbehaviour.js';
import type { ReceivedScore, SandboxState } from './state.js';

/** A page inside the sandbox's own layout. */
export interface SandboxPage {
  /** Template below views/sandbox/. */
  readonly view: string;
  readonly title: string;
  /** Whose eyes we look through; undefined: nobody chosen. */
  readonly user: User | undefined;
  readonly model: object;
  /** A page in a frame has no navigation of its own. */
  readonly bare?: boolean;
}

/** What became of a deep linking response. */
export interface DeepLinkOutcome {
  readonly added: readonly string[];
  readonly faults: readonly string[];
  readonly message: string | undefined;
  readonly errorMessage: string | undefined;
}

/** Newest entries of the score log that are shown. */
const LOG_SHOWN = 100;
const DECIMALS = 2;

/** Every page of the course. */
export interface Pages {
  course(user: User | undefined): SandboxPage;
  /** A page around a frame. */
  launch(user: User, frame: FrameModel): SandboxPage;
  gradebook(user: User | undefined): SandboxPage;
  tools(user: User | undefined): SandboxPage;
  switches(user: User | undefined): SandboxPage;
  deepLinkOutcome(user: User, outcome: DeepLinkOutcome): SandboxPage;
  returned(
    user: User | undefined,
    said: { readonly message: string | undefined; readonly errorMessage: string | undefined },
  ): SandboxPage;
}

/** Turns the state into what the templates print. */
export function createPages(state: SandboxState, misbehaving: Misbehaving): Pages {
  return {
    course: (user) => ({
      view: 'course',
      title: state.course.title,
      user,
      model: courseModel(state, user),
    }),
    launch: (user, frame) => ({
      view: 'launch',
      title: frame.title,
      user,
      model: { ...frame, ...storageModel(frame), courseHref: `/?user=${user.id}` },
    }),
    gradebook: (user) => ({
      view: 'gradebook',
      title: 'Grades',
      user,
      model: gradebookModel(state, user),
    }),
    tools: (user) => ({ view: 'tools', title: 'Tools', user, model: toolsModel(state, user) }),
    switches: (user) => ({
      view: 'switches',
      title: 'Misbehaviour',
      user,
      model: switchesModel(misbehaving, user),
    }),
    deepLinkOutcome: (user, outcome) => ({
      view: 'deep-link-outcome',
      title: 'Content from the tool',
      user,
      bare: true,
      model: { ...outcome, isEmpty: outcome.added.length === 0, courseHref: `/?user=${user.id}` },
    }),
    returned: (user, said) => ({
      view: 'returned',
      title: 'Back from the tool',
      user,
      bare: true,
      model: { ...said, courseHref: user ? `/?user=${user.id}` : '/' },
    }),
  };
}

/** Who keeps things for a tool whose browser keeps none. */
type Storage = keyof typeof STORAGE_TARGETS;

/** `lti_storage_target` by where things are kept. */
export const STORAGE_TARGETS = {
  none: undefined,
  page: '_parent',
  frame: 'platform_storage',
} as const;

const STORAGE_LABELS: Readonly<Record<Storage, string>> = {
  none: 'No platform storage',
  page: 'Platform storage in this page',
  frame: 'Platform storage in a frame',
};

/** A frame with a tool in it. */
export interface FrameModel {
  readonly title: string;
  readonly frameSrc: string;
  readonly frameTitle: string;
  /** May use microphone, camera and such. */
  readonly toolOrigin: string;
  readonly windowHref: string | undefined;
  /** Whether something is kept for the tool, and the page's address without that choice; undefined: nothing to choose. */
  readonly storage?: { readonly chosen: Storage; readonly baseHref: string } | undefined;
  /** `dialog` is the size of Moodle's content chooser. */
  readonly size: 'fill' | 'dialog';
  /** Where a tool leads that asks to be closed. */
  readonly closeHref: string;
}

/** Renders a page into the sandbox's layout. */
export function sendPage(res: Response, page: SandboxPage, status = 200): void {
  res.render(`sandbox/${page.view}`, page.model, (fault: Error | null, body: string) => {
    if (fault !== null) {
      res.req.next?.(fault);
      return;
    }
    res.status(status).render('sandbox/layout', {
      title: page.title,
      who: page.user && `${nameOf(page.user)} (${roleName(page.user)})`,
      query: page.user ? `?user=${page.user.id}` : '',
      isBare: page.bare === true,
      body,
    });
  });
}

/** Whether somebody may add content and register tools. */
export function isTeacher({ role }: User): boolean {
  return role === 'editingteacher' || role === 'admin';
}

/** Whether somebody may open the work behind a grade of `learner`. */
export function mayLookAt(viewer: User, learner: User): boolean {
  return viewer.role !== 'student' || viewer.id === learner.id;
}

function storageModel({ storage }: FrameModel): object {
  const chosen = storage?.chosen ?? 'none';
  const choices = storage === undefined ? [] : (['none', 'page', 'frame'] as const);
  return {
    keepsHere: chosen === 'page',
    keepsInFrame: chosen === 'frame',
    storageFrame: STORAGE_TARGETS.frame,
    storageChoices: choices.map((choice) => ({
      label: STORAGE_LABELS[choice],
      href: `${storage?.baseHref ?? ''}&storage=${choice}`,
      isChosen: choice === chosen,
    })),
  };
}

function isActive(tool: Tool): boolean {
  return tool.status === 'active';
}

function toolAt(user: User): (tool: Tool) => { readonly name: string; readonly href: string } {
  return (tool) => ({
    name: tool.name,
    href: `/deep-linking/${tool.clientId}?user=${user.id}`,
  });
}

function nameOf({ givenName, familyName, id }: User): string {
  return givenName && familyName ? `${givenName} ${familyName}` : `Participant ${id}`;
}

function roleName({ role }: User): string {
  switch (role) {
    case 'student':
      return 'Student';
    case 'teacher':
      return 'Non-editing teacher';
    case 'editingteacher':
      return 'Teacher';
    case 'admin':
      return 'Administrator';
  }
}

function courseModel(state: SandboxState, user: User | undefined): object {
  return {
    people: state.users().map((person) => ({
      href: `/?user=${person.id}`,
      name: nameOf(person),
      role: roleName(person),
      note: person.note,
      locale: person.locale,
      isCurrent: person.id === user?.id,
    })),
    links: state.links().map((link) => ({
      title: link.title,
      text: link.text,
      frameHref: user && `/launch/${link.id}?user=${user.id}`,
      windowHref: user && `/start/${link.id}?user=${user.id}&target=window`,
    })),
    tools: user && isTeacher(user) ? state.tools().filter(isActive).map(toolAt(user)) : [],
    groups: groupModels(state),
    ...groupSwitch(state, user),
  };
}

function groupModels(state: SandboxState): readonly object[] {
  return (state.course.groups ?? []).map(({ id, name }) => ({
    name,
    members: state
      .users()
      .filter(({ groupIds }) => groupIds.includes(id))
      .map(nameOf)
      .join(', '),
  }));
}

/** The button for teachers; `groupsHref` undefined for everybody else. */
function groupSwitch(state: SandboxState, user: User | undefined): object {
  const areOffered = state.offeredGroups().length > 0;
  return {
    groupsNote: areOffered ? 'Tools are told these groups.' : 'Tools are not told of groups.',
    groupsHref: user && isTeacher(user) ? `/groups?user=${user.id}` : undefined,
    groupsOffer: areOffered ? 'no' : 'yes',
    groupsLabel: areOffered ? 'Keep the groups from tools' : 'Offer the groups to tools',
  };
}

function toolsModel(state: SandboxState, user: User | undefined): object {
  return {
    tools: state.tools().map((tool) => ({
      ...tool,
      isPending: tool.status === 'pending',
      activateHref: `/tools/${tool.clientId}/activate?user=${user?.id ?? ''}`,
    })),
    registerHref: `/tools/register?user=${user?.id ?? ''}`,
  };
}

function switchesModel(misbehaving: Misbehaving, user: User | undefined): object {
  return {
    action: `/switches?user=${user?.id ?? ''}`,
    groups: ENDPOINT_GROUPS.map((group) => {
      const found = misbehaving.current().get(group);
      return { group, active: found === undefined ? 'well' : JSON.stringify(found) };
    }),
  };
}

function gradebookModel(state: SandboxState, viewer: User | undefined): object {
  const items = state.lineItems();
  const received = state.receivedScores();
  return {
    columns: items.map(({ label, scoreMaximum }) => ({ label, scoreMaximum })),
    rows: state
      .users()
      .filter(({ role, enrolled }) => role === 'student' && enrolled)
      .map((user) => ({
        name: nameOf(user),
        cells: items.map((item) => {
          const grade = state.grade(item.id, user.id);
          return {
            points: grade?.finalGrade?.toFixed(DECIMALS) ?? '–',
            comment: grade?.comment ?? '',
            time: grade?.timeModified === undefined ? '' : timeText(grade.timeModified * SECOND),
            // As Moodle's grader report: a button for each grade, whether the tool named a page or not.
            reviewHref:
              grade && viewer && mayLookAt(viewer, user)
                ? `/review/${item.id}/${user.id}?user=${viewer.id}`
                : undefined,
            reviewLabel: `${item.label}, ${nameOf(user)}`,
          };
        }),
      })),
    received: received.slice(-LOG_SHOWN).reverse().map(logLine),
    total: received.length,
  };
}

function logLine({ receivedAt, lineItemId, status, body }: ReceivedScore): object {
  return { time: timeText(receivedAt), lineItemId, status, body };
}

function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}
