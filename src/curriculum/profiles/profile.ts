import type { Content, ProfileContent } from '../content.js';
import type { ProfileText } from '../curriculum.js';
import { entryOf, isAwaitingCheck, textsIn } from '../reading/fields.js';

/** Joins a profile and its words. English where the language lacks it. */
export function localiseProfile(
  { sources }: Content,
  { structure, texts: all }: ProfileContent,
  language: string,
): ProfileText {
  const texts = textsIn(all, language);
  return {
    levels: texts.levels,
    target: structure.target,
    areas: structure.areas.map(({ id, competences }) => ({
      id,
      name: entryOf(texts.areas, id),
      competences: competences.map((competence) => ({
        id: competence.id,
        ...entryOf(texts.competences, competence.id),
        roles: competence.roles,
        sources: competence.sources.flatMap((source) => sources.get(source) ?? []),
      })),
    })),
    language: texts.language,
    awaitingCheck: isAwaitingCheck(texts),
  };
}
