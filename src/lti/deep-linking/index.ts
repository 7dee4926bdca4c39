import { Router } from 'express';
import type { Clock } from '../../shared/clock.js';
import type { NewId } from '../../shared/ids.js';
import type { KeyRing } from '../keys/key-ring.js';
import {
  deepLinkingRoutes,
  previewBar,
  type DeepLinkingRoutesDeps,
} from './deep-linking.routes.js';
import { createDeepLinkings, type DeepLinkingsDeps } from './deep-linking.service.js';
import { createSignResponse } from './response.js';

export type ChoosingDeps = Omit<DeepLinkingsDeps, 'sign'> &
  Pick<DeepLinkingRoutesDeps, 'assets'> & {
    readonly keyRing: KeyRing;
    readonly clock: Clock;
    readonly newId: NewId;
  };

/** Below a session, before all other pages of it: the picker, and its bar above everything else. */
export function choosingPages(deps: ChoosingDeps): Router {
  const deepLinkings = createDeepLinkings({ ...deps, sign: createSignResponse(deps) });
  return Router({ mergeParams: true }).use(
    previewBar,
    deepLinkingRoutes({ assets: deps.assets, deepLinkings }),
  );
}
