import { Router } from 'express';
import type { Job } from '../../jobs/runner.js';
import type { Assets } from '../../http/assets.js';
import type { Database } from '../../persistence/database.js';
import type { Clock } from '../../shared/clock.js';
import { SECOND } from '../../shared/clock.js';
import type { Audit } from '../../shared/audit.js';
import type { NewId } from '../../shared/ids.js';
import type { ActivityText } from '../../curriculum/index.js';
import type { ParticipantStore } from '../participant.store.js';
import { openFiles } from '../files/index.js';
import { filesPanel } from '../files/files.views.js';
import type { Membership } from '../people/membership.service.js';
import { createAgreements } from './agreements.service.js';
import { createHistory } from './history.service.js';
import { historyRoutes } from './history.routes.js';
import { liveRoutes } from './live.routes.js';
import { createOpenDocuments } from './open-documents.js';
import { createPresence } from './presence.js';
import { createStandings, type WorkspaceStandings } from './standings.js';
import { workspaceRoutes, type WorkspaceRoutesDeps } from './workspace.routes.js';
import { createWorkspaces, type Workspaces, type WorkspacesDeps } from './workspace.service.js';
import { openWorkspaceStore } from './workspace.store.js';

/** How soon the edits of another process are seen. */
const POLL = SECOND;

/** Where tandems make one thing together. */
export interface WorkspaceRoom {
  readonly router: Router;
  readonly workspaces: Workspaces;
  readonly standings: WorkspaceStandings;
  readonly job: Job;
  /** Removes what was left half done. @returns how many */
  sweep(): Promise<number>;
}

export interface WorkspaceRoomDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly audit: Audit;
  readonly assets: Pick<Assets, 'url'>;
  readonly membership: Membership;
  readonly participants: ParticipantStore;
  readonly activityFor: WorkspacesDeps['activityFor'];
  readonly activity: (id: string, locale: string) => ActivityText | undefined;
  /** When a tandem meets next. */
  readonly meetingPanel: WorkspaceRoutesDeps['meetingPanel'];
}

export async function openWorkspaces(deps: WorkspaceRoomDeps): Promise<WorkspaceRoom> {
  const { database, clock } = deps;
  const store = await openWorkspaceStore(database);
  const documents = createOpenDocuments({ store, clock });
  const room = { ...deps, store, documents };
  const beside = await openFiles(room);
  const { workspaces, agreements } = beside.agreed({
    workspaces: createWorkspaces(room),
    agreements: createAgreements(room),
  });
  const history = createHistory(room);
  return {
    router: Router({ mergeParams: true }).use(
      liveRoutes({ workspaces, presence: createPresence({ clock }) }),
      workspaceRoutes({
        ...{ ...deps, workspaces, agreements },
        filesPanel: async (principal, place, reader) =>
          filesPanel(await beside.files.view(principal, place), reader),
      }),
      beside.router,
      historyRoutes({ workspaces, history }),
    ),
    workspaces,
    standings: createStandings({ ...deps, store }),
    job: {
      name: 'follow-workspaces',
      idle: POLL,
      workers: 1,
      async runOnce() {
        await documents.poll();
        return false;
      },
    },
    sweep: () => beside.files.sweep(),
  };
}
