import { expectedRevision } from '../../../src/adapters/web/etag';

describe('If-Match (RFC 9110 §13.1.1)', () => {
  it.each<[string, ReturnType<typeof expectedRevision>]>([
    ['"7"', 7],
    ['W/"7"', 7],
    ['"7-gzip"', 7],
    ['"7;br"', 7],
    ['W/"7-zstd"', 7],
    ['"3", "7"', [3, 7]],
    ['W/"3" ,"7-gzip",', [3, 7]],
    ['"7", W/"7"', 7],
    ['"of-another-server", "7"', 7],
    [' * ', 'any'],
  ])('reads %s', (header, revision) => {
    expect(expectedRevision(header)).toEqual(revision);
  });

  it.each(['7', '"7', '"of-another-server"', '"7" "8"', '', '"07"', '*, "7"'])('refuses %s', (header) => {
    expect(() => expectedRevision(header)).toThrow(/If-Match/);
  });

  it('is no condition without the header', () => {
    expect(expectedRevision(undefined)).toBeUndefined();
  });
});
