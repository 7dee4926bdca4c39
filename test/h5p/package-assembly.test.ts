import { describe, expect, it } from '@jest/globals';
import { assembleLanguage, assembleSemantics } from '../../src/h5p/package-assembly.js';

const shared = {
  fields: {
    question: { name: 'question', type: 'text', label: 'Question' },
    l10n: { name: 'l10n', type: 'group', label: 'Texts', common: true },
  },
  gradedTexts: ['check'],
  english: { check: 'Check', turn: 'Turn' },
};
const latvian = {
  fields: { question: { label: 'Jautājums' }, l10n: { label: 'Teksti' } },
  texts: { check: 'Pārbaudīt', turn: 'Apgriezt' },
};
const source = [
  { shared: 'question' },
  { name: 'text', type: 'text' },
  { texts: ['turn'], graded: true },
];

describe('putting semantics.json together', () => {
  it('puts shared fields and interface texts in their places', () => {
    expect(assembleSemantics(source, shared)).toEqual([
      shared.fields.question,
      { name: 'text', type: 'text' },
      {
        name: 'l10n',
        type: 'group',
        label: 'Texts',
        common: true,
        fields: [
          { name: 'check', type: 'text', label: 'Check', importance: 'low', default: 'Check' },
          { name: 'turn', type: 'text', label: 'Turn', importance: 'low', default: 'Turn' },
        ],
      },
    ]);
  });

  it('refuses names that nothing shared has', () => {
    expect(() => assembleSemantics([{ shared: 'answer' }], shared)).toThrow(/answer/u);
    expect(() => assembleSemantics([{ texts: ['flip'] }], shared)).toThrow(/flip/u);
  });
});

describe('putting a language file together', () => {
  const texts = {
    label: 'Teksti',
    fields: [
      { label: 'Pārbaudīt', default: 'Pārbaudīt' },
      { label: 'Apgriezt', default: 'Apgriezt' },
    ],
  };

  it('mirrors the semantics, place by place', () => {
    const own = [{}, { label: 'Teksts' }, {}];
    expect(assembleLanguage(source, own, shared, latvian)).toEqual({
      semantics: [{ label: 'Jautājums' }, { label: 'Teksts' }, texts],
    });
  });

  it('leaves labels in English where nobody has translated them', () => {
    expect(assembleLanguage(source, undefined, shared, { ...latvian, fields: {} })).toEqual({
      semantics: [{}, {}, { fields: texts.fields }],
    });
  });
});
