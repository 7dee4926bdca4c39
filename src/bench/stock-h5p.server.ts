import { createServer } from 'node:http';
import path from 'node:path';
import * as H5P from '@lumieducation/h5p-server';
import express from 'express';
import { z } from 'zod';
import { loadCurriculum } from '../curriculum/index.js';
import { serveMeasured } from './measured-process.js';

const Settings = z.object({ port: z.number(), contentDir: z.string(), exerciseId: z.string() });

const USER: H5P.IUser = { id: '1', name: 'Ilze', email: 'ilze@school.example', type: 'local' };
const LibraryJson = z.object({ majorVersion: z.number(), minorVersion: z.number() });

/** The H5P server as its documentation has it: content in files, player with its own page. */
await serveMeasured(Settings, async ({ port, contentDir, exerciseId }) => {
  const libraries = path.join(process.cwd(), 'dist', 'h5p');
  const curriculum = await loadCurriculum({ directories: [path.join(process.cwd(), 'content')] });
  const exercise = curriculum.exercise(exerciseId, 'en');
  if (!exercise) throw new Error(`no exercise ${exerciseId}`);
  const libraryStorage = new H5P.fsImplementations.FileLibraryStorage(libraries);
  const contentStorage = new H5P.fsImplementations.FileContentStorage(contentDir);
  const contentId = await contentStorage.addContent(
    await metadataOf(exercise, libraryStorage),
    exercise.params,
    USER,
  );
  const config = new H5P.H5PConfig(undefined, { baseUrl: '/h5p' });
  const player = new H5P.H5PPlayer(libraryStorage, contentStorage, config);
  const app = express();
  app.get('/h5p/play/:content', async (req, res) => {
    res.send(await player.render(req.params.content, USER, 'en'));
  });
  app.get('/h5p/play', (_req, res) => {
    res.redirect(`/h5p/play/${contentId}`);
  });
  await new Promise<void>((resolve) => createServer(app).listen(port, resolve));
});

async function metadataOf(
  { title, library }: { readonly title: string; readonly library: string },
  storage: H5P.ILibraryStorage,
): Promise<H5P.IContentMetadata> {
  const [installed] = await storage.getInstalledLibraryNames(library);
  if (!installed) throw new Error(`content type ${library} is not built`);
  const { majorVersion, minorVersion } = LibraryJson.parse(installed);
  return {
    title,
    language: 'en',
    defaultLanguage: 'en',
    mainLibrary: library,
    embedTypes: ['div'],
    license: 'U',
    preloadedDependencies: [{ machineName: library, majorVersion, minorVersion }],
  } as unknown as H5P.IContentMetadata;
}
