import { describe, expect, it } from '@jest/globals';
import { createLoginStates } from '../../../src/lti/login/login-state.js';
import { MINUTE } from '../../../src/shared/clock.js';
import { createSealer } from '../../../src/shared/seal.js';

const SECRET = 'a secret of at least thirty-two characters';
const login = {
  platformId: 'p',
  deploymentId: '1',
  targetLinkUri: 'https://tool.example/',
  key: 'K',
  framedBy: ['https://lms.example'],
};

function statesAt(clock: () => number, secret = SECRET): ReturnType<typeof createLoginStates> {
  return createLoginStates({ sealer: createSealer(secret), clock });
}

describe('login state', () => {
  it('brings back what the login was started with', () => {
    const states = statesAt(() => 0);

    const { state, nonce } = states.start(login);

    expect(states.read(state, 'K')).toMatchObject({ nonce, platformId: 'p', deploymentId: '1' });
  });

  it('names nothing of the person or the browser', () => {
    const { state } = statesAt(() => 0).start(login);

    expect(Buffer.from(state.split('.')[0]!, 'base64url').toString()).not.toContain('"K"');
  });

  it('is refused in another browser, and in one without a key', () => {
    const states = statesAt(() => 0);
    const { state } = states.start(login);

    expect(() => states.read(state, 'L')).toThrow(
      expect.objectContaining({ code: 'lti.other-browser' }),
    );
    expect(() => states.read(state, undefined)).toThrow(
      expect.objectContaining({ code: 'lti.other-browser' }),
    );
  });

  it('ends after ten minutes', () => {
    let now = 0;
    const states = statesAt(() => now);
    const { state } = states.start(login);
    now = 10 * MINUTE;

    expect(() => states.read(state, 'K')).toThrow(
      expect.objectContaining({ code: 'lti.login-expired' }),
    );
  });

  it.each([
    ['changed', (state: string) => `A${state.slice(1)}`],
    ['cut short', (state: string) => state.slice(0, -1)],
    ['without signature', (state: string) => state.split('.')[0]!],
    ['empty', () => ''],
    ['no JSON', () => 'xx.yy'],
  ])('is refused when %s', (_name, change) => {
    const states = statesAt(() => 0);
    const { state } = states.start(login);

    expect(() => states.read(change(state), 'K')).toThrow(
      expect.objectContaining({ code: 'lti.state-invalid' }),
    );
  });

  it('of another installation is refused', () => {
    const { state } = statesAt(() => 0, `${SECRET}, another`).start(login);

    expect(() => statesAt(() => 0).read(state, 'K')).toThrow(
      expect.objectContaining({ code: 'lti.state-invalid' }),
    );
  });
});
