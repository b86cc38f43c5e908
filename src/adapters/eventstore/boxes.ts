import { hash as digest } from 'node:crypto';
import { ERASED, itself } from '../../domain/kernel/event';
import type { Box, Confidential, Fact, Opened } from '../../domain/kernel/event';
import type { Subject } from '../../domain/kernel/ids';
import { anyField } from '../../domain/kernel/opened';
import type { Value, Values } from '../../domain/kernel/value';
import type { KeyRing } from '../keys/key-ring.port';
import { canonicalText } from './canonical';
import { FactCorrupted } from './errors';
import { seal, unseal } from './seal';

interface FactId {
  readonly stream: string;
  readonly id: string;
}

/** Binds a box to its fact. A fact id always has 36 characters, so the concatenation is unambiguous. */
export function associatedData({ stream, id }: FactId): string {
  return `${stream}/${id}`;
}

/** One box per subject, each with a fresh key. A subject without values gets no box. */
export async function sealBoxes(
  fact: FactId & { readonly confidential: readonly Confidential[] },
  keyRing: Pick<KeyRing, 'draw'>,
): Promise<readonly Box[]> {
  const boxes: Box[] = [];
  for (const [subject, values] of groupBySubject(fact)) {
    const key = await keyRing.draw();
    const { nonce, text } = seal(canonicalText(Object.fromEntries(values)), key, associatedData(fact));
    boxes.push({ subject, keyId: key.id, keyHash: key.hash, nonce, text });
  }
  return boxes;
}

/** A field may be in one box only, because opened boxes are merged. */
function groupBySubject({
  stream,
  confidential,
}: Pick<FactId, 'stream'> & {
  readonly confidential: readonly Confidential[];
}): ReadonlyMap<Subject, ReadonlyMap<string, Value>> {
  const bySubject = new Map<Subject, Map<string, Value>>();
  const seen = new Set<string>([anyField]);
  for (const { subject: named, values } of confidential) {
    const subject = named === itself ? (stream as Subject) : named;
    for (const [field, value] of Object.entries(values)) {
      if (value === undefined) continue;
      if (seen.has(field)) throw new Error(`"${field}" is reserved, or sealed twice in one fact`);
      seen.add(field);
      bySubject.set(subject, (bySubject.get(subject) ?? new Map<string, Value>()).set(field, value));
    }
  }
  return bySubject;
}

const noValues: Opened = {};

/**
 * The sealed values of each fact, with one key look-up for all of them. A box whose key is destroyed, missing or wrong reads as
 * ERASED (domain/kernel/opened.ts).
 * @throws {FactCorrupted} the key is right, but the box does not open
 */
export async function openBoxes(
  facts: readonly Pick<Fact, 'stream' | 'id' | 'revision' | 'position' | 'sealed'>[],
  keyRing: Pick<KeyRing, 'open'>,
): Promise<readonly Opened[]> {
  const ids = facts.flatMap((fact) => fact.sealed.map((box) => box.keyId));
  if (ids.length === 0) return facts.map(() => noValues);
  const keys = await keyRing.open(ids);
  return facts.map((fact) => {
    if (fact.sealed.length === 0) return noValues;
    return Object.assign({}, ...fact.sealed.map((box) => openBox(fact, box, keys.get(box.keyId)))) as Opened;
  });
}

function openBox(
  fact: FactId & { readonly revision: number; readonly position: string },
  box: Box,
  key: Buffer | null | undefined,
): Opened {
  if (key === null || key === undefined || digest('sha256', key, 'hex') !== box.keyHash) return { [anyField]: ERASED };
  try {
    return JSON.parse(unseal(box, key, associatedData(fact))) as Values;
  } catch (cause) {
    throw new FactCorrupted(fact, `the box for ${box.subject} does not open with its key (${String(cause)})`);
  }
}
