import { describe, expect, it } from '@jest/globals';
import { readMailAddress } from '../../src/mail/address.js';
import { compose, spokenName } from '../../src/mail/letter.js';

describe('a mail address as somebody types it', () => {
  it.each([
    ['ann@example.org', 'ann@example.org'],
    ['  Ann.Ozola+tandem@Example.ORG ', 'Ann.Ozola+tandem@example.org'],
    ['jānis@uzņēmums.lv', 'jānis@xn--uzmums-8xa5f.lv'],
    ['õpetaja@kool.edu.ee', 'õpetaja@kool.edu.ee'],
    ["o'neill@example.org", "o'neill@example.org"],
  ])('reads %s', (typed, address) => {
    const read = readMailAddress(typed);
    expect(read?.split('@')[0]).toBe(address.split('@')[0]);
    expect(read).toMatch(/@[\x21-\x7e]+$/u);
  });

  it.each([
    '',
    'ann',
    '@example.org',
    'ann@',
    'ann@localhost',
    'ann@127.0.0.1',
    'a@b@example.org',
    'ann@example.org, eve@example.org',
    'ann@example.org\r\nBcc: eve@example.org',
    'ann\r\nBcc:eve@example.org',
    'ann@example.org\nX: y',
    '<ann@example.org>',
    'Ann <ann@example.org>',
    '"ann, eve"@example.org',
    'ann..o@example.org',
    '.ann@example.org',
    'ann\u0000@example.org',
    'ann\u202e@example.org',
    `${'a'.repeat(65)}@example.org`,
    `ann@${'a.'.repeat(130)}org`,
    'ann@exa mple.org',
    'ann@-example.org',
  ])('does not read %j', (typed) => {
    expect(readMailAddress(typed)).toBeUndefined();
  });
});

describe('a letter', () => {
  it('has one line for its subject, and no markup of others in its page', () => {
    const letter = compose({
      to: 'ann@example.org',
      subject: 'Hello\r\nBcc: eve@example.org',
      lang: 'en',
      parts: [
        { kind: 'text', text: '<script>alert(1)</script>' },
        { kind: 'link', label: 'Open', href: 'https://tool.example/?a="b"&c' },
      ],
    });
    expect(letter.subject).toBe('Hello Bcc: eve@example.org');
    expect(letter.html).not.toContain('<script>');
    expect(letter.html).toContain('href="https://tool.example/?a=&quot;b&quot;&amp;c"');
    expect(letter.html).not.toMatch(/<img|src=/u);
    expect(letter.text).toContain('https://tool.example/?a="b"&c');
  });

  it('speaks a name, and none that would become a link', () => {
    expect(spokenName('Jānis\r\nBērziņš')).toBe('Jānis Bērziņš');
    expect(spokenName('A. Ozola')).toBe('A. Ozola');
    for (const name of ['see https://bad.example', 'win at bad.example', 'eve@bad', ' \n ']) {
      expect(spokenName(name)).toBeUndefined();
    }
  });
});
