import { createHash } from 'node:crypto';
import { canonicalText } from '../../../src/adapters/eventstore/canonical';
import { chainHash, decodeFact, encodeFacts, factCodec, noHash } from '../../../src/adapters/eventstore/codec';
import { FactCorrupted } from '../../../src/adapters/eventstore/errors';
import type { EncodedFact, StoredFact } from '../../../src/adapters/eventstore/event-store.port';
import type { KeyRing } from '../../../src/adapters/keys/key-ring.port';
import type { Fact, FacetValues } from '../../../src/domain/kernel/event';
import { openedText } from '../../../src/domain/kernel/opened';
import { upcastBy } from '../../../src/domain/kernel/upcast';
import { about, beginning, draft, memoryKeyRing } from '../../contracts/event-store.facts';

const anna = 'user-01930000-0000-7000-8000-00000000000a';
const bert = 'contact-01930000-0000-7000-8000-00000000000b';

function stored(fact: EncodedFact | undefined, changes: Partial<StoredFact> = {}): StoredFact {
  return { ...(fact as EncodedFact), position: '0000000000000007', logIndex: 7, ...changes };
}
const sha256 = (...parts: readonly (string | Buffer)[]): string =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

describe('fact codec', () => {
  let ring: KeyRing;
  beforeEach(async () => (ring = await memoryKeyRing()));

  const one = async (changes: Parameters<typeof draft>[1]): Promise<StoredFact> =>
    stored((await encodeFacts([draft('ticket-a', changes)], beginning, ring))[0]);

  it('returns a fact as drafted, with its position and hashes', async () => {
    const facets = { before: null, after: { kind: 'service' } as FacetValues };
    const asked = draft('ticket-a', {
      data: { b: 1, a: { c: [] } },
      facets,
      causationId: 'cause',
      onBehalfOf: { user: 'u', organisation: 'o' },
    });
    const [encoded] = await encodeFacts([asked], { revision: 4, hash: 'ab'.repeat(32) }, ring);
    const { confidential, ...content } = asked;
    const fact = decodeFact(stored(encoded));
    expect(fact).toEqual({
      ...content,
      revision: 5,
      salt: fact.salt,
      sealed: confidential,
      contentHash: sha256(encoded?.content ?? ''),
      hash: sha256(Buffer.from('ab'.repeat(32), 'hex'), Buffer.from(encoded?.contentHash ?? '', 'hex')),
      position: '0000000000000007',
      logIndex: 7,
    });
    expect(Buffer.from(fact.salt, 'base64')).toHaveLength(16);
  });

  it('writes the content as RFC 8785 text, without the facets', async () => {
    const { content, facets } = await one({ data: { b: 1, a: 2 }, facets: { before: null, after: null } });
    expect(content).toBe(canonicalText(JSON.parse(content)));
    expect(content).not.toContain('facets');
    expect(facets).toBe('{"after":null,"before":null}');
  });

  it('chains the facts of an append, starting from 32 zero bytes', async () => {
    const facts = await encodeFacts([draft('ticket-a'), draft('ticket-a'), draft('ticket-a')], beginning, ring);
    expect(facts.map(({ revision }) => revision)).toEqual([0, 1, 2]);
    let before = noHash;
    for (const { hash, contentHash } of facts) {
      expect(hash).toBe(chainHash(before, contentHash));
      before = hash;
    }
  });

  it('never gives equal facts the same content hash, because each has its own salt', async () => {
    const asked = draft('ticket-a');
    const hashes = await Promise.all(
      Array.from({ length: 1000 }, async () => (await encodeFacts([asked], beginning, ring))[0]?.contentHash),
    );
    expect(new Set(hashes).size).toBe(1000);
  });

  it.each(['content', 'contentHash', 'stream', 'revision'] as const)(
    'throws FactCorrupted when %s was altered',
    async (member) => {
      const fact = await one({});
      const altered = {
        ...fact,
        [member]: member === 'revision' ? 1 : fact[member].replace(/[0-9a-f]/, (digit) => (digit === '0' ? '1' : '0')),
      };
      expect(() => decodeFact(altered)).toThrow(FactCorrupted);
      expect(() => decodeFact(altered)).toThrow(`${altered.stream}, revision ${altered.revision} (position 0000000000000007): `);
    },
  );

  it('upcasts only after verifying the hash', async () => {
    const { upcast } = upcastBy([
      { from: 'TicketRated', to: 'TicketRated.v2', data: (old: { stars: number }) => ({ percent: old.stars * 20 }) },
    ]);
    const fact = decodeFact(await one({ type: 'TicketRated', data: { stars: 4 } }), upcast);
    expect(fact).toMatchObject({ type: 'TicketRated.v2', data: { percent: 80 } });
  });

  describe('sealed values', () => {
    const confidential = [
      about(anna, { title: 'No light', description: 'Ärger 🔦' }),
      about(bert, { email: 'b@example.org' }),
      about(anna, { note: undefined }),
    ];
    const open = async (fact: Fact): Promise<(field: string) => string | null> => {
      const [opened] = await factCodec(ring).open([fact]);
      return (field) => openedText({ opened: opened ?? {} }, field);
    };

    it('are in one box per subject and nowhere else', async () => {
      const encoded = await one({ confidential });
      const fact = decodeFact(encoded);
      expect(fact.sealed.map(({ subject }) => subject)).toEqual([anna, bert]);
      expect(new Set(fact.sealed.flatMap(({ keyId, keyHash, nonce }) => [keyId, keyHash, nonce])).size).toBe(6);
      for (const secret of ['No light', 'title', 'Ärger', 'b@example.org']) expect(JSON.stringify(encoded)).not.toContain(secret);
    });

    it('open with their keys', async () => {
      const text = await open(decodeFact(await one({ confidential })));
      expect([text('title'), text('description'), text('email'), text('note')]).toEqual([
        'No light',
        'Ärger 🔦',
        'b@example.org',
        null,
      ]);
    });

    it('create no box for a subject without values', async () => {
      expect(decodeFact(await one({ confidential: [about(anna, {}), about(bert, { email: undefined })] })).sealed).toEqual([]);
    });

    it('read as ERASED when the key is destroyed, while other subjects stay readable', async () => {
      const fact = decodeFact(await one({ confidential }));
      await ring.destroy([fact.sealed[0]?.keyId ?? '']);
      const text = await open(fact);
      expect([text('title'), text('description'), text('email')]).toEqual(['ERASED', 'ERASED', 'b@example.org']);
    });

    it('read as ERASED when the key is missing or wrong', async () => {
      const fact = decodeFact(await one({ confidential }));
      ring = await memoryKeyRing();
      expect((await open(fact))('title')).toBe('ERASED');
      await ring.draw();
      expect((await ring.open([fact.sealed[0]?.keyId ?? ''])).size).toBe(1);
      expect((await open(fact))('title')).toBe('ERASED');
    });

    it('do not open in another fact or another stream', async () => {
      const fact = decodeFact(await one({ confidential }));
      for (const moved of [{ id: draft('x').id }, { stream: 'ticket-b' }]) {
        await expect(open({ ...fact, ...moved })).rejects.toThrow(`the box for ${anna} does not open with its key`);
      }
    });

    it('open for many facts at once, each with its own values', async () => {
      const facts = await encodeFacts(
        Array.from({ length: 300 }, (_, i) =>
          draft('ticket-a', { confidential: i % 3 === 0 ? [] : [about(anna, { text: `no ${i}` })] }),
        ),
        beginning,
        ring,
      );
      const opened = await factCodec(ring).open(facts.map((fact) => decodeFact(stored(fact))));
      expect(opened.map(({ text }) => text)).toEqual(
        Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? undefined : `no ${i}`)),
      );
    });

    it('throw when a field is sealed twice or named like the wildcard', async () => {
      await expect(one({ confidential: [about(anna, { title: 'a' }), about(bert, { title: 'b' })] })).rejects.toThrow(
        '"title" is reserved, or sealed twice',
      );
      await expect(one({ confidential: [about(anna, { '*': 'a' })] })).rejects.toThrow('"*" is reserved');
    });
  });
});
