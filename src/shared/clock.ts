/** Milliseconds since 1970-01-01T00:00Z. Passed in, so that tests own the time. */
export type Clock = () => number;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
