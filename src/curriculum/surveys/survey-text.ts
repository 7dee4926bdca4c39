import { entryOf, isAwaitingCheck, textsIn } from '../reading/fields.js';
import type { InLanguage, SourceText } from '../in-language.js';
import type { Source } from '../source.js';
import type { Question, Survey, SurveyTextsFile } from './survey.js';

/** A question with its words. Plain text. */
export interface QuestionText {
  /** Its id, kind, and whom it asks. */
  readonly structure: Question;
  readonly ask: string;
  /** Of choice and choices; else none. */
  readonly options: readonly { readonly id: string; readonly label: string }[];
}

/** A survey in one language. Plain text. */
export interface SurveyText extends InLanguage {
  readonly id: string;
  readonly when: Survey['when'];
  readonly minutes: number;
  readonly title: string;
  readonly purpose: string;
  /** What happens with the answers. */
  readonly privacy: string;
  /** Undefined where no question uses the scale. */
  readonly agree?: SurveyTextsFile['agree'];
  readonly recommend?: SurveyTextsFile['recommend'];
  readonly questions: readonly QuestionText[];
  readonly sources: readonly SourceText[];
}

/** A survey, and its words by language; English is there. */
export interface SurveyContent {
  readonly structure: Survey;
  readonly texts: ReadonlyMap<string, SurveyTextsFile>;
}

/** Joins structure and words. English where the language lacks the survey. */
export function localiseSurvey(
  sources: ReadonlyMap<string, Source>,
  { structure, texts: all }: SurveyContent,
  language: string,
): SurveyText {
  const texts = textsIn(all, language);
  const { id, when, minutes, questions } = structure;
  return {
    ...{ id, when, minutes },
    title: texts.title,
    purpose: texts.purpose,
    privacy: texts.privacy,
    agree: texts.agree,
    recommend: texts.recommend,
    questions: questions.map((question) => {
      const { ask, options: labels = {} } = entryOf(texts.questions, question.id);
      const options = 'options' in question ? question.options : [];
      return {
        structure: question,
        ask,
        options: options.map((option) => ({ id: option, label: entryOf(labels, option) })),
      };
    }),
    sources: structure.sources.flatMap((source) => sources.get(source) ?? []),
    language: texts.language,
    awaitingCheck: isAwaitingCheck(texts),
  };
}
