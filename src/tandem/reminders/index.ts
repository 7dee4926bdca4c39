import type { Router } from 'express';
import type { Database } from '../../persistence/database.js';
import { openReminderStore } from './reminder.store.js';
import { remindersRoutes } from './reminders.routes.js';
import { createReminders, type Reminders, type RemindersDeps } from './reminders.service.js';

/** What trainers ask of tutors between two visits. */
export interface RemindersRoom {
  readonly reminders: Reminders;
  /** Before the pages that show what waits. */
  readonly router: Router;
}

export type RemindersRoomDeps = Omit<RemindersDeps, 'store'> & { readonly database: Database };

export async function openReminders(deps: RemindersRoomDeps): Promise<RemindersRoom> {
  const reminders = createReminders({ ...deps, store: await openReminderStore(deps.database) });
  return { reminders, router: remindersRoutes({ reminders }) };
}
