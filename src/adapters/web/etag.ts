import { refuseFields } from '../desk/refuse-fields';

/** The revision as an entity tag (RFC 9110 §8.8.3). */
export function etag(revision: number): string {
  return `"${revision}"`;
}

const tag = /^(?:W\/)?"(0|[1-9]\d{0,14})"$/;

/**
 * The revision that If-Match asks for; undefined for none. A weak tag counts as the revision it names: proxies that
 * compress weaken our tags, and a revision means the same in every coding.
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
