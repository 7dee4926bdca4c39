import sanitize from 'sanitize-html';
import type { CleanHtml } from './clean-params.js';

/** What H5P's own editor lets through where a field names no tags. */
const USUAL = ['p', 'br', 'strong', 'em', 'b', 'i', 'u', 's', 'sub', 'sup', 'ul', 'ol', 'li', 'a'];
/** Never, whatever a field of an installed type asks for. */
const NEVER: ReadonlySet<string> = new Set([
  'script',
  'style',
  'iframe',
  'object',
  'embed',
  'form',
]);

/** Rich text with the tags that a field allows, links to the web, and no attribute that could run or look like ours. */
export const cleanHtml: CleanHtml = (html, tags = USUAL) => {
  const allowedTags = [...new Set([...tags, 'p', 'br'])].filter((tag) => !NEVER.has(tag));
  return sanitize(html, {
    allowedTags,
    allowedAttributes: {
      a: ['href'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan', 'scope'],
    },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    nestingLimit: 20,
  });
};
