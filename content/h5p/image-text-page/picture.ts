import { el } from '../shared/dom.js';
import { decode } from '../shared/text.js';

/** A picture beside a section's text. Texts are HTML-escaped. */
export interface Picture {
  readonly file?: {
    /** Below the content's own files, or a full address. */
    readonly path: string;
    /** In pixels. */
    readonly width?: number;
    readonly height?: number;
  };
  readonly alt?: string;
  /** Whether there is nothing to tell to those who do not see it. */
  readonly decorative?: boolean;
  readonly caption?: string;
}

/** @returns undefined without a file */
export function drawPicture(picture: Picture, contentId: string): HTMLElement | undefined {
  const { file, decorative = false } = picture;
  if (!file?.path) return undefined;
  const caption = decode(picture.caption ?? '');
  const alt = decode(picture.alt ?? '');
  const image = el('img', {
    src: H5P.getPath(file.path, contentId),
    alt: decorative ? '' : alt || caption,
    loading: 'lazy',
    // Known before the file is there, so that the text does not jump.
    width: file.width === undefined ? undefined : String(file.width),
    height: file.height === undefined ? undefined : String(file.height),
  });
  return el(
    'figure',
    { class: 'tandem-picture' },
    image,
    caption === '' ? undefined : el('figcaption', {}, caption),
  );
}
