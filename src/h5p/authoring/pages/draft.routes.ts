import express, { Router, type Response } from 'express';
import { z } from 'zod';
import { localsOf } from '../../../http/page.js';
import { parse } from '../../../http/parse.js';
import { principalOf } from '../../../http/session.middleware.js';
import { momentIn } from '../../../i18n/moments.js';
import { hasCode } from '../../../shared/errors.js';
import type { Principal } from '../../../shared/principal.js';
import { metadataOf } from '../../content-metadata.js';
import type { ContentType } from '../../content-type.js';
import type { AuthoredExercise, ExerciseCopies, ExerciseCopy } from '../authored-exercise.js';
import type { Authoring, EditedCopy } from '../authoring.service.js';
import type { DraftFault } from '../params/draft-faults.js';
import { readerOf } from './author.middleware.js';
import { differencesOf, type Difference } from './draft-differences.js';
import { fieldFaults, type FieldFault } from './field-faults.js';

const Params = z.object({
  exercise: z.string().regex(/^x-[A-Za-z0-9-]{1,38}$/),
  language: z.string().regex(/^[a-z]{2}$/),
});
/** As the H5P editor saves, and the revision that it began with. */
const DraftBody = z.object({
  revision: z.int().positive(),
  params: z.object({
    params: z.record(z.string(), z.unknown()),
    metadata: z.looseObject({ title: z.string().trim().min(1).max(255) }),
  }),
});
const MOST_DRAFT = '512kb';

export interface DraftRoutesDeps {
  readonly authoring: Pick<Authoring, 'editable' | 'saveDraft'>;
  readonly types: ReadonlyMap<string, ContentType>;
  readonly clean: (library: string, params: ExerciseCopy['params']) => ExerciseCopy['params'];
  readonly faultsOf: (library: string, languages: ExerciseCopies) => readonly DraftFault[];
  /** Names of people of the course, by `sub`. */
  readonly namesOf: (principal: Principal) => Promise<ReadonlyMap<string, string>>;
}

/** What the form is told after saving: JSON, since forms elsewhere may read it. */
interface Saved {
  readonly revision: number;
  /** What is still missing before it can be published. */
  readonly faults: readonly FieldFault[];
}

/** Why nothing was saved, and what the author needs to choose. */
interface Conflict {
  readonly code: string;
  /** Of what is there now. */
  readonly revision: number;
  /** Who saved it and when. */
  readonly says: string;
  readonly differences: readonly Difference[];
}

/** Saves the draft that stands in a form. Mounted behind `authorsOnly`. */
export function draftRoutes(deps: DraftRoutesDeps): Router {
  const { authoring, faultsOf } = deps;
  const router = Router({ mergeParams: true });
  router.post(
    '/authoring/:exercise/draft/:language',
    express.json({ limit: MOST_DRAFT }),
    async (req, res) => {
      const { exercise: id, language } = parse(Params, req.params);
      const { revision, params: draft } = parse(DraftBody, req.body);
      const { title, ...metadata } = draft.metadata;
      const copy = {
        ...{ language, revision, title, params: draft.params },
        metadata: metadataOf(metadata),
      };
      try {
        const saved = await authoring.saveDraft(principalOf(res), id, copy);
        const { t } = localsOf(res);
        const found = faultsOf(saved.library, languageOf(saved, language));
        res.json({ revision: saved.revision, faults: fieldFaults(found, t) } satisfies Saved);
      } catch (fault) {
        if (!hasCode(fault) || fault.code !== 'h5p.draft-conflict') throw fault;
        res.status(409).json(await conflictOf(id, copy, { res, code: fault.code, deps }));
      }
    },
  );
  return router;
}

function languageOf({ languages }: AuthoredExercise, language: string): ExerciseCopies {
  const copy = languages[language];
  return copy ? { [language]: copy } : {};
}

async function conflictOf(
  id: string,
  { language, title, params, metadata }: EditedCopy,
  answer: { readonly res: Response; readonly code: string; readonly deps: DraftRoutesDeps },
): Promise<Conflict> {
  const { res, code, deps } = answer;
  const { t, locale, userId } = readerOf(res);
  const principal = principalOf(res);
  const there = await deps.authoring.editable(principal, id);
  const { revision, library, changedBy, changedAt } = there;
  const names = await deps.namesOf(principal);
  const fieldsOf = (name: string): ReturnType<ContentType['semantics']> =>
    deps.types.get(name.split(' ')[0] ?? '')?.semantics(locale) ?? [];
  const theirs = there.languages[language];
  const mine = { title, params: deps.clean(library, params), metadata };
  const time = momentIn(changedAt, locale);
  return {
    ...{ code, revision },
    says:
      changedBy === userId
        ? t('authoring.editor.saved-by-you', { time })
        : t('authoring.editor.saved-by', {
            ...{ time, name: names.get(changedBy) ?? t('authoring.somebody') },
          }),
    differences: theirs ? differencesOf(library, { mine, theirs }, fieldsOf, t) : [],
  };
}
