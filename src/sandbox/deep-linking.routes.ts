import express, { Router } from 'express';
import { z } from 'zod';
import { parse } from '../http/parse.js';
import { SECOND, type Clock } from '../shared/clock.js';
import { InvalidInput } from '../shared/errors.js';
import type { Tool } from './course.js';
import { DeepLinkingResponse, faultOfItem } from './deep-linking.js';
import type { Launches } from './launches.service.js';
import type { LinkAdder } from './links.service.js';
import { sendPage, type Pages } from './pages.views.js';
import type { ToolKeys } from './tool-keys.client.js';
import type { Urls } from './urls.js';

const ReturnQuery = z.object({ sesskey: z.string() });
const ReturnForm = z.object({ JWT: z.string() });

export interface DeepLinkingDeps {
  readonly launches: Launches;
  readonly links: LinkAdder;
  readonly toolKeys: ToolKeys;
  readonly urls: Urls;
  readonly pages: Pages;
  readonly clock: Clock;
}

/** `/contentitem-return`: takes what a tool offers, adds it to the course, and shows the outcome. */
export function deepLinkingRoutes(deps: DeepLinkingDeps): Router {
  const { launches, links, toolKeys, urls, pages, clock } = deps;
  const router = Router();

  router.post('/contentitem-return', express.urlencoded({ extended: false }), async (req, res) => {
    const { sesskey } = parse(ReturnQuery, req.query);
    const { JWT } = parse(ReturnForm, req.body);
    const asked = launches.takeReturn(sesskey);
    if (!asked) throw new InvalidInput('no deep linking request waits for this');
    const response = parse(DeepLinkingResponse, await toolKeys.verify(asked.tool, JWT));
    requireMeant(response, asked.tool, { issuer: urls.issuer, now: clock() / SECOND });
    const faults: string[] = [];
    const added: string[] = [];
    for (const item of response.items) {
      const fault = faultOfItem(item);
      if (fault === undefined) {
        const link = links.add({
          toolClientId: asked.tool.clientId,
          title: item.title || asked.tool.name,
          text: item.text,
          targetLinkUri: item.url ?? asked.tool.launchUrl,
          custom: item.custom,
          scoreMaximum: item.lineItem?.scoreMaximum,
          lineItemResourceId: item.lineItem?.resourceId,
          tag: item.lineItem?.tag,
          submissionReview: item.lineItem?.submissionReview,
        });
        added.push(link.title);
      } else {
        faults.push(`${item.title || 'an item'}: ${fault}`);
      }
    }
    const { message, errorMessage } = response;
    sendPage(res, pages.deepLinkOutcome(asked.user, { added, faults, message, errorMessage }));
  });
  return router;
}

/** @throws {InvalidInput} Stricter than Moodle, which looks at neither audience nor deployment. */
function requireMeant(
  response: DeepLinkingResponse,
  tool: Tool,
  { issuer, now }: { readonly issuer: string; readonly now: number },
): void {
  if (response.iss !== tool.clientId) throw new InvalidInput('deep linking: iss');
  if (!response.audiences.includes(issuer)) throw new InvalidInput('deep linking: aud');
  if (response.exp <= now) throw new InvalidInput('deep linking: exp');
  if (response.deploymentId !== tool.deploymentId)
    throw new InvalidInput('deep linking: deployment');
}
