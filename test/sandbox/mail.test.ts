import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createSandbox } from '../../src/sandbox/index.js';
import { silent } from '../../src/shared/logger.js';

describe('the mail page of the sandbox', () => {
  it('shows what came, links as links and words as words', async () => {
    const sandbox = await createSandbox({
      ...{ issuer: 'http://127.0.0.1:1', nodeEnv: 'test', clock: () => 0, logger: silent },
    });
    expect((await request(sandbox.handler).get('/mail')).text).toContain('No mail has come yet');
    const body = 'Hello <b>you</b>\r\nhttps://tool.example/guest/links/abc\r\n';
    sandbox.mailbox.put(`Subject: =?UTF-8?Q?J=C5=ABsu_kods?=\r\n\r\n${body}`, ['ann@example.org']);
    sandbox.mailbox.put('no headers at all', ['bob@example.org']);
    const { text, status } = await request(sandbox.handler).get('/mail');
    expect(status).toBe(200);
    expect(text).not.toContain('No mail has come yet');
    expect(text).not.toContain('<b>you</b>');
    expect(text).toContain('Hello &lt;b&gt;you');
    expect(text).toContain('<h2>Jūsu kods</h2>');
    expect(text).toContain('href="https://tool.example/guest/links/abc"');
    expect(text).toContain('To ann@example.org');
  });
});
