import type { CatalogueEntry } from '../../shared/catalogue-entry.js';
import type { DeepLinking } from './deep-linking.js';

/** The one type that the tool offers (Deep Linking 2.0, section 3.2). */
export const ITEM_TYPE = 'ltiResourceLink';

/** An activity as the platform is to make it. */
export interface ContentItem {
  readonly type: typeof ITEM_TYPE;
  readonly title: string;
  readonly url: string;
  /** Text values of one line: platforms join them by line breaks (Moodle). */
  readonly custom: Readonly<Record<string, string>>;
  readonly lineItem?: ItemLineItem;
  readonly iframe?: { readonly width: number; readonly height: number };
  readonly window?: {
    readonly targetName: string;
    readonly width: number;
    readonly height: number;
  };
}

interface ItemLineItem {
  /** Whole points, 1 to 100. */
  readonly scoreMaximum: number;
  readonly label: string;
  readonly resourceId: string;
  readonly tag: string;
  readonly submissionReview: { readonly reviewableStatus: readonly string[]; readonly url: string };
}

/** Enough for an exercise with its words; a page with less room scrolls. */
const FRAME = { width: 800, height: 650 };
const WINDOW = { width: 1024, height: 768 };

/**
 * What the platform is given for one choice. The content id stands in `custom` and in the address,
 * since of the two platforms keep one or the other when a course is copied; the histories tell
 * what a copy was made from.
 * @param launchUrl the tool's
 */
export function contentItemOf(
  entry: CatalogueEntry,
  { acceptLineItem, acceptTargets }: Pick<DeepLinking, 'acceptLineItem' | 'acceptTargets'>,
  launchUrl: string,
): ContentItem {
  const { contentId, graded } = entry;
  const title = oneLine(entry.title);
  const url = new URL(launchUrl);
  url.searchParams.set('content', contentId);
  // Platforms that say nothing of line items (Moodle) take them.
  const wantsLineItem = graded && acceptLineItem !== false;
  return {
    type: ITEM_TYPE,
    title,
    url: url.href,
    custom: {
      content: contentId,
      context_history: '$Context.id.history',
      resource_link_history: '$ResourceLink.id.history',
    },
    ...(wantsLineItem && { lineItem: lineItemOf(entry, { title, url: url.href }) }),
    ...(acceptTargets.includes('iframe') && { iframe: FRAME }),
    ...(acceptTargets.includes('window') && {
      // Of its own for each content, so that one window does not take the place of another.
      window: { targetName: `tandem-${contentId}`, ...WINDOW },
    }),
  };
}

/** `resourceId` and `tag` stay when a course is copied: by them the column is found again. */
function lineItemOf(
  { contentId, kind, maxScore }: CatalogueEntry,
  { title, url }: { readonly title: string; readonly url: string },
): ItemLineItem {
  return {
    scoreMaximum: scoreMaximumOf(maxScore),
    label: title,
    resourceId: contentId,
    tag: kind,
    submissionReview: { reviewableStatus: ['Submitted', 'Completed'], url },
  };
}

/** Moodle grades in whole points from 1 to 100 and spoils others silently; scores are scaled anyhow. */
function scoreMaximumOf(points: number | undefined): number {
  const fits = points !== undefined && Number.isInteger(points) && points >= 1 && points <= 100;
  return fits ? points : 100;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
