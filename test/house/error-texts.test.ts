import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const SOURCES = path.join(process.cwd(), 'src');

/** Codes that no page of the tool shows, and why. */
const NOT_SHOWN: Readonly<Record<string, string>> = {
  'config.fault': 'ends the start; the operator reads the message',
  'curriculum.content-fault': 'ends the start, or the check of the content',
  'grading.record-store-away': 'a job tries again',
  'grading.statement-refused': 'a job leaves it out and goes on',
  'mail.later': 'a job tries again',
  'mail.refused': 'a job notes it',
  'sandbox.in-production': 'ends the start of the sandbox',
  'sandbox.service-refused': 'the sandbox platform has pages of its own, in English',
  'sandbox.snapshot-unreadable': 'ends the start of the sandbox',
  'sandbox.tool-jwt-refused': 'the sandbox platform has pages of its own, in English',
};

/** Codes of AppError classes, and the reasons of refused launches, which make codes. */
function codesInSources(): readonly string[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
  const texts = files
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(path.join(SOURCES, name), 'utf8'));
  const codes = texts.flatMap((text) => [...text.matchAll(/readonly code = '([^']+)'/g)]);
  const refusals = readFileSync(path.join(SOURCES, 'lti/login/launch-refused.ts'), 'utf8');
  const reasons = [...refusals.matchAll(/^ {2}\| '([a-z-]+)'/gm)];
  return [
    ...codes.map(([, code]) => code ?? ''),
    ...reasons.map(([, name]) => `lti.${name ?? ''}`),
  ];
}

describe('codes of errors', () => {
  const codes = codesInSources();
  const english = JSON.parse(
    readFileSync(path.join(process.cwd(), 'content/texts/en.json'), 'utf8'),
  ) as Readonly<Record<string, string>>;

  it('have words for the reader, unless no page shows them', () => {
    const silent = codes.filter((code) => !(`error.${code}` in english) && !(code in NOT_SHOWN));
    expect(codes.length).toBeGreaterThan(60);
    expect(silent).toEqual([]);
  });

  it('are excused only while they exist and have no words', () => {
    const odd = Object.keys(NOT_SHOWN).filter(
      (code) => !codes.includes(code) || `error.${code}` in english,
    );
    expect(odd).toEqual([]);
  });
});
