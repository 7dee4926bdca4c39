import { el } from '../shared/dom.js';
import type { Phrase } from '../shared/phrases.js';
import { quietButton } from '../shared/result.js';
import { decode } from '../shared/text.js';
import { missingIn, type PageWithIds, type Values } from './form.js';
import { linesOf } from './in-words.js';

/** All that was written, page by page, with a way back to each. */
export function drawSummary(
  pages: readonly PageWithIds[],
  values: Values,
  {
    phrase,
    language,
    goTo,
  }: {
    readonly phrase: Phrase;
    readonly language: string;
    readonly goTo: (page: number) => void;
  },
): readonly HTMLElement[] {
  const missing = new Set(missingIn(pages, values).map(({ id }) => id));
  return pages.map(({ title, fields }, at) => {
    const name = decode(title);
    const lines = fields.flatMap((field) => {
      const texts = linesOf(field, values.get(field.id), language);
      const open = missing.has(field.id);
      return [
        el('dt', {}, decode(field.label)),
        ...(texts.length === 0
          ? [
              el(
                'dd',
                { class: open ? 'tandem-open tandem-open-required' : 'tandem-open' },
                open
                  ? `${phrase('nothingWritten')} (${phrase('required')})`
                  : phrase('nothingWritten'),
              ),
            ]
          : texts.map((text) => el('dd', {}, text))),
      ];
    });
    const change = quietButton(phrase('change'), () => goTo(at));
    change.setAttribute('aria-label', `${phrase('change')}: ${name}`);
    return el(
      'section',
      { class: 'tandem-summary-page' },
      el('div', { class: 'tandem-summary-head' }, el('h4', {}, name), change),
      el('dl', {}, ...lines),
    );
  });
}
