import type { Problem } from '../reading/content-fault.js';
import type { Glossary } from './glossary.js';
import { idsAt, twice } from '../reading/id-checks.js';

/** Terms that stand twice, and terms that are sure and doubtful at once. */
export function glossaryProblems({ terms }: Glossary): readonly Problem[] {
  return [
    ...twice(idsAt(terms, ['terms'])),
    ...terms.flatMap(({ attested = [], doubtful = [] }, at) =>
      doubtful.flatMap((language, index) =>
        attested.includes(language)
          ? [
              {
                at: ['terms', at, 'doubtful', index],
                expected: `expected ${language} in attested or in doubtful, not in both`,
              },
            ]
          : [],
      ),
    ),
  ];
}
