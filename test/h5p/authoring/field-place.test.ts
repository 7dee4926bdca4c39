import { describe, expect, it } from '@jest/globals';
import { placeInWords } from '../../../src/h5p/field-place.js';
import type { SemanticsField } from '../../../src/shared/semantics/semantics-field.js';

const CHOICE: SemanticsField[] = [
  { name: 'question', type: 'text', label: 'Question' },
  {
    ...{ name: 'options', type: 'list', label: 'Answers' },
    field: {
      ...{ name: 'option', type: 'group', label: 'Answer' },
      fields: [{ name: 'text', type: 'text', label: 'Text' }],
    },
  },
];
const SET: SemanticsField[] = [
  {
    ...{ name: 'parts', type: 'list', label: 'Exercises' },
    field: { name: 'part', type: 'library', options: ['X.Choice 1.0'] },
  },
];
const fieldsOf = (library: string): SemanticsField[] => (library === 'X.Choice 1.0' ? CHOICE : []);
const place = (path: string, fields: SemanticsField[], params: unknown): string =>
  placeInWords(path, { fields, params }, fieldsOf);

describe('place in parameters', () => {
  it('is named by the labels that the author sees', () => {
    expect(place('question', CHOICE, {})).toBe('Question');
    expect(place('options.0.text', CHOICE, { options: [{ text: '' }] })).toBe('Answers 1 › Text');
  });

  it('is found inside other content by the type that stands there', () => {
    const params = { parts: [{ library: 'X.Choice 1.0', params: { options: [{}, {}] } }] };
    expect(place('parts.0.params.options.1.text', SET, params)).toBe(
      'Exercises 1 › Answers 2 › Text',
    );
  });

  it('is its own name where nothing is known of it, and empty for the whole', () => {
    expect(place('parts.0.params.a', SET, { parts: [{ library: 'Y 1.0' }] })).toBe(
      'Exercises 1 › a',
    );
    expect(place('', SET, {})).toBe('');
  });
});
