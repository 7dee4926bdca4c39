import type { Router } from 'express';
import type { Database } from '../../persistence/database.js';
import type { Principal } from '../../shared/principal.js';
import type { TandemReader } from '../people/people.views.js';
import { meetingPanel, type MeetingPanel } from './meetings.views.js';
import { meetingsRoutes } from './meetings.routes.js';
import { createMeetings, type Meetings, type MeetingsDeps } from './meetings.service.js';
import { openMeetingStore } from './meeting.store.js';

/** When tandems meet. */
export interface MeetingsRoom {
  readonly meetings: Meetings;
  readonly router: Router;
  readonly panel: (
    principal: Principal,
    tandemId: string,
    reader: TandemReader,
  ) => Promise<MeetingPanel>;
}

export async function openMeetings(
  deps: Omit<MeetingsDeps, 'store'> & { readonly database: Database },
): Promise<MeetingsRoom> {
  const meetings = createMeetings({ ...deps, store: await openMeetingStore(deps.database) });
  return {
    meetings,
    router: meetingsRoutes({ meetings, clock: deps.clock }),
    panel: async (principal, tandemId, reader) =>
      meetingPanel(await meetings.view(principal, tandemId), reader),
  };
}
