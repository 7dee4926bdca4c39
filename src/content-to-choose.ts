import { createCatalogue, type Curriculum } from './curriculum/index.js';
import { isAuthored, type H5p } from './h5p/index.js';
import type { LtiDeps } from './lti/index.js';

/**
 * What links can open and trainers choose: the curriculum, and what trainers have published.
 * @param h5p asked for when somebody comes, since it is built after the picker
 */
export function contentToChoose(
  curriculum: Curriculum,
  h5p: () => H5p,
): Pick<LtiDeps, 'hasContent' | 'catalogue'> {
  const ours = createCatalogue(curriculum, (exercise) => h5p().maxScoreOf(exercise));
  return {
    hasContent: async (contentId, platformId) =>
      isAuthored(contentId) ? h5p().authored.has(contentId, platformId) : curriculum.has(contentId),
    catalogue: async (principal, locale) => [
      ...ours(locale),
      ...(await h5p().authored.entries(principal, locale)),
    ],
  };
}
