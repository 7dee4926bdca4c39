import { Router } from 'express';
import type { Job } from '../../jobs/runner.js';
import type { Assets } from '../../http/assets.js';
import type { Database } from '../../persistence/database.js';
import type { Clock } from '../../shared/clock.js';
import { SECOND } from '../../shared/clock.js';
import type { NewId } from '../../shared/ids.js';
import type { ActivityText } from '../../curriculum/index.js';
import type { ParticipantStore } from '../participant.store.js';
import type { Membership } from '../people/membership.service.js';
import { createAgreements } from './agreements.service.js';
import { createHistory } from './history.service.js';
import { historyRoutes } from './history.routes.js';
import { liveRoutes } from './live.routes.js';
import { createOpenDocuments } from './open-documents.js';
import { createPresence } from './presence.js';
import { createStandings, type WorkspaceStandings } from './standings.js';
import { workspaceRoutes } from './workspace.routes.js';
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
}

export interface WorkspaceRoomDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly assets: Pick<Assets, 'url'>;
  readonly membership: Membership;
  readonly participants: ParticipantStore;
  readonly activityFor: WorkspacesDeps['activityFor'];
  readonly activity: (id: string, locale: string) => ActivityText | undefined;
}

export async function openWorkspaces(deps: WorkspaceRoomDeps): Promise<WorkspaceRoom> {
  const { database, clock } = deps;
  const store = await openWorkspaceStore(database);
  const documents = createOpenDocuments({ store, clock });
  const room = { ...deps, store, documents };
  const workspaces = createWorkspaces(room);
  const agreements = createAgreements(room);
  const history = createHistory(room);
  return {
    router: Router({ mergeParams: true }).use(
      liveRoutes({ workspaces, presence: createPresence({ clock }) }),
      workspaceRoutes({ ...deps, workspaces, agreements }),
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
  };
}
