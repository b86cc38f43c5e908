import { hash as digest } from 'node:crypto';
import { associatedData, openBoxes } from '../../../src/adapters/eventstore/boxes';
import { canonicalText } from '../../../src/adapters/eventstore/canonical';
import { chainHash, contentHashOf, decodeFact } from '../../../src/adapters/eventstore/codec';
import { seal } from '../../../src/adapters/eventstore/seal';
import type { Box, FactContent } from '../../../src/domain/kernel/event';
import vectors from '../../fixtures/vectors.json';

/** Published with docs/fact-format.md; made by another program in another language. */
describe('the published test vectors', () => {
  it.each(vectors.canonical)('canonical text: $why', ({ json, text }) => {
    expect(canonicalText(JSON.parse(json))).toBe(text);
  });

  it('fact content is the canonical text of its members', () => {
    for (const { content } of vectors.facts) expect(canonicalText(JSON.parse(content))).toBe(content);
  });

  it('content hash and chain hash', () => {
    let before: string | null = null;
    for (const { content, contentHash, hash } of vectors.facts) {
      expect(contentHashOf(content)).toBe(contentHash);
      expect(chainHash(before, contentHash)).toBe(hash);
      before = hash;
    }
  });

  describe('a box with its key', () => {
    const key = Buffer.from(vectors.box.key, 'base64');
    const content = JSON.parse(vectors.facts[0]?.content ?? '') as FactContent;
    const [box] = content.sealed as [Box];

    it('is bound to its fact and its key', () => {
      expect(associatedData(content)).toBe(vectors.box.associatedData);
      expect(digest('sha256', key, 'hex')).toBe(box.keyHash);
    });

    it('is sealed to the same bytes', () => {
      const nonce = Buffer.from(box.nonce, 'base64');
      expect(seal(vectors.box.plaintext, { key }, vectors.box.associatedData, nonce)).toEqual({
        nonce: box.nonce,
        text: box.text,
      });
    });

    it('opens', async () => {
      const [fact] = vectors.facts
        .slice(0, 1)
        .map((one) => decodeFact({ ...one, ...content, facets: null, position: '', logIndex: 1 }));
      if (fact === undefined) throw new Error('the vectors hold no fact');
      const keyRing = { open: () => Promise.resolve(new Map([[vectors.box.keyId, key]])) };
      expect(await openBoxes([fact], keyRing)).toEqual([JSON.parse(vectors.box.plaintext)]);
    });
  });
});
