import sharp, { type Sharp } from 'sharp';
import { AppError } from '../shared/errors.js';

/** It begins like a picture, and cannot be read as one, or has more pixels than we unpack. */
export class PictureUnreadable extends AppError {
  readonly code = 'http.picture-unreadable';
  readonly status = 422;
}

/** A picture made anew from what is to be seen in another one. */
export interface CleanPicture {
  readonly bytes: Buffer;
  readonly mime: 'image/jpeg' | 'image/png' | 'image/webp';
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

const LONGEST_SIDE = 2000;
/** A camera's picture has up to 50 million; a file of few bytes can claim any number. */
const MOST_PIXELS = 60_000_000;
const SECONDS = 30;

/**
 * Nothing but what is to be seen comes along: no place, no camera, nothing hidden behind the
 * picture. Upright, at most 2000 pixels a side; what may be transparent stays so.
 * @param file its path @throws {PictureUnreadable}
 */
export async function cleanPicture(file: string): Promise<CleanPicture> {
  try {
    const picture = sharp(file, { limitInputPixels: MOST_PIXELS, failOn: 'error' });
    const { format } = await picture.metadata();
    const small = picture
      .autoOrient()
      .resize({
        width: LONGEST_SIDE,
        height: LONGEST_SIDE,
        fit: 'inside',
        withoutEnlargement: true,
      })
      .timeout({ seconds: SECONDS });
    const { made, mime } = encoded(small, format);
    const { data, info } = await made.toBuffer({ resolveWithObject: true });
    return { bytes: data, mime, width: info.width, height: info.height };
  } catch (cause) {
    throw new PictureUnreadable('no picture, or a huge one', { cause });
  }
}

function encoded(
  picture: Sharp,
  format: string,
): { readonly made: Sharp; readonly mime: CleanPicture['mime'] } {
  switch (format) {
    case 'jpeg':
      return { made: picture.jpeg({ quality: 85 }), mime: 'image/jpeg' };
    case 'webp':
      return { made: picture.webp({ quality: 85 }), mime: 'image/webp' };
    // What drew with few colours, and the first frame of what moved.
    default:
      return { made: picture.png(), mime: 'image/png' };
  }
}
