import type { Problem } from '../reading/content-fault.js';
import type { CaseNode, ExerciseOf } from './exercise.js';

/**
 * A story holds together: it begins somewhere, every choice leads to a node, every node can be
 * reached, and from every node there is a way to an end.
 */
export function caseProblems({ start, nodes }: ExerciseOf<'case'>): readonly Problem[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const broken = nodes.flatMap((node, at) =>
    choicesOf(node).flatMap(({ next }, choice) =>
      byId.has(next)
        ? []
        : [
            {
              at: ['nodes', at, 'choices', choice, 'next'],
              expected: `no node has the id ${next}`,
            },
          ],
    ),
  );
  if (!byId.has(start)) {
    return [...broken, { at: ['start'], expected: `no node has the id ${start}` }];
  }
  const reachable = reachableFrom(start, byId);
  const ending = leadingToAnEnd(nodes);
  const lost = nodes.flatMap(({ id }, at): Problem[] => {
    const place = ['nodes', at, 'id'];
    if (!reachable.has(id)) return [{ at: place, expected: `no choice leads to ${id}` }];
    return ending.has(id) ? [] : [{ at: place, expected: `expected a way from ${id} to an end` }];
  });
  return [...broken, ...lost];
}

function reachableFrom(start: string, nodes: ReadonlyMap<string, CaseNode>): ReadonlySet<string> {
  const reached = new Set<string>([start]);
  // A Set walks also over what is added while walking.
  for (const id of reached) {
    const node = nodes.get(id);
    for (const { next } of node ? choicesOf(node) : []) reached.add(next);
  }
  return reached;
}

function leadingToAnEnd(nodes: readonly CaseNode[]): ReadonlySet<string> {
  const ending = new Set(nodes.filter((node) => 'end' in node).map(({ id }) => id));
  let before: number;
  do {
    before = ending.size;
    for (const node of nodes) {
      if (choicesOf(node).some(({ next }) => ending.has(next))) ending.add(node.id);
    }
  } while (ending.size > before);
  return ending;
}

function choicesOf(node: CaseNode): readonly { readonly id: string; readonly next: string }[] {
  return 'end' in node ? [] : node.choices;
}
