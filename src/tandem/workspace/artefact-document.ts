import * as Y from 'yjs';
import { AppError } from '../../shared/errors.js';
import { readCell, type DocumentValues } from './cells.js';

/** What came is no update of this document: unreadable, of foreign parts, or built on edits that are not here. */
export class UpdateInvalid extends AppError {
  readonly code = 'tandem.update-invalid';
  readonly status = 422;
}

/** A part, or the whole, would grow beyond what a form holds. */
export class DocumentTooLarge extends AppError {
  readonly code = 'tandem.document-too-large';
  readonly status = 413;
}

/** Characters in one text. */
export const MOST_CHARACTERS = 5000;
/** Rows in one table. */
export const MOST_ROWS = 60;
/** Bytes of the whole document with its history. */
const MOST_BYTES = 1_000_000;
const LONGEST_VALUE = 60;

/** What two people write at once. The only file of the server that knows Yjs; nothing here does I/O. */
export interface ArtefactDocument {
  /**
   * Takes an update in.
   * @param mayTouch asked for each name that it changes
   * @returns the names that it changed; none when all of it was known
   * @throws {UpdateInvalid} @throws {DocumentTooLarge} and whatever `mayTouch` throws; the document is then as before
   */
  take(update: Uint8Array, mayTouch: (name: string) => void): readonly string[];
  /** All of it, as an update. */
  state(): Uint8Array;
  /** What somebody lacks who has seen this much. @param seen a state vector; undefined: nothing yet @throws {UpdateInvalid} */
  since(seen?: Uint8Array): Uint8Array;
  values(): DocumentValues;
}

/** @param updates in any order; the same twice does no harm */
export function openDocument(updates: readonly Uint8Array[]): ArtefactDocument {
  const document = new Y.Doc();
  for (const update of updates) Y.applyUpdate(document, update);
  // Tries what comes, so that what is refused leaves no trace in the document itself.
  let trial = copyOf(document);
  // At least as much as there is: what was deleted still counts, until it is counted anew.
  let bytes = Y.encodeStateAsUpdate(document).length;

  return {
    take(update, mayTouch) {
      try {
        const names = applied(trial, update);
        for (const name of names) mayTouch(name);
        requireParts(trial, names);
        if (bytes + update.length > MOST_BYTES) bytes = requireSize(trial);
        Y.applyUpdate(document, update);
        bytes += update.length;
        return names;
      } catch (fault) {
        trial = copyOf(document);
        throw fault;
      }
    },
    state: () => Y.encodeStateAsUpdate(document),
    since(seen) {
      try {
        return Y.encodeStateAsUpdate(document, seen);
      } catch (cause) {
        throw new UpdateInvalid('state vector unreadable', { cause });
      }
    },
    values: () => valuesIn(document),
  };
}

/**
 * The update that makes of the document at `base` what the values say, as somebody who wrote while
 * the others went on.
 * @param base state on which the values were written
 * @param wanted new content by name; names that are left out stay as they are
 */
export function editOf(base: Uint8Array, wanted: Partial<DocumentValues>): Uint8Array {
  const document = new Y.Doc();
  Y.applyUpdate(document, base);
  const before = Y.encodeStateVector(document);
  document.transact(() => {
    for (const [name, text] of Object.entries(wanted.texts ?? {})) {
      changeText(document.getText(name), text);
    }
    for (const [name, values] of Object.entries(wanted.values ?? {})) {
      changeValues(document.getMap<string>(name), values);
    }
    for (const [name, rows] of Object.entries(wanted.rows ?? {})) {
      changeRows(document.getArray<string>(name), rows);
    }
  });
  return Y.encodeStateAsUpdate(document, before);
}

function copyOf(document: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(document));
  return copy;
}

/** @returns the names of the roots that changed. @throws {UpdateInvalid} */
function applied(document: Y.Doc, update: Uint8Array): readonly string[] {
  const names = new Set<string>();
  const note = ({ changed }: Y.Transaction): void => {
    for (const type of changed.keys()) names.add(nameOf(type));
  };
  document.on('afterTransaction', note);
  try {
    if (Y.decodeUpdate(update).structs.some(isForeign)) throw new UpdateInvalid('foreign content');
    Y.applyUpdate(document, update);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new UpdateInvalid('unreadable', { cause });
  } finally {
    document.off('afterTransaction', note);
  }
  if (document.store.pendingStructs !== null || document.store.pendingDs !== null) {
    throw new UpdateInvalid('built on edits that are not here');
  }
  return [...names];
}

/** @throws {UpdateInvalid} for a part that lies in another, which our forms never have */
function nameOf(type: Parameters<typeof Y.findRootTypeKey>[0]): string {
  if (type._item !== null) throw new UpdateInvalid('nested part');
  return Y.findRootTypeKey(type);
}

/** Texts and strings alone: nothing that a browser would have to trust. */
function isForeign(struct: Y.Item | Y.GC | Y.Skip): boolean {
  if (!(struct instanceof Y.Item)) return false;
  const { content } = struct;
  if (content instanceof Y.ContentAny)
    return content.arr.some((value) => typeof value !== 'string');
  return !(content instanceof Y.ContentString || content instanceof Y.ContentDeleted);
}

/** @throws {DocumentTooLarge} @throws {UpdateInvalid} */
function requireParts(document: Y.Doc, names: readonly string[]): void {
  for (const name of names) {
    const kind = readCell(name)?.kind;
    if (kind === 'text' && document.getText(name).length > MOST_CHARACTERS) throw tooLarge(name);
    if (kind === 'rows') requireRows(document.getArray(name), name);
    if (kind === 'values') requireValues(document.getMap(name), name);
  }
}

/** @returns bytes @throws {DocumentTooLarge} */
function requireSize(document: Y.Doc): number {
  const { length } = Y.encodeStateAsUpdate(document);
  if (length > MOST_BYTES) throw tooLarge('document');
  return length;
}

function requireRows(rows: Y.Array<unknown>, name: string): void {
  if (rows.length > MOST_ROWS) throw tooLarge(name);
  const isId = (row: unknown): boolean =>
    typeof row === 'string' && /^[A-Za-z0-9_-]{1,60}$/u.test(row);
  if (!rows.toArray().every(isId)) throw new UpdateInvalid('row without an id');
}

function requireValues(values: Y.Map<unknown>, name: string): void {
  if (values.size > LONGEST_VALUE) throw tooLarge(name);
  for (const [key, value] of values.entries()) {
    if (`${key}${String(value)}`.length > LONGEST_VALUE) throw tooLarge(name);
  }
}

function tooLarge(what: string): DocumentTooLarge {
  return new DocumentTooLarge(`${what} would be too large`);
}

function valuesIn(document: Y.Doc): DocumentValues {
  const texts: Record<string, string> = {};
  const values: Record<string, Readonly<Record<string, string>>> = {};
  const rows: Record<string, readonly string[]> = {};
  for (const name of document.share.keys()) {
    const kind = readCell(name)?.kind;
    if (kind === 'text') {
      const text = document.getText(name).toJSON();
      if (text !== '') texts[name] = text;
    }
    if (kind === 'values') {
      const map = document.getMap<string>(name).toJSON() as Record<string, string>;
      if (Object.keys(map).length > 0) values[name] = map;
    }
    if (kind === 'rows') {
      // Two people may have moved the same row: it then stands twice, and counts once.
      const ids = [...new Set(document.getArray<string>(name).toArray())];
      if (ids.length > 0) rows[name] = ids;
    }
  }
  return { texts, values, rows };
}

/** Between what both have in common at the start and at the end lies what the person changed. */
function changeText(text: Y.Text, wanted: string): void {
  const known = text.toJSON();
  if (known === wanted) return;
  let start = 0;
  while (start < Math.min(known.length, wanted.length) && known[start] === wanted[start])
    start += 1;
  let end = 0;
  const most = Math.min(known.length, wanted.length) - start;
  while (end < most && known[known.length - 1 - end] === wanted[wanted.length - 1 - end]) end += 1;
  text.delete(start, known.length - start - end);
  text.insert(start, wanted.slice(start, wanted.length - end));
}

function changeValues(map: Y.Map<string>, wanted: Readonly<Record<string, string>>): void {
  for (const key of map.keys()) if (!(key in wanted)) map.delete(key);
  for (const [key, value] of Object.entries(wanted))
    if (map.get(key) !== value) map.set(key, value);
}

/** Rows that stay keep their place in the document; the others go or come. */
function changeRows(rows: Y.Array<string>, wanted: readonly string[]): void {
  const known = rows.toArray();
  if (known.length === wanted.length && known.every((row, at) => row === wanted[at])) return;
  for (let at = known.length - 1; at >= 0; at -= 1) {
    if (!wanted.includes(known[at] ?? '')) rows.delete(at);
  }
  wanted.forEach((row, at) => {
    if (rows.get(at) === row) return;
    const from = rows.toArray().indexOf(row);
    if (from >= 0) rows.delete(from);
    rows.insert(at, [row]);
  });
}
