import { type Grader, overallFeedback, type QuestionParams, textId } from '../shared/grading.js';
import { scrambled, sortedOnce, textIds } from '../shared/order.js';
import { fieldOf, textsById } from '../shared/raw.js';

export interface Pair {
  readonly prompt: string;
  /** '' where keys are kept from the page. Several prompts may share one. */
  readonly target: string;
}

export interface MatchRolesParams extends QuestionParams {
  readonly pairs: readonly Pair[];
  /** More targets to choose from; where keys are kept from the page, all of them. */
  readonly targets?: readonly string[];
}

export interface MatchRolesResponse {
  /** Id of the chosen target by id of the prompt; a prompt left open is missing. */
  readonly targets: Readonly<Record<string, string>>;
}

export const grader: Grader<MatchRolesParams, MatchRolesResponse> = {
  withoutKeys(params) {
    const { question, pairs, l10n } = params;
    return {
      question,
      pairs: inPageOrder(pairs).map(({ prompt }) => ({ prompt, target: '' })),
      targets: targetsOf(params),
      l10n,
    };
  },

  maxScore: ({ pairs }) => pairs.length,

  rightResponse({ pairs }) {
    const entries = withIds(pairs).map(({ id, target }) => [id, textId(target)] as const);
    return { targets: Object.fromEntries(entries) };
  },

  readResponse(params, raw) {
    const prompts = withIds(params.pairs).map(({ id }) => id);
    const known = new Set(targetsOf(params).map(textId));
    const targets = textsById(fieldOf(raw, 'targets'), prompts, (id) => known.has(id));
    return targets && { targets };
  },

  grade({ pairs, feedback }, { targets }) {
    const parts = withIds(inPageOrder(pairs)).map(({ id, target }) => ({
      id,
      correct: targets[id] === textId(target),
    }));
    const score = parts.filter(({ correct }) => correct).length;
    return {
      score,
      maxScore: pairs.length,
      feedback: overallFeedback(feedback, score, pairs.length),
      parts,
    };
  },
};

/** Everything that can be chosen. */
export function targetsOf({ pairs, targets }: MatchRolesParams): readonly string[] {
  const ofPairs = pairs.map(({ target }) => target).filter((target) => target !== '');
  return sortedOnce([...ofPairs, ...(targets ?? [])]);
}

/** Prompts with the ids that a response uses. */
export function withIds(pairs: readonly Pair[]): readonly (Pair & { readonly id: string })[] {
  const ids = textIds(pairs.map(({ prompt }) => prompt));
  return pairs.map((pair, at) => ({ ...pair, id: ids[at] ?? '' }));
}

/** Two prompts with the same words keep the author's order among themselves. */
function inPageOrder(pairs: readonly Pair[]): readonly Pair[] {
  return scrambled(pairs, ({ prompt }) => prompt);
}
