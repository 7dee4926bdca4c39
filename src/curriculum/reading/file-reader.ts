import type { ZodType } from 'zod';
import type { Fault, Problem } from './content-fault.js';
import type { YamlFile } from './yaml-file.js';

/** Reads content files and collects what is wrong with them. */
export interface FileReader {
  /** Names of the folders below one of ours. */
  foldersBelow(
    kind: 'modules' | 'activities' | 'supplements' | 'surveys' | 'tracks',
  ): readonly string[];
  /** Undefined when the file is missing or wrong, which is then among the faults. */
  read<T>(name: string, schema: ZodType<T>): T | undefined;
  /** The files of texts in a folder, by language. English must be there. */
  readLanguages<T extends { readonly language: string }>(
    folder: string,
    schema: ZodType<T>,
  ): ReadonlyMap<string, T>;
  report(name: string, problems: readonly Problem[]): void;
  /** All that was found until now. */
  readonly faults: readonly Fault[];
}

/** @param files by their path below a content directory */
export function createFileReader(files: ReadonlyMap<string, YamlFile>): FileReader {
  const faults = [...files.values()].flatMap((file) => file.faults);
  const names = [...files.keys()];

  const read = <T>(name: string, schema: ZodType<T>): T | undefined => {
    const file = files.get(name);
    if (!file) {
      faults.push({ file: name, line: 1, field: '', expected: 'this file is missing' });
      return undefined;
    }
    const result = file.read(schema);
    faults.push(...result.faults);
    return result.value;
  };

  const report = (name: string, problems: readonly Problem[]): void => {
    const file = files.get(name);
    if (file) faults.push(...problems.map((problem) => file.locate(problem)));
  };

  return {
    faults,
    read,
    report,
    foldersBelow(kind) {
      const inside = names.map((name) => name.split('/')).filter(([top]) => top === kind);
      return [...new Set(inside.flatMap(([, folder]) => folder ?? []))];
    },
    readLanguages(folder, schema) {
      const languages = languagesIn(names, folder);
      const texts = [...new Set(['en', ...languages])].flatMap((language) => {
        const name = `${folder}/${language}.yaml`;
        const value = read(name, schema);
        if (!value) return [];
        if (value.language !== language) {
          const expected = `expected ${language}, as the file is named`;
          report(name, [{ at: ['language'], expected }]);
        }
        return [[language, value] as const];
      });
      return new Map(texts);
    },
  };
}

function languagesIn(names: readonly string[], folder: string): readonly string[] {
  return names.flatMap((name) => {
    const language = name.startsWith(`${folder}/`)
      ? /^([a-z]{2})\.yaml$/.exec(name.slice(folder.length + 1))?.[1]
      : undefined;
    return language ?? [];
  });
}
