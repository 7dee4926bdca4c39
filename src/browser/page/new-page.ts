import { tellParent } from './frame-messages.js';

/**
 * After a step inside the tool: shows the top of the page and moves the focus to its heading, as
 * a new document in its own window would. On the first page after a launch it does nothing, since
 * the person may still be reading what is around the frame.
 */
export function greetNewPage(page: Window): void {
  if (!cameFromInside(page) || page.location.hash !== '') return;
  tellParent(page, 'lti.scrollToTop');
  // What was just done is said first; the browser takes the person there.
  if (page.document.querySelector('[autofocus]')) return;
  const heading = page.document.querySelector('h1');
  if (!heading || !isFocusFree(page.document)) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

function cameFromInside({ document, location, performance }: Window): boolean {
  const base = document.documentElement.dataset.base ?? '';
  if (base === '' || !isStep(performance)) return false;
  return document.referrer.startsWith(`${location.origin}${base}/`);
}

/** False for a reload and for back and forward: there the browser restores the place by itself. */
function isStep(performance: Performance): boolean {
  const [entry] = performance.getEntriesByType('navigation');
  return entry instanceof PerformanceNavigationTiming && entry.type === 'navigate';
}

/** True while the person is in this frame and in none of its fields. */
function isFocusFree(document: Document): boolean {
  return document.hasFocus() && document.activeElement === document.body;
}
