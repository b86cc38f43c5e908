import type { Pictures } from './pictures.port';

/** Kinds that are read at all, by what the content says; a drawing (SVG) is a program and not among them. */
const read: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif', 'avif']);
/** More pixels than any camera has: what unpacks to more is meant to fill the memory. */
const mostPixels = 120_000_000;
const seconds = 15;

/** By libvips, outside of the main thread, with limits on time and pixels. */
export function sharpPictures(): Pictures {
  return {
    async small(content, longest) {
      const { default: sharp } = await import('sharp');
      sharp.cache(false);
      try {
        const picture = sharp(content, { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true });
        const { format } = await picture.metadata();
        if (!read.has(format)) return null;
        const { data, info } = await picture
          .rotate()
          .resize({ width: longest, height: longest, fit: 'inside', withoutEnlargement: true })
          .flatten({ background: '#ffffff' })
          .jpeg({ quality: 82 })
          .timeout({ seconds })
          .toBuffer({ resolveWithObject: true });
        return { content: data, mediaType: 'image/jpeg', width: info.width, height: info.height };
      } catch {
        return null;
      }
    },
  };
}
