import { SECOND, type Clock } from '../../shared/clock.js';
import { createListeners } from './listeners.js';

/** Somebody who has the page open. */
export interface Present {
  /** Participant, or `trainer`. */
  readonly who: string;
  /** Id of the field in which they are; undefined: in none. */
  readonly field?: string | undefined;
}

/** Who is in a workspace now. Kept in memory alone: it is of no use a moment later. */
export interface Presence {
  /** Says that somebody is there; repeated while they are. */
  here(workspaceId: string, present: Present): void;
  in(workspaceId: string): readonly Present[];
  /** Told when somebody comes, goes to another field, or leaves. @returns what ends it */
  listen(workspaceId: string, listener: (present: readonly Present[]) => void): () => void;
}

/** Without a word for so long, somebody has left. */
const GONE_AFTER = 40 * SECOND;

export function createPresence({ clock }: { readonly clock: Clock }): Presence {
  const places = new Map<string, Map<string, Present & { readonly at: number }>>();
  const listeners = createListeners<readonly Present[]>();

  function stillThere(workspaceId: string): readonly Present[] {
    const people = places.get(workspaceId);
    if (!people) return [];
    for (const [who, { at }] of people) if (at < clock() - GONE_AFTER) people.delete(who);
    if (people.size === 0) places.delete(workspaceId);
    return [...people.values()].map(({ who, field }) => ({ who, field }));
  }

  return {
    here(workspaceId, { who, field }) {
      const people =
        places.get(workspaceId) ?? new Map<string, Present & { readonly at: number }>();
      const known = people.get(who);
      places.set(workspaceId, people.set(who, { who, field, at: clock() }));
      if (known?.field !== field || !known) listeners.tell(workspaceId, stillThere(workspaceId));
    },
    in: stillThere,
    listen: (workspaceId, listener) => listeners.add(workspaceId, listener),
  };
}
