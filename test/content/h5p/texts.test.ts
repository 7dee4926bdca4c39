import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const FOLDER = 'content/h5p';
const LANGUAGES = ['et', 'fi', 'lt', 'lv', 'nl'];
const english = texts('en');

describe.each(LANGUAGES)('interface texts of the content types in %s', (language) => {
  it('have the keys and the places of the English ones', () => {
    const shapes = (of: Readonly<Record<string, string>>) =>
      Object.entries(of).map(([key, text]) => [key, (text.match(/@[a-z]+/gu) ?? []).sort()]);
    expect(shapes(texts(language))).toEqual(shapes(english));
  });
});

describe('interface texts of the content types', () => {
  it('are each asked for by some script', () => {
    const scripts = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(`${FOLDER}/${file}`, 'utf8'))
      .join('\n');
    expect(Object.keys(english).filter((key) => !scripts.includes(`'${key}'`))).toEqual([]);
  });
});

function texts(language: string): Record<string, string> {
  const file = readFileSync(`${FOLDER}/shared/texts/${language}.json`, 'utf8');
  return JSON.parse(file) as Record<string, string>;
}
