import { Router } from 'express';
import { DAY, SECOND } from '../shared/clock.js';
import { localsOf, sendPage, type Page } from './page.js';

export interface FrontModel {
  readonly explanation: string;
}

/** A name that never changes, since platforms keep it; its picture may. */
const ICON_AGE = DAY;

/** `/`, for whoever opens the tool's address without a platform around it; and the icon that platforms show. */
export function frontRoutes(): Router {
  const router = Router();
  router.get('/', (_req, res) => {
    const { t } = localsOf(res);
    const page: Page<FrontModel> = {
      view: 'http/front',
      title: t('front.title'),
      model: { explanation: t('front.explanation') },
    };
    sendPage(res, page);
  });
  router.get('/icon.svg', (_req, res) => {
    res.setHeader('Cache-Control', `public, max-age=${ICON_AGE / SECOND}`);
    res.type('svg').render('http/icon');
  });
  return router;
}
