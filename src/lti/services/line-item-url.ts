/**
 * The address of what belongs to a line item (AGS 2.0, sections 3.3.1 and 3.4.1). It joins the
 * path: line items of Moodle and Canvas carry a query.
 * @param lineItem URL as the platform gave it, with or without a slash at the end of its path
 */
export function belowLineItem(lineItem: string, what: 'scores' | 'results'): string {
  const url = new URL(lineItem);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${what}`;
  return url.href;
}
