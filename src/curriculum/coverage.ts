import { z } from 'zod';
import type { Coverage } from './curriculum.js';
import { isAwaitingCheck, textsHead } from './reading/fields.js';
import type { YamlFile } from './reading/yaml-file.js';

const Head = z.object(textsHead);

/**
 * Counts the texts of a language file by file against the English ones.
 * @param files checked, by their path below a content directory
 */
export function coverageOf(files: ReadonlyMap<string, YamlFile>, language: string): Coverage {
  let present = 0;
  let missing = 0;
  let awaitingCheck = 0;
  for (const [name, english] of files) {
    // A supplement is meant for its country: no other language lacks it.
    if (!name.endsWith('/en.yaml') || name.startsWith('supplements/')) continue;
    const own = files.get(name.replace(/en\.yaml$/, `${language}.yaml`));
    if (!own) {
      missing += countTexts(english.value);
      continue;
    }
    const count = countTexts(own.value);
    present += count;
    if (isAwaitingCheck(Head.parse(own.value))) awaitingCheck += count;
  }
  return { present, missing, awaitingCheck };
}

function countTexts(value: unknown): number {
  const head = Object.keys(textsHead);
  const texts = (inner: unknown): number => {
    if (typeof inner === 'string') return 1;
    if (typeof inner !== 'object' || inner === null) return 0;
    return Object.values(inner).reduce<number>((sum, each) => sum + texts(each), 0);
  };
  const body = Object.entries(value ?? {}).filter(([key]) => !head.includes(key));
  return texts(Object.fromEntries(body));
}
