import { BadgeFamily, badgeTextsFile } from './profiles/badge.js';
import { badgeProblems, type ReferenceKnown } from './profiles/badge-checks.js';
import type { BadgeContent } from './profiles/badge-text.js';
import type { FileReader } from './reading/file-reader.js';
import { Glossary, glossaryTextsFile } from './glossary/glossary.js';
import { glossaryProblems } from './glossary/glossary-checks.js';
import type { GlossaryContent } from './glossary/glossary-text.js';
import { folderProblems } from './reading/id-checks.js';
import { Survey, surveyTextsFile } from './surveys/survey.js';
import { surveyProblems } from './surveys/survey-checks.js';
import type { SurveyContent } from './surveys/survey-text.js';
import { Track, trackTextsFile } from './profiles/track.js';
import { trackProblems } from './profiles/track-checks.js';
import type { TrackContent } from './profiles/track-text.js';

/** What stands beside the modules. */
export interface ReferenceContent {
  /** Undefined only when its files have faults, as the glossary. */
  readonly badges: BadgeContent | undefined;
  readonly glossary: GlossaryContent | undefined;
  /** By id. */
  readonly surveys: ReadonlyMap<string, SurveyContent>;
  /** By id. */
  readonly tracks: ReadonlyMap<string, TrackContent>;
}

/** Reads and checks it; what is wrong is among the reader's faults. */
export function readReferenceContent(reader: FileReader, known: ReferenceKnown): ReferenceContent {
  const badges = readBadges(reader, known);
  const badgeIds = badges && new Set(badges.structure.badges.map(({ id }) => id));
  return {
    badges,
    glossary: readGlossary(reader),
    surveys: readSurveys(reader, known),
    tracks: readTracks(reader, known, badgeIds),
  };
}

function readBadges(reader: FileReader, known: ReferenceKnown): BadgeContent | undefined {
  const name = 'badges/badges.yaml';
  const structure = reader.read(name, BadgeFamily);
  if (!structure) return undefined;
  reader.report(name, badgeProblems(structure, known));
  return { structure, texts: reader.readLanguages('badges', badgeTextsFile(structure)) };
}

function readGlossary(reader: FileReader): GlossaryContent | undefined {
  const name = 'glossary/glossary.yaml';
  const structure = reader.read(name, Glossary);
  if (!structure) return undefined;
  reader.report(name, glossaryProblems(structure));
  return { structure, texts: reader.readLanguages('glossary', glossaryTextsFile(structure)) };
}

function readSurveys(reader: FileReader, known: ReferenceKnown): ReferenceContent['surveys'] {
  const surveys = new Map<string, SurveyContent>();
  for (const folder of reader.foldersBelow('surveys')) {
    const name = `surveys/${folder}/survey.yaml`;
    const structure = reader.read(name, Survey);
    if (!structure) continue;
    reader.report(name, [
      ...surveyProblems(structure, known),
      ...folderProblems(structure, folder),
    ]);
    const texts = reader.readLanguages(`surveys/${folder}`, surveyTextsFile(structure));
    surveys.set(folder, { structure, texts });
  }
  return surveys;
}

function readTracks(
  reader: FileReader,
  known: ReferenceKnown,
  badges: ReadonlySet<string> | undefined,
): ReferenceContent['tracks'] {
  const tracks = new Map<string, TrackContent>();
  for (const folder of reader.foldersBelow('tracks')) {
    const name = `tracks/${folder}/track.yaml`;
    const structure = reader.read(name, Track);
    if (!structure) continue;
    reader.report(name, [
      ...trackProblems(structure, known, badges),
      ...folderProblems(structure, folder),
    ]);
    const texts = reader.readLanguages(`tracks/${folder}`, trackTextsFile(structure));
    tracks.set(folder, { structure, texts });
  }
  return tracks;
}
