import type { Principal } from './principal.js';

/** Something that a trainer can put into a course: a whole module, or one exercise. */
export interface CatalogueEntry {
  readonly contentId: string;
  readonly kind: 'module' | 'exercise';
  /** Of the module that it is or lies in; undefined for what trainers wrote. */
  readonly moduleTitle?: string | undefined;
  readonly title: string;
  /** `module`, or the kind of exercise: `single`, `match`, … */
  readonly type: string;
  /** ISO 639-1 codes of the languages that it is there in; the language of its title is the first. */
  readonly languages: readonly string[];
  /** Whether points go to the gradebook. */
  readonly graded: boolean;
  /** Points for everything right; undefined for what is not graded. */
  readonly maxScore?: number | undefined;
  /** Estimated. */
  readonly minutes: number;
  /** Of the page that shows it, below a session, such as `/modules/M1`. */
  readonly path: string;
}

/**
 * Everything that somebody may put into their course, with titles in this language: module by module,
 * each followed by its exercises, then what trainers wrote.
 */
export type Catalogue = (
  principal: Principal,
  locale: string,
) => Promise<readonly CatalogueEntry[]>;
