import type { JsonObject } from '../../shared/json-object.js';

/** What is written down: the draft as the server takes it. */
export interface Draft {
  readonly title: string;
  readonly params: JsonObject;
  /** Who holds the rights, in plain text. */
  readonly metadata: JsonObject;
}
