import { Router } from 'express';
import { zoneFor } from '../meetings/meetings.views.js';
import type { Meetings } from '../meetings/meetings.service.js';
import { openReminders, type RemindersRoomDeps } from '../reminders/index.js';
import { boardRoutes } from './board.routes.js';
import { createBoard, type BoardDeps } from './board.service.js';

export type BoardRoomDeps = Omit<RemindersRoomDeps, 'board'> &
  BoardDeps & { readonly meetings: Pick<Meetings, 'nextOf' | 'zoneOf'> };

/** What trainers see of all tandems, and what they ask of them. Before the pages of tutors. */
export async function openBoard(deps: BoardRoomDeps): Promise<Router> {
  const { meetings } = deps;
  const board = createBoard(deps);
  const { reminders, router } = await openReminders({ ...deps, board });
  const routes = boardRoutes({
    board,
    beside: async (principal, rows, locale) => {
      const zone = await meetings.zoneOf(principal);
      return {
        meetings: await meetings.nextOf(rows.map(({ tandem }) => tandem.id)),
        reminded: await reminders.lastOf(
          rows.flatMap(({ members }) => members.map(({ id }) => id)),
        ),
        zone: zoneFor(zone, locale),
        isZoneKnown: zone !== undefined,
      };
    },
  });
  return Router({ mergeParams: true }).use(router, routes);
}
