import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calendarFile, escaped, folded } from '../../../src/tandem/meetings/calendar-file.js';
import { cancelled, proposed, type Meeting } from '../../../src/tandem/meetings/meeting.js';

const START = Date.parse('2027-03-28T08:00:00Z');
const WORDS = { summary: 'Tandem 1: meeting', description: 'Agreed' };

function aMeeting(more: Partial<Meeting> = {}): Meeting {
  const proposal = { times: [START], zone: 'Europe/Riga', minutes: 45, place: '', link: '' };
  const at = { id: 'abc', tandemId: 't', now: Date.parse('2027-03-01T07:06:05Z') };
  return { ...proposed(proposal, 'a', at), fixed: { startsAt: START }, ...more };
}

/** Undoes section 3.1, then reads name and value. */
function lines(file: string | undefined): ReadonlyMap<string, string> {
  const whole = (file ?? '').replaceAll('\r\n ', '').split('\r\n');
  return new Map(
    whole.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  );
}

/** Undoes section 3.3.11. */
function unescaped(text: string): string {
  return text.replace(/\\(.)/gu, (_, one: string) => (one === 'n' ? '\n' : one));
}

const text = fc.string({ unit: 'grapheme', maxLength: 300 });

describe('calendar file', () => {
  it('says in UTC when it is, and names the meeting the same for ever', () => {
    const read = lines(calendarFile(aMeeting(), WORDS));
    expect(Object.fromEntries(read)).toMatchObject({
      UID: 'abc@tandem',
      DTSTART: '20270328T080000Z',
      DTEND: '20270328T084500Z',
      DTSTAMP: '20270301T070605Z',
      SEQUENCE: '0',
      STATUS: 'CONFIRMED',
    });
    expect([read.has('LOCATION'), read.has('URL')]).toEqual([false, false]);
  });

  it('counts on when the meeting is changed or called off', () => {
    const first = aMeeting();
    const proposal = { ...first, times: [START + 1000] };
    const changed = proposed(proposal, 'b', { id: 'abc', tandemId: 't', now: START - 5 }, first);
    expect(changed).toMatchObject({ id: 'abc', sequence: 1, answers: [], proposedBy: 'b' });
    expect(changed.fixed).toBeUndefined();
    const off = lines(
      calendarFile(cancelled({ ...changed, fixed: { startsAt: START } }, START), WORDS),
    );
    expect([off.get('SEQUENCE'), off.get('STATUS'), off.get('UID')]).toEqual([
      '2',
      'CANCELLED',
      'abc@tandem',
    ]);
  });

  it('is not there as long as nothing is fixed', () => {
    const { fixed: _fixed, ...open } = aMeeting();
    expect(calendarFile(open, WORDS)).toBeUndefined();
  });

  it('gives every text back, whatever is in it, in lines of at most 75 octets', () => {
    fc.assert(
      fc.property(text, text, (place, summary) => {
        const file = calendarFile(aMeeting({ place }), { ...WORDS, summary }) ?? '';
        const known = (some: string): string =>
          some.replace(/\r\n?/gu, '\n').replace(/(?![\n\t])\p{Cc}/gu, '');
        expect(unescaped(lines(file).get('SUMMARY') ?? '')).toBe(known(summary));
        expect(unescaped(lines(file).get('LOCATION') ?? '')).toBe(known(place));
        for (const line of file.split('\r\n')) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(line).not.toMatch(/[\r\n]/u);
        }
      }),
    );
  });

  it('lets no text become a line of its own', () => {
    const place = 'Room 1\r\nATTENDEE:mailto:x@y.z\nEND:VEVENT';
    const file = calendarFile(aMeeting({ place }), WORDS) ?? '';
    expect(file.match(/^END:VEVENT$/gmu)).toHaveLength(1);
    expect(file).not.toMatch(/^ATTENDEE/mu);
    expect(escaped('a,b;c\\d\n')).toBe(String.raw`a\,b\;c\\d\n`);
    expect(
      folded('ž'.repeat(100))
        .split('\r\n ')
        .map((part) => part.length),
    ).toEqual([37, 37, 26]);
  });
});
