import type { Response } from 'express';

/** Moodle's error page, as a client meets it where it hoped for JSON. */
export function sendErrorPage(res: Response, message: string, status = 404): void {
  res
    .status(status)
    .setHeader('Cache-Control', 'private, pre-check=0, post-check=0, max-age=0, no-transform');
  res.setHeader('X-Frame-Options', 'sameorigin');
  res.render('sandbox/error', { message });
}

export interface AutoSubmitModel {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** A form that posts itself; a button does it where there is no script. */
export function sendAutoSubmit(res: Response, model: AutoSubmitModel): void {
  res.setHeader('Cache-Control', 'no-store, no-cache, must-revalidate');
  res.render('sandbox/auto-submit', {
    action: model.action,
    fields: Object.entries(model.fields).map(([name, value]) => ({ name, value })),
  });
}

/**
 * Bytes of UTF-8 as Node writes them into header lines, without what cannot stand there. Send the
 * body as a Buffer: Node encodes the header lines once more when it joins them with a string.
 */
export function headerText(text: string): string {
  return Buffer.from(text, 'utf8')
    .toString('latin1')
    .replace(/[^\t\x20-\x7e\x80-\xff]/g, '');
}
