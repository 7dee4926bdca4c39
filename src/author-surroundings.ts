import type { Curriculum } from './curriculum/index.js';
import type { H5pDeps } from './h5p/index.js';
import type { Lti } from './lti/index.js';
import { hasCode } from './shared/errors.js';

/** What those who write exercises are shown of the other rooms. */
export function authorSurroundings(
  curriculum: Curriculum,
  lti: Lti,
): Pick<H5pDeps, 'modulesIn' | 'namesOf'> {
  return {
    modulesIn: (locale) => curriculum.modules(locale),
    async namesOf(principal) {
      try {
        const { people } = await lti.people(principal);
        return new Map(people.flatMap(({ userId, name }) => (name ? [[userId, name]] : [])));
      } catch (fault) {
        // Who changed something is worth less than the page on which it stands.
        if (hasCode(fault)) return new Map();
        throw fault;
      }
    },
  };
}
