import { describe, expect, it } from '@jest/globals';
import { checkCode, codeOf, type Receipt } from '../../../src/grading/receipts/receipt.js';
import { createSealer } from '../../../src/shared/seal.js';
import { NOON } from '../desk.js';

const sealer = createSealer('a secret of at least thirty-two letters');

function aReceipt(over: Partial<Receipt> = {}): Receipt {
  return {
    ...{ learner: 'xljyr0iP-_cR', exerciseId: 'M1-05', number: 2 },
    ...{ scoreGiven: 2.33333, scoreMaximum: 3, at: NOON, issuedAt: NOON + 60_000 },
    taken: { scoreGiven: 2.33333, scoreMaximum: 43, at: NOON + 1000 },
    ...over,
  };
}

describe('code of a receipt', () => {
  it.each([
    ['of a score that the gradebook took', aReceipt()],
    ['of one that it did not take', aReceipt({ taken: undefined })],
    ['of nothing', aReceipt({ scoreGiven: 0 })],
  ])('says again what was put in, %s', (_name, receipt) => {
    expect(checkCode(codeOf(receipt, sealer), sealer)).toEqual({ verdict: 'valid', receipt });
  });

  it('is read also with the blanks and line breaks of a letter', () => {
    const code = codeOf(aReceipt(), sealer).replaceAll(/(.{20})/g, '$1\r\n ');

    expect(checkCode(code, sealer).verdict).toBe('valid');
  });

  it('is short enough to be copied by hand if need be', () => {
    expect(codeOf(aReceipt(), sealer).length).toBeLessThan(130);
  });

  it('is changed when any character of it is', () => {
    const code = codeOf(aReceipt(), sealer);
    for (let at = 3; at < code.length; at += 1) {
      if (code[at] === '.') continue;
      const other = code[at] === '1' ? '2' : '1';
      const changed = `${code.slice(0, at)}${other}${code.slice(at + 1)}`;
      expect(checkCode(changed, sealer).verdict).not.toBe('valid');
    }
  });

  it('is changed when another installation made it', () => {
    const others = createSealer('another secret of thirty-two letters!');

    expect(checkCode(codeOf(aReceipt(), others), sealer)).toEqual({ verdict: 'changed' });
  });

  it.each(['', 'R1', 'hello', 'R2.M1-05.1.a.a.a.a.aaaaaaaaaaaa.0.0.0.a', '.'.repeat(900)])(
    'is none: %j',
    (typed) => {
      expect(checkCode(typed, sealer)).toEqual({ verdict: 'unknown' });
    },
  );
});
