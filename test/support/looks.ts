import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import type { Frame, Page } from 'playwright-core';
import { seriousFaults } from './axe.js';

const FOLDER = path.join(process.cwd(), 'coverage', 'screenshots');

/** Where a picture of a page is put for people to look at. @param name may name a folder below, which is made */
export function shots(name: string): string {
  const file = path.join(FOLDER, name);
  mkdirSync(path.dirname(file), { recursive: true });
  return file;
}

/** Whoever hears or feels a page can use it, and nobody has to push it to and fro. */
export async function expectWell(place: Page | Frame): Promise<void> {
  expect(await seriousFaults(place)).toEqual([]);
  const overflow = await place.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(overflow).toBe(0);
}
