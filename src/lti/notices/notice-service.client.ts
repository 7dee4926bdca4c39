import type { AccessTokens } from '../services/access-tokens.client.js';
import type { Platform } from '../platforms/platform.js';
import { callClaimedService } from '../services/claimed-service.js';
import { ServiceRefused } from '../services/service-refused.js';

const SCOPE = 'https://purl.imsglobal.org/spec/lti/scope/noticehandlers';

/** A platform's notification service. */
export interface NoticeService {
  /**
   * Has notices of one type delivered to an address, in place of any before.
   * @param url `platform_notification_service_url` of a signed launch
   * @throws {ServiceRefused} @throws {ServiceUnreachable}
   */
  setHandler(
    platform: Platform,
    url: string,
    wish: { readonly type: string; readonly handler: string },
  ): Promise<void>;
}

export function createNoticeService({ tokens }: { readonly tokens: AccessTokens }): NoticeService {
  return {
    async setHandler(platform, url, { type, handler }) {
      const token = await tokens.get(platform, [SCOPE]);
      const answer = await callClaimedService(platform, {
        url,
        method: 'PUT',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          accept: 'application/json',
        },
        body: JSON.stringify({ notice_type: type, handler }),
      });
      if (answer.status < 200 || answer.status > 299) throw new ServiceRefused('notices', answer);
    },
  };
}
