import type { XApiEvent } from './h5p-core.js';

/** Says in a statement what kind of interaction it is about. */
export function describeInteraction(event: XApiEvent, definition: object): void {
  const known = event.getVerifiedStatementValue(['object', 'definition']) ?? {};
  Object.assign(known, {
    type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
    ...definition,
  });
}

export function setResponse({ data: { statement } }: XApiEvent, response: string): void {
  const result = typeof statement.result === 'object' ? statement.result : {};
  statement.result = { ...result, response };
}
