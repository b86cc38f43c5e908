import { refuseFields } from '../desk/refuse-fields';

/** The revision as an entity tag (RFC 9110 §8.8.3). */
export function etag(revision: number): string {
  return `"${revision}"`;
}

const tag = /^(?:W\/)?"(0|[1-9]\d{0,14})"$/;

/**
 * The revision that If-Match names; undefined without the header. A weak tag counts, because compressing proxies weaken our tags.
 * @throws {DomainError} invalid
 */
export function expectedRevision(ifMatch: string | undefined): number | 'any' | undefined {
  if (ifMatch === undefined) return undefined;
  if (ifMatch.trim() === '*') return 'any';
  const revision = tag.exec(ifMatch.trim())?.[1];
  if (revision === undefined) {
    refuseFields([{ field: 'If-Match', message: 'must be one ETag as it was sent, for example "12" with its quotes, or *' }]);
  }
  return Number(revision);
}
