import { headerText } from './answers.js';

/** `limit` and `from` of a request. */
export interface PageAsked {
  readonly limit: number;
  readonly from: number;
}

/**
 * The Link header of Moodle's grade services: curly quotes around the relations and `&amp;` in the
 * addresses. Clients must cope.
 * @param url with its query, but without `limit` and `from`
 */
export function gradeServiceLinks(url: string, { limit, from }: PageAsked, total: number): string {
  const at = (start: number): string =>
    `<${url}${url.includes('?') ? '&amp;' : '?'}limit=${String(limit)}&amp;from=${String(start)}>`;
  const last = limit * Math.floor(total / limit);
  const links = [
    { start: 0, rel: 'first' },
    ...(from > 0 ? [{ start: Math.max(0, from - limit), rel: 'prev' }] : []),
    { start: from, rel: 'canonical' },
    ...(from + limit < total ? [{ start: from + limit, rel: 'next' }] : []),
    { start: last, rel: 'last' },
  ];
  return headerText(links.map(({ start, rel }) => `${at(start)}; rel=“${rel}”`).join(', '));
}
