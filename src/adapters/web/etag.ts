import { refuseFields } from '../desk/refuse-fields';

/** The revision as an entity tag (RFC 9110 §8.8.3). */
export function etag(revision: number): string {
  return `"${revision}"`;
}

/** Any opaque tag (RFC 9110 §8.8.3). */
const oneTag = '(?:W/)?"[\\x21\\x23-\\x7e\\x80-\\xff]*"';
const tagList = new RegExp(`^\\s*(?:,\\s*)*${oneTag}(?:\\s*,\\s*(?:${oneTag})?)*\\s*$`, 'u');
/** Ours, also as compressing servers and proxies write it: weak, or with their encoding inside. */
const ownTag = /"(0|[1-9]\d{0,14})(?:[-;:](?:gzip|br|zstd|deflate))?"/gu;

/**
 * The revisions that If-Match names, of which one must be the present one; undefined without the header.
 * @throws {DomainError} invalid
 */
export function expectedRevision(ifMatch: string | undefined): number | readonly number[] | 'any' | undefined {
  if (ifMatch === undefined) return undefined;
  if (ifMatch.trim() === '*') return 'any';
  const revisions = tagList.test(ifMatch) ? [...ifMatch.matchAll(ownTag)].map(([, revision]) => Number(revision)) : [];
  const [first, ...others] = new Set(revisions);
  if (first === undefined) {
    refuseFields([
      {
        field: 'If-Match',
        message: 'must be ETags as they were sent, for example "12" with its quotes, with commas between, or *',
      },
    ]);
  }
  return others.length === 0 ? first : [first, ...others];
}
