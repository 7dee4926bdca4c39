import ejs from 'ejs';
import type { Express } from 'express';

/**
 * Express's `ejs` engine, with partials named from the root of views/, such as
 * `/layouts/icons/mark`: found without a look at the disk for each.
 */
export function useTemplates(app: Express, viewsDirectory: string): void {
  const options = { root: viewsDirectory, cache: true };
  app.engine('ejs', (file, data, done) => ejs.renderFile(file, data, options, done));
  app.set('views', viewsDirectory);
  app.set('view engine', 'ejs');
  app.set('view cache', true);
}
