import { Activity, activityTextsFile } from './activities/activity.js';
import { activityProblems } from './activities/activity-checks.js';
import type { ActivityContent } from './activities/activity-text.js';
import {
  competenceTextsFile,
  ProfileFile,
  type CompetenceTextsFile,
  type Profile,
} from './profiles/competence.js';
import type { Fault, Problem } from './reading/content-fault.js';
import { createFileReader, type FileReader } from './reading/file-reader.js';
import type { ProfileId } from './reading/fields.js';
import { folderProblems } from './reading/id-checks.js';
import { moduleTextsFile, Module, type ModuleTextsFile } from './modules/module.js';
import { readReferenceContent, type ReferenceContent } from './reference-content.js';
import { sourceProblems, SourcesFile, type Source } from './source.js';
import {
  contentIdsOf,
  moduleProblems,
  profileProblems,
  type Known,
} from './modules/structure-checks.js';
import { supplementTextsFile, Supplement } from './supplements/supplement.js';
import { supplementProblems, type SupplementKnown } from './supplements/supplement-checks.js';
import type { SupplementContent } from './supplements/supplement-text.js';
import type { YamlFile } from './reading/yaml-file.js';

/** All content, checked. */
export interface Content extends ReferenceContent {
  readonly sources: ReadonlyMap<string, Source>;
  readonly profiles: ReadonlyMap<ProfileId, ProfileContent>;
  /** By their number. */
  readonly modules: readonly ModuleContent[];
  /** By id. */
  readonly activities: ReadonlyMap<string, ActivityContent>;
  /** By id. */
  readonly supplements: ReadonlyMap<string, SupplementContent>;
}

export interface ProfileContent {
  readonly structure: Profile;
  /** By language; English is there. */
  readonly texts: ReadonlyMap<string, CompetenceTextsFile>;
}

export interface ModuleContent {
  readonly structure: Module;
  /** By language; English is there. */
  readonly texts: ReadonlyMap<string, ModuleTextsFile>;
}

/**
 * @param files by their path below a content directory
 * @returns the content, which is whole only when there are no faults
 */
export function checkContent(files: ReadonlyMap<string, YamlFile>): {
  readonly content: Content;
  readonly faults: readonly Fault[];
} {
  const reader = createFileReader(files);
  const sources = reader.read('sources.yaml', SourcesFile)?.sources;
  if (sources) reader.report('sources.yaml', sourceProblems(sources));
  const sourceIds = sources && new Set(sources.map(({ id }) => id));
  const profiles = readProfiles(reader, sourceIds);
  const tutor = profiles.get('tutor')?.structure;
  const modules = readModules(reader, {
    sources: sourceIds,
    competences:
      tutor && new Set(tutor.areas.flatMap((area) => area.competences.map(({ id }) => id))),
  });
  const byId = new Map(sources?.map((source) => [source.id, source]));
  const activities = readActivities(reader, modules);
  const moduleIds = new Set(modules.map(({ structure }) => structure.id));
  const supplements = readSupplements(reader, { sources: sourceIds, modules: moduleIds });
  const reference = readReferenceContent(reader, {
    sources: sourceIds,
    profiles: new Map([...profiles].map(([id, { structure }]) => [id, structure])),
    modules: moduleIds,
  });
  const content = { sources: byId, profiles, modules, activities, supplements, ...reference };
  return { content, faults: reader.faults };
}

const PROFILE_FOLDERS = [
  ['tutor', 'competences'],
  ['ambassador', 'competences/ambassador'],
] as const;

function readProfiles(reader: FileReader, sources: Known['sources']): Content['profiles'] {
  const profiles = new Map<ProfileId, ProfileContent>();
  for (const [id, folder] of PROFILE_FOLDERS) {
    const name = `${folder}/profile.yaml`;
    const structure = reader.read(name, ProfileFile);
    if (!structure) continue;
    reader.report(name, profileProblems(structure, sources));
    const texts = reader.readLanguages(folder, competenceTextsFile(structure));
    profiles.set(id, { structure, texts });
  }
  return profiles;
}

function readModules(reader: FileReader, known: Known): readonly ModuleContent[] {
  const modules: ModuleContent[] = [];
  for (const folder of reader.foldersBelow('modules')) {
    const name = `modules/${folder}/module.yaml`;
    const structure = reader.read(name, Module);
    if (!structure) continue;
    reader.report(name, [
      ...moduleProblems(structure, known),
      ...problemsBeside(structure, modules),
      ...folderProblems(structure, folder),
    ]);
    const texts = reader.readLanguages(`modules/${folder}`, moduleTextsFile(structure));
    modules.push({ structure, texts });
  }
  return modules.sort((a, b) => a.structure.number - b.structure.number);
}

function readActivities(
  reader: FileReader,
  modules: readonly ModuleContent[],
): Content['activities'] {
  const activities = new Map<string, ActivityContent>();
  for (const folder of reader.foldersBelow('activities')) {
    const name = `activities/${folder}/activity.yaml`;
    const structure = reader.read(name, Activity);
    if (!structure) continue;
    const owner = modules.find((module) => module.structure.activity?.id === structure.id);
    reader.report(name, [
      ...activityProblems(structure, owner?.structure),
      ...folderProblems(structure, folder),
    ]);
    const texts = reader.readLanguages(`activities/${folder}`, activityTextsFile(structure));
    activities.set(folder, { structure, moduleId: owner?.structure.id ?? '', texts });
  }
  return activities;
}

function readSupplements(reader: FileReader, known: SupplementKnown): Content['supplements'] {
  const supplements = new Map<string, SupplementContent>();
  for (const folder of reader.foldersBelow('supplements')) {
    const name = `supplements/${folder}/supplement.yaml`;
    const structure = reader.read(name, Supplement);
    if (!structure) continue;
    reader.report(name, [
      ...supplementProblems(structure, known),
      ...folderProblems(structure, folder),
    ]);
    const texts = reader.readLanguages(`supplements/${folder}`, supplementTextsFile(structure));
    supplements.set(folder, { structure, texts });
  }
  return supplements;
}

/** Ids and the number must not be those of another module, nor stand twice in this one. */
function problemsBeside(module: Module, others: readonly ModuleContent[]): readonly Problem[] {
  const owners = new Map(
    others.flatMap(({ structure }) => contentIdsOf(structure).map(({ id }) => [id, structure.id])),
  );
  const sameNumber = others.find(({ structure }) => structure.number === module.number);
  const problems: Problem[] = sameNumber
    ? [{ at: ['number'], expected: `expected another number than ${sameNumber.structure.id} has` }]
    : [];
  for (const { id, at } of contentIdsOf(module)) {
    const owner = owners.get(id);
    if (owner !== undefined) {
      problems.push({ at, expected: `the id ${id} stands twice, also in ${owner}` });
    }
    owners.set(id, module.id);
  }
  return problems;
}
