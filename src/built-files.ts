import path from 'node:path';
import type { Config } from './config.js';
import { createAssets, type Assets } from './http/assets.js';

/** What `npm run build` has left, and the H5P core. */
export interface BuiltFiles {
  /** H5P content types, a folder each. */
  readonly librariesDirectory: string;
  /** Page scripts and the stylesheet. */
  readonly browserDirectory: string;
  /** `dist` of h5p-standalone. */
  readonly coreDirectory: string;
}

export function builtFiles({ root }: Pick<Config, 'root'>): BuiltFiles {
  return {
    librariesDirectory: path.join(root, 'dist', 'h5p'),
    browserDirectory: path.join(root, 'dist', 'browser'),
    coreDirectory: path.join(root, 'node_modules', 'h5p-standalone', 'dist'),
  };
}

/** A script for each kind of page that needs one. */
const PAGE_FILES = [
  'app.css',
  'page.js',
  'storage.js',
  'choose.js',
  'register.js',
  'admin.js',
  'pairing.js',
  'workspace.js',
  'editor.js',
  'rich-text.js',
] as const;

export async function loadAssets({ browserDirectory }: BuiltFiles): Promise<Assets> {
  const assets = createAssets();
  for (const name of PAGE_FILES) {
    await assets.add(name, [{ file: path.join(browserDirectory, name) }]);
  }
  return assets;
}
