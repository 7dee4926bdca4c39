import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRichText, type RichNode, safeAddress } from '../../../content/h5p/shared/rich-text.js';

const TAGS = new Set(
  'p div br hr h4 blockquote ul ol li a strong em u s sub sup code table thead tbody tr th td'.split(
    ' ',
  ),
);

describe('formatted text', () => {
  it('is read into elements and plain words', () => {
    expect(readRichText('<p>Wear <b>gloves</b> &amp; goggles<br/>now</p>')).toEqual([
      {
        tag: 'p',
        children: [
          'Wear ',
          { tag: 'strong', children: ['gloves'] },
          ' & goggles',
          { tag: 'br', children: [] },
          'now',
        ],
      },
    ]);
  });

  it.each([
    ['<img src=x onerror=alert(1)>', []],
    ['<p onclick="alert(1)">a</p>', [{ tag: 'p', children: ['a'] }]],
    ['<script>alert(1)</script>b', ['b']],
    ['<style>p{}</style><svg><a href="#">x</a></svg>c', ['c']],
    ['<a href="javascript:alert(1)">d</a>', [{ tag: 'a', children: ['d'] }]],
    ['<a href="java&#115;cript:alert(1)">d</a>', [{ tag: 'a', children: ['d'] }]],
    ['<a href="//elsewhere.example">d</a>', [{ tag: 'a', children: ['d'] }]],
    ['<h1>e</h1>', [{ tag: 'h4', children: ['e'] }]],
    ['<iframe src="x">f</iframe><!-- g --><!doctype html>', []],
    ['2 < 3 and 4 > 1', ['2 < 3 and 4 > 1']],
    ['<em>never closed', [{ tag: 'em', children: ['never closed'] }]],
    ['</p>closed only', ['closed only']],
    [
      '<ul><li>x<p>y</ul>z',
      [
        { tag: 'ul', children: [{ tag: 'li', children: ['x', { tag: 'p', children: ['y'] }] }] },
        'z',
      ],
    ],
  ])('of %j is what is allowed of it', (html, nodes) => {
    expect(readRichText(html)).toEqual(nodes);
  });

  it.each(['https://example.com/a?b=c', 'http://example.com', 'mailto:office@example.com'])(
    'leads to %s',
    (address) => {
      expect(readRichText(`<a class="x" href='${address}'>there</a>`)).toEqual([
        { tag: 'a', href: address, children: ['there'] },
      ]);
    },
  );

  it.each(['javascript:alert(1)', ' data:text/html,x', '/inside', 'https:\\\\x', ''])(
    'does not lead to %j',
    (address) => {
      expect(safeAddress(address)).toBeUndefined();
    },
  );

  it('has allowed elements and safe addresses only, whatever it was made of', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom('<p>', '</p>', '<a href="', 'javascript:', '">', '<script>', '</script>'),
        fc.constantFrom('<', '>', '"', '<!--', '-->', '<img src=x onerror=y>', '<svg/onload=z>'),
        fc.string(),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        for (const { tag, href } of elementsIn(readRichText(parts.join('')))) {
          expect(TAGS.has(tag)).toBe(true);
          if (href !== undefined) expect(href).toMatch(/^(?:https?:\/\/|mailto:)/iu);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('takes no longer than its length asks for', () => {
    for (const hostile of ['<a href="', '<!--', '<', '<p', '<p>', '&#']) {
      const from = performance.now();
      readRichText(hostile.repeat(50_000));
      expect(performance.now() - from).toBeLessThan(2000);
    }
  });
});

function elementsIn(nodes: readonly RichNode[]): readonly Exclude<RichNode, string>[] {
  return nodes.flatMap((node) =>
    typeof node === 'string' ? [] : [node, ...elementsIn(node.children)],
  );
}
