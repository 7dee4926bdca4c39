import { checkContent, type Content } from './content.js';
import { ContentFault } from './reading/content-fault.js';
import { readContentFiles } from './reading/content-files.js';
import { coverageOf } from './coverage.js';
import type { Curriculum, ExerciseOutline } from './curriculum.js';
import { entryOf } from './reading/fields.js';
import { outlineOf } from './modules/localise.js';
import { exercisesOf } from './modules/module.js';
import { glossaryLanguagesOf, glossaryOf, shelfOf, type Shelf } from './shelf.js';

/**
 * Reads and checks all content, and puts it together in every language there is.
 * @param from folders with `modules/`, `competences/`, `sources.yaml` and so on; a file of a later
 *   one takes the place of the same file of an earlier one
 * @throws {ContentFault} with everything that is wrong, not only the first
 */
export async function loadCurriculum(from: {
  readonly directories: readonly string[];
}): Promise<Curriculum> {
  const { files, version, faults: fileFaults } = await readContentFiles(from.directories);
  const { content, faults } = checkContent(files);
  if (fileFaults.length + faults.length > 0) throw new ContentFault([...fileFaults, ...faults]);

  const languages = [...new Set(content.modules.flatMap(({ texts }) => [...texts.keys()]))];
  const shelves = new Map(languages.map((language) => [language, shelfOf(content, language)]));
  const english = shelfOf(content, 'en');
  const shelf = (locale: string): Shelf => shelves.get(locale) ?? english;
  // The glossary knows more languages than there are modules in.
  const glossaries = new Map(
    glossaryLanguagesOf(content).map((language) => [language, glossaryOf(content, language)]),
  );
  const places = placesOf(content);
  return {
    version,
    fileCount: files.size,
    languages,
    modules: (locale) => [...shelf(locale).modules.values()],
    module: (id, locale) => shelf(locale).modules.get(id),
    unit: (id, locale) => shelf(locale).units.get(id),
    exercise: (id, locale) => shelf(locale).exercises.get(id),
    activity: (id, locale) => shelf(locale).activities.get(id),
    supplements: (locale) => [...shelf(locale).supplements.values()],
    supplement: (id, locale) => shelf(locale).supplements.get(id),
    profile: (id, locale) => entryOf(shelf(locale).profiles, id),
    badges: (locale) => shelf(locale).badges,
    tracks: (locale) => shelf(locale).tracks,
    surveys: (locale) => shelf(locale).surveys,
    glossary: (locale) => glossaries.get(locale) ?? english.glossary,
    glossaryLanguages: [...glossaries.keys()],
    has: (contentId) => places.has(contentId),
    contains: (contentId, id) => places.get(contentId)?.ids.has(id) ?? false,
    exercisesOf: (contentId) => places.get(contentId)?.exercises ?? [],
    coverage: (language) => coverageOf(files, language),
  };
}

/** What lies within a module, a unit or an exercise; the thing itself included. */
interface Inside {
  readonly ids: ReadonlySet<string>;
  readonly exercises: readonly ExerciseOutline[];
}

function placesOf({ modules }: Content): ReadonlyMap<string, Inside> {
  const places = new Map<string, Inside>();
  for (const { structure } of modules) {
    const all = exercisesOf(structure).map(outlineOf);
    const unitIds = structure.units.map(({ id }) => id);
    places.set(structure.id, inside([structure.id, ...unitIds], all));
    for (const unit of structure.units) {
      places.set(unit.id, inside([unit.id], unit.exercises.map(outlineOf)));
    }
    for (const exercise of all) places.set(exercise.id, inside([], [exercise]));
  }
  return places;
}

function inside(ids: readonly string[], exercises: readonly ExerciseOutline[]): Inside {
  return { ids: new Set([...ids, ...exercises.map(({ id }) => id)]), exercises };
}
