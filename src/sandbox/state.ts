import {
  type Course,
  type Grade,
  type Group,
  type LineItem,
  type Link,
  type Snapshot,
  type Tool,
  type User,
} from './course.js';
import type { Score } from './score.js';
import { SEEDED_COURSE, SEEDED_USERS, type SandboxSeed } from './seed.js';

/** A post to a `/scores` address, accepted or not. */
export interface ReceivedScore {
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  readonly lineItemId: string;
  /** Undefined when the token named no tool. */
  readonly clientId: string | undefined;
  readonly status: number;
  /** As it came. */
  readonly body: string;
  /** Undefined when the body was no score. */
  readonly score: Score | undefined;
}

/** Undefined: any. */
export interface GradeFilter {
  readonly lineItemId?: string | undefined;
  readonly userId?: string | undefined;
}

/** What tests and pages may look at. */
export interface SandboxState {
  readonly course: Course;
  users(): readonly User[];
  user(id: string): User | undefined;
  tools(): readonly Tool[];
  tool(clientId: string): Tool | undefined;
  links(): readonly Link[];
  link(id: string): Link | undefined;
  lineItems(): readonly LineItem[];
  lineItem(id: string): LineItem | undefined;
  /** Cells that were ever written. */
  grades(filter?: GradeFilter): readonly Grade[];
  grade(lineItemId: string, userId: string): Grade | undefined;
  /** Every post since the start, oldest first. */
  receivedScores(): readonly ReceivedScore[];
  /** Groups of the course that tools are told; none unless somebody switched them on. */
  offeredGroups(): readonly Group[];
}

/** What the routes may change. */
export interface State extends SandboxState {
  putTool(tool: Tool): void;
  putLink(link: Link): void;
  putLineItem(item: LineItem): void;
  /** Takes its grades along. */
  removeLineItem(id: string): void;
  putGrade(grade: Grade): void;
  recordScore(received: ReceivedScore): void;
  offerGroups(offered: boolean): void;
  nextId(kind: keyof Snapshot['lastIds']): string;
  snapshot(): Omit<Snapshot, 'keys'>;
}

export interface StateDeps {
  readonly saved: Snapshot | undefined;
  readonly seed: SandboxSeed | undefined;
  /** Called after each change that must survive a restart. */
  readonly changed: () => void;
}

/** All in memory: maps by id. */
export function createState({ saved, seed, changed }: StateDeps): State {
  const course = saved?.course ?? seed?.course ?? SEEDED_COURSE;
  const users = byId(saved?.users ?? seed?.users ?? SEEDED_USERS);
  const tools = new Map(saved?.tools.map((tool) => [tool.clientId, tool]));
  const links = byId<Link>(saved?.links ?? []);
  const lineItems = byId<LineItem>(saved?.lineItems ?? []);
  const gradebook = createGradebook(saved?.grades ?? []);
  const received: ReceivedScore[] = [];
  // Moodle's first grade item is the course total, so that a tool's first is 2.
  const lastIds = { ...(saved?.lastIds ?? { tool: 0, link: 0, lineItem: 1 }) };

  let offersGroups = saved?.offersGroups ?? false;

  const put = <T>(map: Map<string, T>, id: string, thing: T): void => {
    map.set(id, thing);
    changed();
  };

  return {
    course,
    users: () => [...users.values()],
    user: (id) => users.get(id),
    tools: () => [...tools.values()],
    tool: (clientId) => tools.get(clientId),
    links: () => [...links.values()],
    link: (id) => links.get(id),
    lineItems: () => [...lineItems.values()],
    lineItem: (id) => lineItems.get(id),
    grades: (filter) => gradebook.list(filter),
    grade: (lineItemId, userId) => gradebook.get(lineItemId, userId),
    receivedScores: () => received,
    offeredGroups: () => (offersGroups ? (course.groups ?? []) : []),
    offerGroups: (offered) => {
      offersGroups = offered;
      changed();
    },
    putTool: (tool) => put(tools, tool.clientId, tool),
    putLink: (link) => put(links, link.id, link),
    putLineItem: (item) => put(lineItems, item.id, item),
    removeLineItem: (id) => {
      lineItems.delete(id);
      gradebook.removeColumn(id);
      changed();
    },
    putGrade: (grade) => {
      gradebook.put(grade);
      changed();
    },
    recordScore: (score) => {
      received.push(score);
    },
    nextId: (kind) => String(++lastIds[kind]),
    snapshot: () => ({
      course,
      users: [...users.values()],
      tools: [...tools.values()],
      links: [...links.values()],
      lineItems: [...lineItems.values()],
      grades: [...gradebook.list()],
      offersGroups,
      lastIds: { ...lastIds },
    }),
  };
}

interface Gradebook {
  list(filter?: GradeFilter): readonly Grade[];
  get(lineItemId: string, userId: string): Grade | undefined;
  put(grade: Grade): void;
  removeColumn(lineItemId: string): void;
}

/** Cells by line item, then by user. */
function createGradebook(saved: readonly Grade[]): Gradebook {
  const columns = new Map<string, Map<string, Grade>>();
  const put = (grade: Grade): void => {
    const column = columns.get(grade.lineItemId) ?? new Map<string, Grade>();
    columns.set(grade.lineItemId, column.set(grade.userId, grade));
  };
  saved.forEach(put);
  return {
    list({ lineItemId, userId } = {}) {
      const wanted = lineItemId === undefined ? [...columns.keys()] : [lineItemId];
      return wanted
        .flatMap((id) => [...(columns.get(id)?.values() ?? [])])
        .filter((grade) => userId === undefined || grade.userId === userId);
    },
    get: (lineItemId, userId) => columns.get(lineItemId)?.get(userId),
    put,
    removeColumn: (lineItemId) => void columns.delete(lineItemId),
  };
}

function byId<T extends { readonly id: string }>(things: readonly T[]): Map<string, T> {
  return new Map(things.map((thing) => [thing.id, thing]));
}
