import sharp, { type Sharp } from 'sharp';
import { AppError } from '../shared/errors.js';

/** It begins like a picture, and cannot be read as one. */
export class PictureUnreadable extends AppError {
  readonly code = 'http.picture-unreadable';
  readonly status = 422;
}

/** It has more pixels than we unpack. */
export class PictureTooLarge extends AppError {
  readonly code = 'http.picture-too-large';
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

export interface PictureWish {
  /** Pixels of its longer side, at most; a smaller picture stays as small. */
  readonly longest: number;
  /** `kept`: what may be transparent stays so. */
  readonly format: 'kept' | 'jpeg';
}

/** A camera's picture has up to 50 million; a file of few bytes can claim any number. */
const MOST_PIXELS = 60_000_000;
const SECONDS = 30;

/**
 * Nothing but what is to be seen comes along: no place, no camera, no colour profile, nothing hidden
 * behind the picture. Upright.
 * @param picture its bytes, or the path of its file @throws {PictureUnreadable} @throws {PictureTooLarge}
 */
export async function cleanPicture(
  picture: string | Buffer,
  { longest, format }: PictureWish,
): Promise<CleanPicture> {
  try {
    const read = sharp(picture, { limitInputPixels: MOST_PIXELS, failOn: 'error' });
    const kept = format === 'jpeg' ? 'jpeg' : (await read.metadata()).format;
    const small = read
      .autoOrient()
      .resize({ width: longest, height: longest, fit: 'inside', withoutEnlargement: true })
      .timeout({ seconds: SECONDS });
    const { made, mime } = encoded(small, kept);
    const { data, info } = await made.toBuffer({ resolveWithObject: true });
    return { bytes: data, mime, width: info.width, height: info.height };
  } catch (cause) {
    // The library has no codes; it says this one in words, before it unpacks anything.
    if (cause instanceof Error && cause.message.includes('pixel limit')) {
      throw new PictureTooLarge('too many pixels', { cause });
    }
    throw new PictureUnreadable('no picture', { cause });
  }
}

function encoded(
  picture: Sharp,
  format: string,
): { readonly made: Sharp; readonly mime: CleanPicture['mime'] } {
  switch (format) {
    case 'jpeg':
      return {
        made: picture.flatten({ background: '#ffffff' }).jpeg({ quality: 85 }),
        mime: 'image/jpeg',
      };
    case 'webp':
      return { made: picture.webp({ quality: 85 }), mime: 'image/webp' };
    // What drew with few colours, and the first frame of what moved.
    default:
      return { made: picture.png(), mime: 'image/png' };
  }
}
