import { NotFound } from '../shared/errors.js';
import type { LineItem, Link } from './course.js';
import type { State } from './state.js';
import type { Urls } from './urls.js';

/** An activity to be added. */
export interface NewLink {
  readonly toolClientId: string;
  readonly title: string;
  readonly text?: string | undefined;
  readonly targetLinkUri: string;
  readonly custom?: Readonly<Record<string, string>> | undefined;
  /** Gives the link a line item; undefined: it is not graded. */
  readonly scoreMaximum?: number | undefined;
  readonly lineItemResourceId?: string | undefined;
  readonly tag?: string | undefined;
  readonly submissionReview?: LineItem['submissionReview'];
}

/** The activity as it stands in the course. */
export interface AddedLink extends Link {
  readonly lineItemId: string | undefined;
  /** As tools are told it. */
  readonly lineItemUrl: string | undefined;
}

/** The teacher's "add an activity". */
export interface LinkAdder {
  /** @throws {NotFound} for an unknown tool */
  add(link: NewLink): AddedLink;
}

/** Puts activities into the course, each with its line item where it is graded. */
export function createLinkAdder({ state, urls }: { state: State; urls: Urls }): LinkAdder {
  return {
    add(wanted) {
      const tool = state.tool(wanted.toolClientId);
      if (!tool) throw new NotFound('tool');
      const link: Link = {
        id: state.nextId('link'),
        clientId: tool.clientId,
        title: wanted.title,
        text: wanted.text ?? '',
        targetLinkUri: wanted.targetLinkUri,
        custom: { ...wanted.custom },
      };
      state.putLink(link);
      const item = wanted.scoreMaximum === undefined ? undefined : itemFor(link, wanted);
      return {
        ...link,
        lineItemId: item?.id,
        lineItemUrl: item && urls.lineItem(state.course, item, tool.deploymentId),
      };
    },
  };

  function itemFor(link: Link, wanted: NewLink): LineItem {
    const item: LineItem = {
      id: state.nextId('lineItem'),
      clientId: link.clientId,
      linkId: link.id,
      origin: 'activity',
      // Moodle calls the grade item by the activity, whatever label the tool proposed.
      label: link.title,
      scoreMaximum: wanted.scoreMaximum ?? 100,
      resourceId: wanted.lineItemResourceId ?? '',
      tag: wanted.tag ?? '',
      submissionReview: wanted.submissionReview,
    };
    state.putLineItem(item);
    return item;
  }
}
