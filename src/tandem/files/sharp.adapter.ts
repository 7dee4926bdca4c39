import sharp, { type Sharp } from 'sharp';
import { FileTooManyPixels, FileUnreadable } from './faults.js';

/** A picture as we keep it: JPEG, upright, without a word about where and by what it was taken. */
export interface ReadPicture {
  readonly full: Buffer;
  readonly small: Buffer;
  /** Pixels of `full`. */
  readonly width: number;
  readonly height: number;
}

const LONGEST_SIDE = 1600;
const LONGEST_SMALL_SIDE = 400;
/** A camera's picture has up to 50 million; a file of few bytes can claim any number. */
const MOST_PIXELS = 60_000_000;
const SECONDS = 30;

/**
 * Makes a new picture from what is to be seen in this one. Nothing else comes along: no
 * place, no camera, no colour profile, nothing that was hidden behind the picture.
 * @throws {FileUnreadable} @throws {FileTooManyPixels}
 */
export async function readPicture(bytes: Buffer): Promise<ReadPicture> {
  const { data, info } = await made(
    sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' }).autoOrient(),
    LONGEST_SIDE,
  );
  const small = await made(sharp(data), LONGEST_SMALL_SIDE);
  return { full: data, small: small.data, width: info.width, height: info.height };
}

async function made(picture: Sharp, longest: number): ReturnType<typeof toBuffer> {
  try {
    return await toBuffer(picture, longest);
  } catch (cause) {
    // The library has no codes; it says this one in words, before it unpacks anything.
    if (cause instanceof Error && cause.message.includes('pixel limit')) {
      throw new FileTooManyPixels('too many pixels', { cause });
    }
    throw new FileUnreadable('no picture', { cause });
  }
}

function toBuffer(
  picture: Sharp,
  longest: number,
): Promise<{
  readonly data: Buffer;
  readonly info: { readonly width: number; readonly height: number };
}> {
  return picture
    .resize({ width: longest, height: longest, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 82 })
    .timeout({ seconds: SECONDS })
    .toBuffer({ resolveWithObject: true });
}
