import type { z } from 'zod';
import type { FieldPath, Problem } from './content-fault.js';

type Issue = z.ZodError['issues'][number];

/**
 * Says in an editor's words what a schema found.
 * @param value what was checked, to tell a missing field from a wrong one
 */
export function problemsOf(error: z.ZodError, value: unknown): readonly Problem[] {
  return error.issues.flatMap((issue) => problems(issue, value));
}

function problems(issue: Issue, value: unknown): readonly Problem[] {
  const at = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  if (issue.code === 'invalid_type') {
    const expected = `expected ${WORDS[issue.expected] ?? issue.expected}`;
    return [{ at, expected: has(value, at) ? expected : `missing, ${expected}` }];
  }
  if (issue.code === 'unrecognized_keys') {
    const expected = 'nothing of this name is expected here';
    return issue.keys.map((key) => ({ at: [...at, key], expected }));
  }
  if (issue.code === 'too_small') {
    const unit = UNITS[issue.origin] ?? '';
    return [{ at, expected: `expected at least ${issue.minimum}${unit}` }];
  }
  return [{ at, expected: issue.message }];
}

const UNITS: Readonly<Record<string, string>> = { array: ' in the list', string: ' letter' };

const WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'fields below it',
  record: 'fields below it',
};

function has(value: unknown, path: FieldPath): boolean {
  let inner: unknown = value;
  for (const key of path) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return false;
    inner = (inner as Readonly<Record<string | number, unknown>>)[key];
  }
  return inner !== undefined;
}
