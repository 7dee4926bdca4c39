import { isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { ZodType } from 'zod';
import type { Fault, FieldPath, Problem } from './content-fault.js';
import { problemsOf } from './problem.js';

/** A content file that knows the line of each of its fields. */
export interface YamlFile {
  /** Its content as plain values; undefined when it is not YAML. */
  readonly value: unknown;
  /** What is wrong with its YAML. */
  readonly faults: readonly Fault[];
  /** Reads all of it. Without a value there are faults, of the YAML or of the schema, which are returned. */
  read<T>(schema: ZodType<T>): { readonly value?: T; readonly faults: readonly Fault[] };
  /** Says where in the file a problem is. */
  locate(problem: Problem): Fault;
}

/** @param file name as people are to see it */
export function openYaml(file: string, text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const syntaxFaults = syntaxProblems(document).map(({ offset, expected }) => ({
    file,
    line: lineAt(offset),
    field: '',
    expected,
  }));
  const locate = ({ at, expected }: Problem): Fault => ({
    file,
    line: lineAt(offsetOf(document, at)),
    field: at.join('.'),
    expected,
  });
  const value: unknown = syntaxFaults.length === 0 ? document.toJS() : undefined;
  return {
    value,
    faults: syntaxFaults,
    locate,
    read(schema) {
      if (syntaxFaults.length > 0) return { faults: [] };
      const result = schema.safeParse(value);
      return result.success
        ? { value: result.data, faults: [] }
        : { faults: problemsOf(result.error, value).map(locate) };
    },
  };
}

function syntaxProblems(
  document: Document.Parsed,
): readonly { readonly offset: number; readonly expected: string }[] {
  // One unclosed quotation mark makes many errors; the first is where it began.
  const [error] = document.errors;
  if (error) return [{ offset: error.pos[0], expected: `not readable as YAML: ${error.message}` }];
  const aliases: { offset: number; expected: string }[] = [];
  visit(document, {
    Alias(_key, node) {
      const expected = 'a text that begins with * must stand between quotation marks';
      aliases.push({ offset: node.range?.[0] ?? 0, expected });
    },
  });
  return aliases;
}

/** Where the field begins; where it is missing, the nearest field around it. */
function offsetOf(document: Document, path: FieldPath): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (!pair || !isScalar(pair.key)) return offset;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof key === 'number') {
      node = node.items[key];
      offset = startOf(node) ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return isMap(node) || isSeq(node) || isScalar(node) ? node.range?.[0] : undefined;
}
