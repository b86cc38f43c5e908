import { Readable } from 'node:stream';
import { writeZip } from '../../../src/adapters/export/zip';
import { unzipped } from '../../dsl/unzipped';

const at = '2026-11-30T12:34:56.000Z';
const bytesOf = async (zip: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of zip) chunks.push(chunk);
  return Buffer.concat(chunks);
};
const simple = () =>
  writeZip(at, async (zip) => {
    await zip.add('a.txt', Readable.from(['one']));
    await zip.add('empty', Readable.from([]), false);
  });

describe('a ZIP that is written while it is read', () => {
  it('holds what was added, also nothing at all, and tells size and hash', async () => {
    expect(await unzipped(await bytesOf(simple()))).toEqual(
      new Map([
        ['a.txt', Buffer.from('one')],
        ['empty', Buffer.alloc(0)],
      ]),
    );
  });

  it('is the same bytes in every time zone', async () => {
    const before = process.env['TZ'];
    const zips: Buffer[] = [];
    for (const zone of ['UTC', 'Asia/Tokyo', 'America/New_York']) {
      process.env['TZ'] = zone;
      zips.push(await bytesOf(simple()));
    }
    process.env['TZ'] = before;
    expect(zips.map((zip) => zip.equals(zips[0] ?? Buffer.alloc(0)))).toEqual([true, true, true]);
  });

  it('fails for its reader where its writer fails, and where a file breaks off', async () => {
    await expect(bytesOf(writeZip(at, () => Promise.reject(new Error('no'))))).rejects.toThrow('no');
    const broken = async function* () {
      yield await Promise.resolve('half');
      throw new Error('broken off');
    };
    const half = writeZip(at, async (zip) => {
      await zip.add('b', broken());
    });
    await expect(bytesOf(half)).rejects.toThrow('broken off');
  });

  it('stops its writer where nobody reads any more', async () => {
    let ended: unknown = null;
    const endless = async function* () {
      for (;;) yield await Promise.resolve(Buffer.alloc(65_536, Math.random().toString()));
    };
    const zip = writeZip(at, async (file) => {
      ended = await file.add('c', endless(), false).catch((error: unknown) => error);
      throw ended;
    });
    for await (const chunk of zip) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(ended).toBeInstanceOf(Error);
  });
});
