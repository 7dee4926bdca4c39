import type { Clock } from '../../shared/clock.js';
import { digest, type NewId } from '../../shared/ids.js';
import type { Principal } from '../../shared/principal.js';
import { DEEP_LINKING_LIFETIME, NOTHING_SELECTED } from '../deep-linking/deep-linking.js';
import type { DeepLinkingStore } from '../deep-linking/deep-linking.store.js';
import { LaunchRefused } from '../login/launch-refused.js';
import type { Arrival } from './launch.js';
import type { Platform } from '../platforms/platform.js';
import { resourceLinkIdOf, type ResourceLink } from '../platforms/resource-link.js';
import type { ResourceLinkStore } from '../platforms/resource-link.store.js';
import { isMadeUp, mayReview, roleOf } from './roles.js';
import type {
  DeepLinkingMessage,
  Message,
  ResourceLinkMessage,
  SubmissionReviewMessage,
} from './check-message.js';
import { contentIdOf, contentIdOfOriginal, type Originals } from './content-of-link.js';

/** Notes what a checked message says, and tells who has come for what. */
export interface Arrivals {
  /** @throws {LaunchRefused} not-your-work */
  arrive(platform: Platform, message: Message): Promise<Arrival>;
}

export interface ArrivalsDeps extends Pick<Originals, 'originsOf'> {
  readonly links: ResourceLinkStore;
  readonly deepLinkings: DeepLinkingStore;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Whether something with this content id is there, for links of this platform to open. */
  readonly hasContent: (contentId: string, platformId: string) => Promise<boolean>;
}

export function createArrivals(deps: ArrivalsDeps): Arrivals {
  return {
    arrive(platform, message) {
      switch (message.kind) {
        case 'resource-link':
          return openLink(platform, message, deps);
        case 'deep-linking':
          return chooseContent(platform, message, deps);
        case 'submission-review':
          return reviewWork(platform, message, deps);
      }
    },
  };
}

async function openLink(
  platform: Platform,
  message: ResourceLinkMessage,
  { links, originsOf, hasContent }: ArrivalsDeps,
): Promise<Arrival> {
  const { deploymentId, userId, link } = message;
  const at = { platformId: platform.id, deploymentId };
  const resourceLinkId = link.resourceLink.id;
  const role = roleOf(message.roles);
  const remembered = await links.remember({
    id: resourceLinkIdOf({ ...at, resourceLinkId }),
    ...at,
    resourceLinkId,
    contextId: link.contextId,
    title: link.resourceLink.title,
    contentId:
      (await contentIdOf(link, (id) => hasContent(id, platform.id))) ??
      (await contentIdOfOriginal(link, at, { links, originsOf })),
    lineItem: link.ags?.lineItem,
    lineItems: link.ags?.lineItems,
    scopes: [...(link.ags?.scopes ?? [])],
    memberships: link.services.memberships,
    groups: link.services.groups,
  });
  return {
    kind: 'resource-link',
    platform,
    locale: link.locale,
    isMadeUp: isMadeUp(message.roles),
    launch: { platform, deploymentId, userId, role, link },
    principal: { ...at, userId, role, contextId: link.contextId, ...throughLink(remembered) },
  };
}

async function chooseContent(
  platform: Platform,
  message: DeepLinkingMessage,
  { deepLinkings, clock, newId }: ArrivalsDeps,
): Promise<Arrival> {
  const { deploymentId, place, settings } = message;
  const id = newId();
  const { returnUrl, acceptTypes, acceptTargets, acceptMultiple, acceptLineItem, data } = settings;
  await deepLinkings.insert({
    id,
    platformId: platform.id,
    deploymentId,
    returnUrl,
    acceptTypes: [...acceptTypes],
    acceptTargets: [...acceptTargets],
    acceptMultiple,
    acceptLineItem,
    data,
    selection: NOTHING_SELECTED,
    answered: false,
    expiresAt: clock() + DEEP_LINKING_LIFETIME,
  });
  const principal: Principal = {
    platformId: platform.id,
    deploymentId,
    userId: message.userId ?? digest('nobody', id),
    contextId: place.contextId,
    deepLinkingId: id,
    role: roleOf(message.roles),
  };
  return {
    kind: 'deep-linking',
    platform,
    principal,
    locale: place.locale,
    isMadeUp: isMadeUp(message.roles),
    deepLinkingId: id,
  };
}

async function reviewWork(
  platform: Platform,
  message: SubmissionReviewMessage,
  { links }: ArrivalsDeps,
): Promise<Arrival> {
  const { deploymentId, userId, place, forUserId } = message;
  const role = roleOf(message.roles);
  if (!mayReview({ userId, role }, forUserId)) {
    throw new LaunchRefused('not-your-work', 'review of another learner');
  }
  const at = { platformId: platform.id, deploymentId };
  const link = await reviewedLink(at, message, links);
  return {
    kind: 'submission-review',
    platform,
    locale: place.locale,
    isMadeUp: isMadeUp(message.roles),
    principal: { ...at, userId, role, contextId: place.contextId, ...throughLink(link) },
    learnerId: forUserId,
  };
}

/** By the link when the platform names it, else by the line item whose grade was clicked. */
async function reviewedLink(
  at: { readonly platformId: string; readonly deploymentId: string },
  { resourceLink, place }: SubmissionReviewMessage,
  links: ResourceLinkStore,
): Promise<ResourceLink | undefined> {
  if (resourceLink) return links.get(resourceLinkIdOf({ ...at, resourceLinkId: resourceLink.id }));
  const lineItem = place.ags?.lineItem;
  return lineItem === undefined ? undefined : links.byLineItem({ ...at, lineItem });
}

function throughLink(link: ResourceLink | undefined): Pick<Principal, 'linkId' | 'contentId'> {
  return { linkId: link?.id, contentId: link?.contentId };
}
