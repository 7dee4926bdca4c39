import { el } from './dom.js';
import type { Extras } from './h5p-core.js';
import './host.js';

/**
 * A type's own title as the heading of what follows. Our host's page says it already, above: there
 * it is heard, so that the headings below it have one, and not seen twice.
 * @param title decoded
 */
export function ownTitle(title: string, look: string, extras: Extras = {}): HTMLElement {
  const isSaid =
    window.TandemHost !== undefined &&
    extras.parent === undefined &&
    extras.metadata?.title === title;
  return el('h2', { class: isSaid ? 'tandem-heard' : look }, title);
}
