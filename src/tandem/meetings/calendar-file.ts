import { MINUTE } from '../../shared/clock.js';
import type { Meeting } from './meeting.js';

/** Octets of a line without its end, RFC 5545 section 3.1. */
const LONGEST_LINE = 75;

/**
 * A meeting as a file that calendars read: iCalendar, RFC 5545. Times are in UTC (section 3.3.5,
 * form 2), so that no calendar needs our idea of anybody's summer time.
 * @param words in the reader's language @returns undefined for a meeting that never had a time
 */
export function calendarFile(
  meeting: Meeting,
  words: { readonly summary: string; readonly description: string },
): string | undefined {
  const startsAt = meeting.fixed?.startsAt;
  if (startsAt === undefined) return undefined;
  const { id, link, place, sequence, changedAt, minutes, cancelledAt } = meeting;
  const where = [place, link].filter((part) => part !== '').join(' · ');
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0', // 3.7.4
    'PRODID:-//Tandem//Meetings//EN', // 3.7.3
    'CALSCALE:GREGORIAN', // 3.7.1
    'BEGIN:VEVENT', // 3.6.1
    `UID:${id}@tandem`, // 3.8.4.7: the same for all versions of the meeting
    // 3.8.7.2: without a METHOD, when the meeting was last changed.
    `DTSTAMP:${utc(changedAt)}`,
    `LAST-MODIFIED:${utc(changedAt)}`, // 3.8.7.3
    `SEQUENCE:${String(sequence)}`, // 3.8.7.4
    `DTSTART:${utc(startsAt)}`, // 3.8.2.4
    `DTEND:${utc(startsAt + minutes * MINUTE)}`, // 3.8.2.2
    `SUMMARY:${escaped(words.summary)}`, // 3.8.1.12
    ...(where === '' ? [] : [`LOCATION:${escaped(where)}`]), // 3.8.1.7
    ...(link === '' ? [] : [`URL:${link}`]), // 3.8.4.6, a URI: no escaping
    `DESCRIPTION:${escaped(words.description)}`, // 3.8.1.5
    `STATUS:${cancelledAt === undefined ? 'CONFIRMED' : 'CANCELLED'}`, // 3.8.1.11
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** Section 3.3.5, form 2: `20271129T080000Z`. */
function utc(instant: number): string {
  return new Date(instant).toISOString().replace(/[-:]|\.\d{3}/gu, '');
}

/** TEXT, section 3.3.11; control characters have no place in it. */
export function escaped(text: string): string {
  return text
    .replace(/\r\n?/gu, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .replace(/[\\;,]/gu, String.raw`\$&`)
    .replaceAll('\n', String.raw`\n`);
}

/** Section 3.1: a long line goes on in the next, after a space. No character is cut in two. */
export function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let length = 0;
  for (const character of line) {
    const octets = Buffer.byteLength(character);
    if (length + octets > LONGEST_LINE) {
      parts.push(part);
      part = ' ';
      length = 1;
    }
    part += character;
    length += octets;
  }
  return [...parts, part].join('\r\n');
}
