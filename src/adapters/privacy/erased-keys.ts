import type { Fact } from '../../domain/kernel/event';
import { erasingTypes, isRedactedBy, keysIn } from './when-erased-destroy-keys';

/** The log from its beginning, in pages, as often as wanted. */
export type ReadLog = () => AsyncIterable<readonly Fact[]>;

/**
 * Keys that the log says are destroyed: what must be destroyed again wherever an older copy of the keys comes back. An erasure takes the
 * keys of its subject that stand before it; a redaction those of what it names.
 */
export async function erasedKeys(readLog: ReadLog): Promise<readonly string[]> {
  const orders = new Orders();
  for await (const page of readLog()) page.forEach((fact) => orders.note(fact));
  if (orders.none) return [];
  const keys = new Set<string>();
  for await (const page of readLog()) {
    for (const key of page.flatMap((fact) => orders.keysTakenFrom(fact))) keys.add(key);
  }
  return [...keys];
}

/** What the log orders to be forgotten. */
class Orders {
  /** Log index of a subject's newest erasure. */
  private readonly erasures = new Map<string, number>();
  private readonly redactions = new Map<string, Fact[]>();

  get none(): boolean {
    return this.erasures.size === 0 && this.redactions.size === 0;
  }

  note(fact: Fact): void {
    if (!erasingTypes.some((erasing) => erasing === fact.type)) return;
    if (fact.type === 'SubjectErased') this.erasures.set(fact.stream, fact.logIndex);
    else this.redactions.set(fact.stream, [...(this.redactions.get(fact.stream) ?? []), fact]);
  }

  /** Of a fact about several people, only the boxes of those who were erased; a file goes with the person of its fact's one box. */
  keysTakenFrom(fact: Fact): readonly string[] {
    if (this.redactions.get(fact.stream)?.some((redaction) => isRedactedBy(fact, redaction)) === true) return keysIn(fact);
    const spared = new Set(fact.sealed.filter(({ subject }) => !this.isErased(subject, fact)).map(({ keyId }) => keyId));
    return spared.size === fact.sealed.length ? [] : keysIn(fact).filter((key) => !spared.has(key));
  }

  private isErased(subject: string, { logIndex }: Fact): boolean {
    return logIndex < (this.erasures.get(subject) ?? 0);
  }
}
