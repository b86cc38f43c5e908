import type { Sharp } from 'sharp';
import type { Picture, Pictures } from './pictures.port';

/** Kinds that are read at all, by what the content says; a drawing (SVG) is a program and not among them. */
const read: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif', 'avif']);
/** More pixels than any camera has, all frames together: what unpacks to more is meant to fill the memory. */
const mostPixels = 120_000_000;
const seconds = 15;

/** By libvips, outside of the main thread, with limits on time and pixels. */
export function sharpPictures(): Pictures {
  const jpeg = (picture: Sharp): Promise<Picture> =>
    encoded(picture.flatten({ background: '#ffffff' }).jpeg({ quality: 82 }), 'image/jpeg');
  const square = (longest: number) => ({ width: longest, height: longest });
  return {
    small: (content, longest) => drawn({ content, box: square(longest), animated: false }, jpeg),
    moving: (content, longest) =>
      drawn({ content, box: square(longest), animated: true }, (picture, pages) =>
        pages > 1 ? encoded(picture.webp({ quality: 80, effort: 2 }), 'image/webp') : jpeg(picture),
      ),
    logo: (content, box) => drawn({ content, box, animated: false }, (picture) => encoded(picture.png(), 'image/png')),
  };
}

interface Drawing {
  readonly content: Uint8Array;
  /** What the picture must fit into. */
  readonly box: Pick<Picture, 'width' | 'height'>;
  readonly animated: boolean;
}

async function drawn(
  { content, box, animated }: Drawing,
  encode: (picture: Sharp, pages: number) => Promise<Picture>,
): Promise<Picture | null> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  try {
    const picture = sharp(content, { animated, limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true });
    const { format, pages = 1 } = await picture.metadata();
    if (!read.has(format)) return null;
    const small = picture
      .rotate()
      .resize({ ...box, fit: 'inside', withoutEnlargement: true })
      .timeout({ seconds });
    return await encode(small, pages);
  } catch {
    return null;
  }
}

async function encoded(picture: Sharp, mediaType: string): Promise<Picture> {
  const { data, info } = await picture.toBuffer({ resolveWithObject: true });
  return { content: data, mediaType, width: info.width, height: info.height };
}
