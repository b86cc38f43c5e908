import { Readable } from 'node:stream';
import { pictureTypeOf, sniffed } from '../../../../src/adapters/desk/files/picture-type';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const bytes = async (content: Readable): Promise<Buffer> => Buffer.concat((await content.toArray()) as Buffer[]);

describe('a displayed file', () => {
  it.each([
    [png, 'image/png'],
    [Buffer.from('ffd8ffe000104a46', 'hex'), 'image/jpeg'],
    [Buffer.from('GIF89a......'), 'image/gif'],
    [Buffer.from('RIFF\u0001\u0002\u0003\u0004WEBPVP8 ', 'latin1'), 'image/webp'],
    [Buffer.from('\0\0\0\u001cftypavif', 'latin1'), 'image/avif'],
  ])('is a picture by what it begins with (S4.38): %#', (head, type) => {
    expect(pictureTypeOf(head)).toBe(type);
  });

  it.each([
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    '<html><script>alert(1)</script>',
    '%PDF-1.7',
    'GIF8',
    '',
  ])('is none, whatever it was sent as: %j', (text) => {
    expect(pictureTypeOf(Buffer.from(text))).toBeNull();
  });

  it('is complete after its type was detected, in chunks of any size', async () => {
    const pieces = [...png].map((byte) => Buffer.from([byte]));
    const { type, content } = await sniffed(Readable.from(pieces));
    expect([type, await bytes(content)]).toEqual(['image/png', png]);
    const empty = await sniffed(Readable.from([]));
    expect([empty.type, await bytes(empty.content)]).toEqual([null, Buffer.alloc(0)]);
  });
});
