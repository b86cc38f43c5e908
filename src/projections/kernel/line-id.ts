/** Of fixed width, so that the ids of one stream's lines sort by revision. */
export function lineId(owner: string, revision: number): string {
  return `${owner}/${String(revision).padStart(10, '0')}`;
}
