import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mostPoints, placeOf, readPath } from '../../../content/h5p/branching-case/story.js';

const story = {
  start: 'phone',
  nodes: [
    {
      id: 'phone',
      text: 'Aivars phones',
      choices: [
        { text: 'Agree', next: 'cut', consequence: 'No check' },
        { text: 'Meet', next: 'workshop' },
      ],
    },
    { id: 'workshop', text: 'The saw', choices: [{ text: 'Wait', next: 'good' }] },
    { id: 'cut', end: true, outcome: 'A cut thumb', score: 0 },
    { id: 'good', end: true, outcome: 'He stays', score: 3 },
  ],
};

describe('a branching story', () => {
  it('begins at its start, with no choice made', () => {
    expect(placeOf(story, [])).toEqual({ node: story.nodes[0], choice: undefined });
  });

  it('follows the choices, and keeps the last one for its consequence', () => {
    const { node, choice } = placeOf(story, [0]);
    expect(node?.id).toBe('cut');
    expect(choice?.consequence).toBe('No check');
    expect(placeOf(story, [1, 0]).node?.id).toBe('good');
  });

  it('has as many points as its best end, unless the author says more', () => {
    expect(mostPoints(story)).toBe(3);
    expect(mostPoints({ ...story, maxScore: 5 })).toBe(5);
    expect(mostPoints({ start: 'a', nodes: [{ id: 'a', end: true }] })).toBe(0);
  });

  it('resumes as far as the story still has the path', () => {
    expect(readPath(story, { path: [1, 0] })).toEqual([1, 0]);
    expect(readPath(story, { path: [1, 4, 0] })).toEqual([1]);
    expect(readPath(story, { path: [1, 0, 0] })).toEqual([1, 0]);
  });

  it('resumes at a scene that it has, whatever was kept', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), fc.record({ path: fc.array(fc.jsonValue()) })),
        (raw) => {
          expect(placeOf(story, readPath(story, raw)).node).toBeDefined();
        },
      ),
    );
  });
});
