import { decode } from '../../../../content/h5p/shared/text.js';
import type { Translate } from '../../../i18n/i18n.js';
import { isObject } from '../../../shared/json-object.js';
import type { SemanticsField } from '../../../shared/semantics/semantics-field.js';
import { placeInWords } from '../../field-place.js';
import type { ExerciseCopy } from '../authored-exercise.js';
import { metadataGroup } from './rights-fields.js';

/** One place where two drafts of an exercise are not the same, in words. */
export interface Difference {
  /** As an author knows it: `Answers 1 › Text`. */
  readonly place: string;
  /** Plain text; '' where there is nothing. */
  readonly mine: string;
  readonly theirs: string;
}

interface Drafts {
  readonly mine: ExerciseCopy;
  readonly theirs: ExerciseCopy;
}

/** More would be read by nobody. */
const MOST = 60;
/** Characters of one text. */
const LONGEST = 600;

/** @param fieldsOf of a type, such as `Tandem.SingleChoice 1.0`, labelled in the reader's language */
export function differencesOf(
  library: string,
  { mine, theirs }: Drafts,
  fieldsOf: (library: string) => readonly SemanticsField[],
  t: Translate,
): readonly Difference[] {
  const fields = [...fieldsOf(library), metadataGroup(t)];
  const whole = (copy: ExerciseCopy): object => ({ ...copy.params, metadata: copy.metadata });
  const [my, their] = [whole(mine), whole(theirs)];
  const title =
    mine.title === theirs.title
      ? []
      : [{ place: t('authoring.new.name'), mine: mine.title, theirs: theirs.title }];
  const others = [...pathsApart(my, their, '')].slice(0, MOST).map(({ path, one, other }) => {
    // A line that only one of them has is named by the one that has it.
    const params = one === undefined ? their : my;
    return {
      place: placeInWords(path, { fields, params }, fieldsOf),
      mine: inWords(one, t),
      theirs: inWords(other, t),
    };
  });
  return [...title, ...others];
}

/** Said about files and parts by machines alone. */
const UNSEEN: ReadonlySet<string> = new Set(['subContentId', 'mime', 'width', 'height']);

interface Apart {
  readonly path: string;
  readonly one: unknown;
  readonly other: unknown;
}

function* pathsApart(one: unknown, other: unknown, path: string): Generator<Apart> {
  if (one === other) return;
  const [first, second] = [entriesOf(one), entriesOf(other)];
  if (!first && !second) {
    if (!(isNothing(one) && isNothing(other))) yield { path, one, other };
    return;
  }
  for (const name of new Set([...(first?.keys() ?? []), ...(second?.keys() ?? [])])) {
    if (UNSEEN.has(name)) continue;
    const inner = path === '' ? name : `${path}.${name}`;
    yield* pathsApart(first?.get(name), second?.get(name), inner);
  }
}

/** Of an object or a list; undefined of anything else. */
function entriesOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  const holds = isObject(value) || Array.isArray(value);
  return holds ? new Map(Object.entries(value as object)) : undefined;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === '';
}

function inWords(value: unknown, t: Translate): string {
  if (typeof value === 'boolean') return t(value ? 'authoring.editor.yes' : 'authoring.editor.no');
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return '';
  const text = decode(value.replaceAll(/<[^>]*>/gu, ' ')).replaceAll(/\s+/gu, ' ');
  return text.trim().slice(0, LONGEST);
}
