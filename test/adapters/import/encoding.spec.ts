import { decoderFor } from '../../../src/adapters/import/encoding';

const utf8 = (...chunks: readonly (Buffer | string)[]): readonly string[] => {
  const { decode, end } = decoderFor('utf-8');
  return [...chunks.map((chunk) => decode(Buffer.from(chunk))), end()];
};

const refusalOf = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (refusal) {
    return refusal;
  }
};

/** Every way to cut the bytes in two. */
const cutsOf = (bytes: Buffer): readonly (readonly [Buffer, Buffer])[] =>
  Array.from({ length: bytes.length + 1 }, (_, at) => [bytes.subarray(0, at), bytes.subarray(at)]);

describe('decoding UTF-8', () => {
  it.each(['a,Müller\rb,€\r', 'one long line', 'a\nb\n'])(
    'hands every chunk on at once, so that memory and time do not grow with the file: %j',
    (text) => {
      expect(utf8(text, text)).toEqual([text, text, '']);
    },
  );

  it('keeps characters whole, wherever the chunks are cut', () => {
    const text = 'ä€🙂\r\nzö';
    for (const chunks of cutsOf(Buffer.from(`\uFEFF${text}`))) expect(utf8(...chunks).join('')).toBe(text);
  });

  it.each([
    ['LF', '\n'],
    ['CR', '\r'],
    ['CRLF', '\r\n'],
  ])('names line and byte of the first wrong byte, wherever the chunks are cut: %s', (_, end) => {
    const bytes = Buffer.concat([Buffer.from(`ä1${end}${end}€2`), Buffer.from([0xfc]), Buffer.from(`x${end}`)]);
    for (const chunks of cutsOf(bytes))
      expect(refusalOf(() => utf8(...chunks))).toMatchObject({ code: 'invalid', facts: { line: 3, byte: 5 } });
  });

  it('refuses a character that the end of the file cuts off', () => {
    const cutOff = Buffer.from([0x62, 0xe2, 0x82]);
    expect(refusalOf(() => utf8('a\n', cutOff))).toMatchObject({ facts: { line: 2, byte: 2 } });
  });
});
