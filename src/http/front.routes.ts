import { Router } from 'express';
import { localsOf, sendPage, type Page } from './page.js';

export interface FrontModel {
  readonly explanation: string;
}

/** `/`, for whoever opens the tool's address without a platform around it. */
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
  return router;
}
