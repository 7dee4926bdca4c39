import { readFileSync } from 'node:fs';

/** English texts of the interface, all of them. */
export const l10n = JSON.parse(
  readFileSync('content/h5p/shared/texts/en.json', 'utf8'),
) as Readonly<Record<string, string>>;

const choice = {
  question: 'Who signs the plan first?',
  options: [
    { text: 'The company tutor', correct: true, feedback: 'Yes, SECRET reason' },
    { text: 'Nobody', correct: false, feedback: 'Somebody has to' },
  ],
  feedback: { pass: 'SECRET praise', fail: 'Look at the agreement' },
  l10n,
};
const blanks = {
  question: 'Fill in the word',
  text: 'Gloves are worn because of the *acid*.',
  wordList: false,
  l10n,
};
const steps = {
  question: 'Put the steps in order',
  steps: [{ text: 'Plan' }, { text: 'Do' }, { text: 'Check' }, { text: 'Act' }],
  l10n,
};

export const SET_PARTS = [
  'Tandem.ImageTextPage',
  'Tandem.SingleChoice',
  'Tandem.FillBlanks',
  'Tandem.OrderSteps',
  'Tandem.Reflection',
];

export const page = {
  title: 'Working with acids',
  sections: [
    {
      heading: 'Before you begin',
      text: '<p>Wear <strong>gloves</strong> and <a href="https://example.com/ppe">what the rules name</a>.</p><ul><li>Goggles</li><li>An apron</li></ul><p><img src=x onerror="window.hit=1"><a href="javascript:window.hit=1">run</a></p><script>window.hit=1</script>',
      picture: {
        file: { path: 'images/plan.png', width: 640, height: 360 },
        alt: 'A shower beside the bench',
        decorative: false,
        caption: 'The emergency shower &amp; its handle',
      },
      sources: [
        { title: 'Directive 89/391/EEC', url: 'https://eur-lex.europa.eu/eli/dir/1989/391/oj' },
        { title: 'A talk with the safety officer' },
      ],
    },
    {
      heading: 'Afterwards',
      text: '<p>Wash your hands. Note what was used up.</p><table><tr><th>Day</th><th>Used</th></tr><tr><td>Monday</td><td>2 l</td></tr></table>',
    },
  ],
  l10n,
};

export const form = {
  title: 'Learning agreement',
  introduction: 'Fill it in together.',
  pages: [
    {
      title: 'People',
      fields: [
        { label: 'Company', kind: 'text', required: true, help: 'As it is registered.' },
        { label: 'First day', kind: 'date', required: true },
        { label: 'Notes', kind: 'longText' },
      ],
    },
    {
      title: 'Tasks',
      introduction: 'What will be learnt.',
      fields: [
        { label: 'Tasks of the learner', kind: 'rows', columns: ['Task', 'Who helps'] },
        {
          label: 'Kind of contract',
          kind: 'choice',
          required: true,
          options: ['Apprentice', 'Trainee'],
        },
        { label: 'Done so far', kind: 'checklist', options: ['Safety talk', 'Tour &amp; keys'] },
      ],
    },
  ],
  l10n,
};

export const set = {
  question: 'Safety at the bench',
  passPercentage: 60,
  feedback: { pass: 'Ready for the bench', fail: 'Read the page again' },
  parts: [
    part('ImageTextPage', page, 'Working with acids'),
    part('SingleChoice', choice),
    part('FillBlanks', blanks),
    part('OrderSteps', steps),
    part('Reflection', {
      question: 'What will you change?',
      minimumWords: 2,
      model: 'I shall ask first.',
      l10n,
    }),
  ],
  l10n,
};

/** One of every type that a set may hold. */
export const everything = {
  question: 'All that there is',
  passPercentage: 100,
  parts: [
    part('SingleChoice', choice),
    part('MultipleChoice', {
      ...choice,
      options: [
        { text: 'Gloves', correct: true },
        { text: 'Goggles', correct: true },
        { text: 'Sandals', correct: false },
      ],
    }),
    part('TrueFalse', { question: 'Acid burns', answer: 'true', l10n }),
    part('OrderSteps', steps),
    part('MatchRoles', {
      question: 'Who does what?',
      pairs: [
        { prompt: 'Plans', target: 'Company' },
        { prompt: 'Teaches', target: 'School' },
      ],
      l10n,
    }),
    part('FillBlanks', { ...blanks, wordList: true, words: ['water'] }),
    part('MarkWords', { question: 'Mark the danger', text: 'The floor is *slippery*.', l10n }),
    part('DialogueCards', { question: 'Say it', cards: [{ front: 'Hi', back: 'Tere' }], l10n }),
    part('Reflection', { question: 'And you?', minimumWords: 1, model: 'I ask.', l10n }),
    part('BranchingCase', {
      ...{ title: 'A spill', perspective: '', start: 'a', maxScore: 2, l10n },
      nodes: [
        {
          id: 'a',
          text: 'Acid is spilt.',
          choices: [{ text: 'Call', consequence: '', next: 'b' }],
        },
        { id: 'b', end: true, outcome: 'Well', learn: 'Call', score: 2 },
      ],
    }),
    part('ImageTextPage', page),
    part('DocumentationForm', form),
  ],
  l10n,
};

export const EVERY_PART = everything.parts.map(({ library }) => library.split(' ')[0] ?? '');

function part(
  name: string,
  params: object,
  title?: string,
): {
  readonly library: string;
  readonly params: object;
  readonly metadata?: { readonly title: string };
} {
  return {
    library: `Tandem.${name} 1.0`,
    params,
    ...(title !== undefined && { metadata: { title } }),
  };
}
