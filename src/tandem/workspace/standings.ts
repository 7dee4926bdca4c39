import type { Locale, Translate } from '../../i18n/i18n.js';
import type { ActivityText } from '../../curriculum/index.js';
import type { StandingsOf, TandemStanding } from '../board/standing.js';
import type { Participant } from '../participant.js';
import type { ParticipantStore } from '../participant.store.js';
import type { Workspace } from './workspace.js';
import type { WorkspaceStore } from './workspace.store.js';

/** What trainers see of workspaces from outside. */
export interface WorkspaceStandings {
  readonly standingsOf: StandingsOf;
  /** Whether anything was written or ticked in a workspace of the tandem. */
  hasWork(tandemId: string): Promise<boolean>;
}

export function createStandings(deps: {
  readonly store: WorkspaceStore;
  readonly participants: ParticipantStore;
  /** Undefined for an activity that was taken out of the content. */
  readonly activity: (id: string, locale: string) => ActivityText | undefined;
}): WorkspaceStandings {
  const { store, participants, activity } = deps;
  return {
    async standingsOf(tandemIds, reader) {
      const standings = new Map<string, readonly TandemStanding[]>();
      for (let at = 0; at < tandemIds.length; at += 300) {
        const ids = tandemIds.slice(at, at + 300);
        const members = await participants.inTandems(ids);
        for (const workspace of await store.ofTandems(ids)) {
          const about = activity(workspace.activityId, reader.locale);
          if (!about) continue;
          const seated = members.filter(({ tandemId }) => tandemId === workspace.tandemId);
          const known = standings.get(workspace.tandemId) ?? [];
          standings.set(workspace.tandemId, [
            ...known,
            standingOf(workspace, about, { ...reader, members: seated }),
          ]);
        }
      }
      return standings;
    },

    async hasWork(tandemId) {
      for (const { id, doneSteps } of await store.ofTandems([tandemId])) {
        if (doneSteps.length > 0 || (await store.editsAfter(id, 0, 1)).length > 0) return true;
      }
      return false;
    },
  };
}

function standingOf(
  { activityId, doneSteps, confirmations, frozenAt }: Workspace,
  { title, steps }: ActivityText,
  at: { readonly t: Translate; readonly locale: Locale; readonly members: readonly Participant[] },
): TandemStanding {
  const { t, members } = at;
  const isDone = frozenAt !== undefined;
  const next = steps.findIndex(({ id }) => !doneSteps.includes(id));
  const said = new Set(confirmations.map(({ by }) => by));
  const silent = members.filter(({ id }) => !said.has(id)).map(({ id }) => id);
  return {
    ...{ activityId, title, isDone },
    state: isDone
      ? t('tandem.agree.all')
      : t('tandem.standing.step', {
          step: next < 0 ? steps.length : next + 1,
          steps: steps.length,
        }),
    // When one has confirmed, it is the other's turn.
    waitsFor: !isDone && said.size > 0 ? silent : [],
    waitsForTrainer: isDone,
  };
}
