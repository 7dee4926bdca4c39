import { fieldOf } from '../shared/raw.js';

/** A scene with choices, or an end. Which fields are there depends on `end`. Texts are HTML-escaped. */
export interface StoryNode {
  readonly id: string;
  readonly end?: boolean;
  readonly text?: string;
  readonly choices?: readonly Choice[];
  readonly outcome?: string;
  readonly learn?: string;
  readonly score?: number;
}

export interface Choice {
  readonly text: string;
  /** Id of the node that follows. */
  readonly next: string;
  readonly consequence?: string;
}

export interface Story {
  readonly start: string;
  readonly nodes: readonly StoryNode[];
  /** Most points of any end; counted from the ends when it is left out. */
  readonly maxScore?: number;
}

/** Where a path of choices leads. */
export interface Place {
  /** Undefined where the author's story has a hole. */
  readonly node: StoryNode | undefined;
  /** The last choice made; undefined at the start. */
  readonly choice: Choice | undefined;
}

/** @param path numbers of the choices made, from 0, in order */
export function placeOf(story: Story, path: readonly number[]): Place {
  const nodeOf = (id: string | undefined): StoryNode | undefined =>
    story.nodes.find((node) => node.id === id);
  let place: Place = { node: nodeOf(story.start), choice: undefined };
  for (const number of path) {
    const choice = place.node?.choices?.[number];
    place = { node: nodeOf(choice?.next), choice };
  }
  return place;
}

export function mostPoints({ nodes, maxScore }: Story): number {
  return maxScore ?? Math.max(0, ...nodes.map(({ score = 0 }) => score));
}

/** A kept path, as far as the story still has it. */
export function readPath(story: Story, raw: unknown): readonly number[] {
  const given = fieldOf(raw, 'path');
  const path: number[] = [];
  for (const number of Array.isArray(given) ? (given as readonly unknown[]) : []) {
    const choices = placeOf(story, path).node?.choices ?? [];
    if (typeof number !== 'number' || !Object.hasOwn(choices, number)) break;
    path.push(number);
  }
  return path;
}
