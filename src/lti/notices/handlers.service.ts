import { DAY, MINUTE, type Clock } from '../../shared/clock.js';
import { hasCode } from '../../shared/errors.js';
import type { Logger } from '../../shared/logger.js';
import type { Launch } from '../launch/launch.js';
import type { Platform } from '../platforms/platform.js';
import { handlerIdOf, type Handler } from './handler.js';
import type { HandlerStore } from './handler.store.js';
import type { NoticeService } from './notice-service.client.js';
import { NOTICE_TYPES } from './notice.js';

const LEASE = 2 * MINUTE;
const MOST_TRIES = 10;

/** Tells each deployment, once, which notices we want. */
export interface Handlers {
  /** At a launch of somebody who teaches: notes that the deployment is to be told, if it is not yet. */
  note(launch: Launch): Promise<void>;
  /** Tells one that is due. @returns false when none was */
  registerNext(): Promise<boolean>;
}

export function createHandlers(deps: {
  readonly handlers: HandlerStore;
  readonly service: NoticeService;
  /** Where platforms deliver. */
  readonly handlerUrl: URL;
  readonly platform: (id: string) => Promise<Platform | undefined>;
  readonly clock: Clock;
  readonly logger: Logger;
}): Handlers {
  const { handlers, service, handlerUrl, clock, logger } = deps;

  async function register(handler: Handler): Promise<Partial<Handler>> {
    const platform = await deps.platform(handler.platformId);
    if (platform?.status !== 'active') return { state: 'refused', dueAt: undefined };
    try {
      for (const type of handler.types) {
        await service.setHandler(platform, handler.serviceUrl, { type, handler: handler.handler });
      }
      return { state: 'registered', dueAt: undefined };
    } catch (fault) {
      const code = hasCode(fault) ? fault.code : 'unexpected';
      logger.warn({ platformId: platform.id, code }, 'notices not asked for');
      const isOver = code !== 'lti.service-unreachable' || handler.tries >= MOST_TRIES;
      if (isOver) return { state: 'refused', dueAt: undefined };
      return { dueAt: clock() + Math.min(DAY, MINUTE * 2 ** handler.tries) };
    }
  }

  return {
    async note({ platform, deploymentId, role, link }) {
      const offered = link.services.notices;
      if (!offered || (role !== 'instructor' && role !== 'administrator')) return;
      const types = NOTICE_TYPES.filter((type) => offered.types.includes(type));
      if (types.length === 0 || !isReachable(handlerUrl, offered.url)) return;
      const id = handlerIdOf(platform.id, deploymentId);
      const known = await handlers.get(id);
      const wish = { serviceUrl: offered.url, types, handler: handlerUrl.href };
      if (known && isSameWish(known, wish)) return;
      const { id: platformId } = platform;
      const next: Handler = {
        ...{ id, platformId, deploymentId, ...wish },
        state: 'due',
        tries: 0,
        dueAt: clock(),
      };
      await handlers.put(known ? { ...next, revision: known.revision } : next);
    },

    async registerNext() {
      const now = clock();
      const handler = await handlers.lease(now, now + LEASE);
      if (!handler) return false;
      const outcome = await register(handler);
      await handlers.put({ ...handler, tries: handler.tries + 1, ...outcome });
      return true;
    },
  };
}

/** Platforms deliver over https only; a trial on one machine goes without. */
function isReachable(handler: URL, serviceUrl: string): boolean {
  return handler.protocol === 'https:' || new URL(serviceUrl).protocol === 'http:';
}

function isSameWish(
  known: Handler,
  { serviceUrl, types, handler }: Pick<Handler, 'serviceUrl' | 'types' | 'handler'>,
): boolean {
  const sameTypes = known.types.join(' ') === types.join(' ');
  return known.serviceUrl === serviceUrl && known.handler === handler && sameTypes;
}
