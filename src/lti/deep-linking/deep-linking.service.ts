import type { Stored } from '../../persistence/database.js';
import type { Catalogue, CatalogueEntry } from '../../shared/catalogue-entry.js';
import { AppError, hasCode, InvalidInput, NotAllowed, NotFound } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import type { Platforms } from '../platforms/platform.service.js';
import { contentItemOf, ITEM_TYPE } from './content-item.js';
import type { DeepLinking, Selection } from './deep-linking.js';
import { mayChoose } from './deep-linking.policy.js';
import type { DeepLinkingStore } from './deep-linking.store.js';
import type { Outcome, SignResponse } from './response.js';

/** The platform was told already what was chosen. */
export class AlreadyAnswered extends AppError {
  readonly code = 'lti.already-answered';
  readonly status = 409;
}

/** Why somebody can choose nothing here. */
export type Hindrance = 'not-a-trainer' | 'type-not-accepted' | 'nothing-there';

/** A request for content, and what there is to choose from. */
export interface Choosing {
  readonly deepLinking: DeepLinking;
  /** Undefined when all is well. */
  readonly hindrance?: Hindrance | undefined;
  /** Empty with a hindrance. */
  readonly entries: readonly CatalogueEntry[];
}

/** What the browser posts to the platform. */
export interface SignedAnswer {
  readonly returnUrl: string;
  readonly jwt: string;
}

/** Who asks, and for which request: the one with which this session began. */
export interface Asker {
  readonly principal: Principal;
  readonly id: string;
}

/** What somebody wants to see as learners do, and what they had marked. */
export interface Look {
  readonly contentId: string;
  readonly locale: string;
  readonly selection: Selection;
}

/** Why nothing comes back, to be said in the person's language. */
export type Explain = (why: Hindrance | 'content-gone') => string;

export interface DeepLinkings {
  /** @throws {NotFound} for anybody but the one who came with this request @throws {AlreadyAnswered} */
  open(asker: Asker, locale: string): Promise<Choosing>;
  /**
   * Remembers what was marked while something is looked at.
   * @returns the path, below the session, of the page that shows it
   * @throws as `open`, {NotAllowed}, and {NotFound} for content that is not there
   */
  preview(asker: Asker, look: Look): Promise<string>;
  /**
   * The answer with these contents; it can be asked for once. What is no longer there is an answer
   * with an error message.
   * @throws as `open`, {NotAllowed}, and {InvalidInput} for several where one is asked for
   */
  choose(
    asker: Asker,
    choice: { readonly contentIds: readonly string[]; readonly locale: string },
    explain: Explain,
  ): Promise<SignedAnswer>;
  /** The answer with nothing, and why where there is a reason. @throws as `open` */
  cancel(asker: Asker, locale: string, explain: Explain): Promise<SignedAnswer>;
}

export interface DeepLinkingsDeps {
  readonly store: DeepLinkingStore;
  readonly platforms: Pick<Platforms, 'show'>;
  readonly catalogue: Catalogue;
  readonly sign: SignResponse;
  /** The tool's, for the addresses of items. */
  readonly launchUrl: string;
}

export function createDeepLinkings(deps: DeepLinkingsDeps): DeepLinkings {
  const { store, platforms, catalogue, sign, launchUrl } = deps;

  async function find({ principal, id }: Asker): Promise<Stored<DeepLinking>> {
    const found = principal.deepLinkingId === id ? await store.get(id) : undefined;
    if (!found) throw new NotFound('deep linking request');
    if (found.answered) throw new AlreadyAnswered('one answer to a request');
    return found;
  }

  /** Of several answers that are sent at once, one is made. */
  async function answer(asked: Stored<DeepLinking>, outcome: Outcome): Promise<SignedAnswer> {
    const platform = await platforms.show(asked.platformId);
    try {
      await store.replace({ ...asked, answered: true });
    } catch (fault) {
      if (!hasCode(fault) || fault.code !== 'persistence.stale-revision') throw fault;
      throw new AlreadyAnswered('another window was faster', { cause: fault });
    }
    return { returnUrl: asked.returnUrl, jwt: await sign(platform, asked, outcome) };
  }

  return {
    async open(asker, locale) {
      const deepLinking = await find(asker);
      const entries = await catalogue(asker.principal, locale);
      const hindrance = hindranceOf(asker.principal, deepLinking, entries);
      return { deepLinking, hindrance, entries: hindrance === undefined ? entries : [] };
    },

    async preview(asker, { contentId, locale, selection }) {
      const deepLinking = await find(asker);
      requireTrainer(asker.principal);
      const entries = await catalogue(asker.principal, locale);
      const entry = entries.find((found) => found.contentId === contentId);
      if (!entry) throw new NotFound('content to look at');
      await store.replace({ ...deepLinking, selection });
      return entry.path;
    },

    async choose(asker, { contentIds, locale }, explain) {
      const asked = await find(asker);
      requireTrainer(asker.principal);
      if (contentIds.length > 1 && !asked.acceptMultiple)
        throw new InvalidInput('one was asked for');
      const chosen = chosenOf(await catalogue(asker.principal, locale), contentIds);
      if (!chosen) {
        const errorLog = 'chosen content is not in the catalogue';
        return answer(asked, { items: [], errorMessage: explain('content-gone'), errorLog });
      }
      return answer(asked, {
        items: chosen.map((entry) => contentItemOf(entry, asked, launchUrl)),
      });
    },

    async cancel(asker, locale, explain) {
      const asked = await find(asker);
      const entries = await catalogue(asker.principal, locale);
      const hindrance = hindranceOf(asker.principal, asked, entries);
      if (hindrance === undefined) return answer(asked, { items: [] });
      const errorLog = `nothing offered: ${hindrance}`;
      return answer(asked, { items: [], errorMessage: explain(hindrance), errorLog });
    },
  };
}

function hindranceOf(
  principal: Principal,
  { acceptTypes }: DeepLinking,
  entries: readonly CatalogueEntry[],
): Hindrance | undefined {
  if (!mayChoose(principal)) return 'not-a-trainer';
  if (!acceptTypes.includes(ITEM_TYPE)) return 'type-not-accepted';
  return entries.length === 0 ? 'nothing-there' : undefined;
}

/** In the order of choosing. @returns undefined when one of them is no longer there */
function chosenOf(
  offered: readonly CatalogueEntry[],
  contentIds: readonly string[],
): readonly CatalogueEntry[] | undefined {
  const entries = new Map(offered.map((entry) => [entry.contentId, entry]));
  const chosen = contentIds.flatMap((id) => entries.get(id) ?? []);
  return chosen.length === contentIds.length ? chosen : undefined;
}

function requireTrainer(principal: Principal): void {
  if (!mayChoose(principal)) throw new NotAllowed('choose content');
}
