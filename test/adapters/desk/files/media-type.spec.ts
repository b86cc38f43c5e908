import { Readable } from 'node:stream';
import { isPicture, mediaTypeOf, sniffed } from '../../../../src/adapters/desk/files/media-type';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const bytes = async (content: Readable): Promise<Buffer> => Buffer.concat((await content.toArray()) as Buffer[]);

describe('the type of a file', () => {
  it('is found behind any number of comments, without going back over them', async () => {
    expect(await mediaTypeOf(Buffer.from(`${'<!---->'.repeat(500)}x`))).toBe('text/plain');
    expect(await mediaTypeOf(Buffer.from(`<?xml version="1.0"?>\n${'<!-- a -->\n'.repeat(200)}<html>`))).toBe('text/html');
    expect(await mediaTypeOf(Buffer.from('<!-- open <html>'))).toBe('text/plain');
  });

  it.each([
    [png, 'image/png'],
    [Buffer.from('ffd8ffe000104a46', 'hex'), 'image/jpeg'],
    [Buffer.from('GIF89a......'), 'image/gif'],
    [Buffer.from('RIFF\u0001\u0002\u0003\u0004WEBPVP8 ', 'latin1'), 'image/webp'],
    [Buffer.from('\0\0\0\u001cftypavif', 'latin1'), 'image/avif'],
  ])('is a picture by what it begins with (S4.38): %#', async (head, type) => {
    expect(await mediaTypeOf(head)).toBe(type);
    expect(isPicture(type)).toBe(true);
  });

  it.each([
    ['<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'image/svg+xml'],
    ['<?xml version="1.0"?>\n<!-- drawn --><svg/>', 'image/svg+xml'],
    ['<html><script>alert(1)</script>', 'text/html'],
    ['\ufeff <!-- x --><!DOCTYPE html>', 'text/html'],
    ['%PDF-1.7', 'application/pdf'],
    ['GIF8', 'text/plain'],
    ['Just words, < and >', 'text/plain'],
    ['', 'application/octet-stream'],
    ['\0\u0001\u0002', 'application/octet-stream'],
  ])('is no picture, whatever it was sent as: %j', async (text, type) => {
    expect(await mediaTypeOf(Buffer.from(text), 'image/png')).toBe(type);
    expect(isPicture(type)).toBe(false);
  });

  it.each([
    Buffer.from('GIF89a/*<html><script>alert(1)</script>*/'),
    Buffer.concat([png, Buffer.from('<svg/onload=alert(1)>')]),
    Buffer.concat([Buffer.from('ffd8ffe000104a46', 'hex'), Buffer.from('<!--<SCRIPT src=x>')]),
    Buffer.from('%PDF-1.7\n<iframe src=x>'),
  ])('is unknown when a picture or PDF also holds a page (polyglot): %#', async (head) => {
    expect(await mediaTypeOf(head)).toBe('application/octet-stream');
  });

  it('follows the declared type only within a family', async () => {
    const zip = Buffer.from('504b0304140000000800', 'hex');
    const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
    expect(await mediaTypeOf(zip, word)).toBe(word);
    expect(await mediaTypeOf(zip, 'image/png')).toBe('application/zip');
    expect(await mediaTypeOf(Buffer.from('a;b\n'), 'text/csv')).toBe('text/csv');
    expect(await mediaTypeOf(Buffer.from('a;b\n'), 'text/html')).toBe('text/plain');
    expect(await mediaTypeOf(png, 'text/csv')).toBe('image/png');
  });

  it.each(['ä', '€', '🙂'])('is text also when the first bytes end inside a character: %s', async (character) => {
    for (const start of ['', 'a', 'ab', 'abc'])
      expect(await mediaTypeOf(Buffer.from(start + character.repeat(2_000)).subarray(0, 4_100))).toBe('text/plain');
  });

  it('leaves the content complete, in chunks of any size', async () => {
    const pieces = [...png].map((byte) => Buffer.from([byte]));
    const { type, content } = await sniffed(Readable.from(pieces));
    expect([type, await bytes(content)]).toEqual(['image/png', png]);
    const empty = await sniffed(Readable.from([]));
    expect([empty.type, await bytes(empty.content)]).toEqual(['application/octet-stream', Buffer.alloc(0)]);
  });
});
