import type { Sharp } from 'sharp';
import type { Picture, Pictures } from './pictures.port';

/** Kinds that are read at all, by what the content says; a drawing (SVG) is a program and not among them. */
const read: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif', 'avif']);
/** More pixels than any camera has, all frames together: what unpacks to more is meant to fill the memory. */
const mostPixels = 120_000_000;
const seconds = 15;

/** By libvips, outside of the main thread, with limits on time and pixels. */
export function sharpPictures(): Pictures {
  return {
    small: (content, longest) => drawn(content, longest, { animated: false }),
    moving: (content, longest) => drawn(content, longest, { animated: true }),
  };
}

async function drawn(content: Uint8Array, longest: number, { animated }: { animated: boolean }): Promise<Picture | null> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  try {
    const picture = sharp(content, { animated, limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true });
    const { format, pages = 1 } = await picture.metadata();
    if (!read.has(format)) return null;
    const small = picture
      .rotate()
      .resize({ width: longest, height: longest, fit: 'inside', withoutEnlargement: true })
      .timeout({ seconds });
    return animated && pages > 1
      ? await encoded(small.webp({ quality: 80, effort: 2 }), 'image/webp')
      : await encoded(small.flatten({ background: '#ffffff' }).jpeg({ quality: 82 }), 'image/jpeg');
  } catch {
    return null;
  }
}

async function encoded(picture: Sharp, mediaType: string): Promise<Picture> {
  const { data, info } = await picture.toBuffer({ resolveWithObject: true });
  return { content: data, mediaType, width: info.width, height: info.height };
}
