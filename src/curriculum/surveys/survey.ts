import { z } from 'zod';
import { byId, Id, Ids, ProfileId, Text, textsHead } from '../reading/fields.js';

/** Who may be asked. */
const Stakeholder = z.enum(
  ['vet-tutor', 'company-tutor', 'vet-manager', 'company-manager', 'learner', 'trainer'],
  {
    error: 'expected vet-tutor, company-tutor, vet-manager, company-manager, learner or trainer',
  },
);

const question = {
  id: Id,
  /** Who is asked; missing: everybody. */
  for: z.array(Stakeholder).min(1).optional(),
  /** After which modules it is asked; missing: after each. Only in a survey after modules. */
  modules: Ids.optional(),
};

const KINDS = [
  /** One option, or several. */
  z.strictObject({ ...question, kind: z.literal('choice'), options: Ids.min(2) }),
  z.strictObject({ ...question, kind: z.literal('choices'), options: Ids.min(2) }),
  z.strictObject({ ...question, kind: z.literal('number') }),
  z.strictObject({ ...question, kind: z.literal('open') }),
  /** From 1, not at all, to 5, fully; or cannot say. */
  z.strictObject({ ...question, kind: z.literal('agree') }),
  /** From 0 to 10. */
  z.strictObject({ ...question, kind: z.literal('recommend') }),
  /** A level for each competence of the profile: as one is now, or as one looks back. */
  z.strictObject({
    ...question,
    kind: z.literal('rating'),
    profile: ProfileId,
    asOf: z.enum(['now', 'before-the-course'], { error: 'expected now or before-the-course' }),
  }),
  /** So many competences of the profile, the most wanted first. */
  z.strictObject({
    ...question,
    kind: z.literal('rank'),
    profile: ProfileId,
    pick: z.number().int().positive(),
  }),
] as const;

const Question = z.discriminatedUnion('kind', KINDS, {
  error: `expected one of ${KINDS.map((kind) => kind.shape.kind.value).join(', ')}`,
});
export type Question = Readonly<z.infer<typeof Question>>;

/** `surveys/<id>/survey.yaml`: what is asked, without the words. */
export const Survey = z.strictObject({
  id: Id,
  when: z.enum(['before-the-course', 'after-each-module', 'six-months-later'], {
    error: 'expected before-the-course, after-each-module or six-months-later',
  }),
  /** Estimated, for one person. */
  minutes: z.number().int().positive(),
  sources: Ids,
  questions: z.array(Question).min(1),
});
export type Survey = Readonly<z.infer<typeof Survey>>;

/** The ends of the scales that a survey uses. */
const agreeEnds = z.strictObject({ lowest: Text, highest: Text, cannotSay: Text });
const recommendEnds = z.strictObject({ lowest: Text, highest: Text });

/** `<language>.yaml` beside it. */
export function surveyTextsFile({ questions }: Survey): z.ZodType<SurveyTextsFile> {
  const has = (kind: Question['kind']): boolean => questions.some((each) => each.kind === kind);
  return z.strictObject({
    ...textsHead,
    title: Text,
    purpose: Text,
    privacy: Text,
    agree: has('agree') ? agreeEnds : z.undefined().optional(),
    recommend: has('recommend') ? recommendEnds : z.undefined().optional(),
    questions: z.strictObject(
      Object.fromEntries(questions.map((each) => [each.id, questionTexts(each)])),
    ),
  });
}

function questionTexts(each: Question): z.ZodType<QuestionTexts> {
  const options = 'options' in each ? byId(each.options, Text) : z.undefined().optional();
  return z.strictObject({ ask: Text, options });
}

export interface SurveyTextsFile {
  readonly language: string;
  readonly translation: 'original' | 'machine' | 'human';
  readonly checkedByNative?: boolean | undefined;
  readonly title: string;
  readonly purpose: string;
  /** What happens with the answers. */
  readonly privacy: string;
  readonly agree?: z.infer<typeof agreeEnds> | undefined;
  readonly recommend?: z.infer<typeof recommendEnds> | undefined;
  readonly questions: Readonly<Record<string, QuestionTexts>>;
}

interface QuestionTexts {
  readonly ask: string;
  readonly options?: Readonly<Record<string, string>> | undefined;
}
