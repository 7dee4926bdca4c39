import type { ZodType } from 'zod';
import { InvalidInput } from '../shared/errors.js';

/**
 * Reads what a request brought, once, at the edge.
 * @throws {InvalidInput} naming the field and the rule, never the value
 */
export function parse<T>(schema: ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const faults = result.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'input'}: ${issue.code}`);
  throw new InvalidInput(faults.join('; '));
}
