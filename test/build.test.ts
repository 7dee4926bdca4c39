import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from '../src/build.js';

let root: string;
let outDir: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tandem-build-'));
  outDir = path.join(root, 'out');
  await cp('content/h5p', path.join(root, 'content/h5p'), { recursive: true });
  // Page scripts take nouns along from the rooms below them.
  await cp('src', path.join(root, 'src'), { recursive: true });
  // What page scripts bring along from libraries.
  await symlink(path.resolve('node_modules'), path.join(root, 'node_modules'));
});
afterAll(() => rm(root, { recursive: true }));

describe('the build', () => {
  it('gives each content type all that a platform wants of it', async () => {
    await build({ root, outDir });
    expect((await readdir(path.join(outDir, 'h5p'))).sort()).toEqual([
      'Tandem.BranchingCase-1.0',
      'Tandem.DialogueCards-1.0',
      'Tandem.DocumentationForm-1.0',
      'Tandem.ExerciseSet-1.0',
      'Tandem.FillBlanks-1.0',
      'Tandem.ImageTextPage-1.0',
      'Tandem.MarkWords-1.0',
      'Tandem.MatchRoles-1.0',
      'Tandem.MultipleChoice-1.0',
      'Tandem.OrderSteps-1.0',
      'Tandem.Reflection-1.0',
      'Tandem.SingleChoice-1.0',
      'Tandem.TrueFalse-1.0',
    ]);
    const folder = path.join(outDir, 'h5p', 'Tandem.OrderSteps-1.0');
    expect((await readdir(folder, { recursive: true })).sort()).toEqual([
      'README.md',
      'dist',
      'dist/order-steps.css',
      'dist/order-steps.js',
      'language',
      ...['et', 'fi', 'lt', 'lv', 'nl'].map((language) => `language/${language}.json`),
      'library.json',
      'semantics.json',
    ]);
    const script = await readFile(path.join(folder, 'dist/order-steps.js'), 'utf8');
    expect(script).not.toMatch(/\bimport\b|\bexport\b|sourceMappingURL/u);
  });

  it('refuses a content type that platforms would refuse, naming file and rule', async () => {
    const file = path.join(root, 'content/h5p/true-false/library.json');
    const library = JSON.parse(await readFile(file, 'utf8')) as object;
    await writeFile(file, JSON.stringify({ ...library, runnable: true }));
    await expect(build({ root, outDir })).rejects.toThrow(
      /Tandem\.TrueFalse-1\.0\/library\.json: shape \(runnable/u,
    );
  });
});
