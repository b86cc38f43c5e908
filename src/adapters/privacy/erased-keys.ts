import type { Fact } from '../../domain/kernel/event';
import { erasingTypes, isRedactedBy, keysIn } from '../../domain/process/when-erased-destroy-keys';

/** Reads the log from its beginning in pages. May be called more than once. */
export type ReadLog = () => AsyncIterable<readonly Fact[]>;

/**
 * Keys that the log records as destroyed, which must be destroyed again in an older copy of the keys. An erasure covers the keys given to
 * its subject before it, a redaction those of the content it names.
 */
export async function erasedKeys(readLog: ReadLog): Promise<readonly string[]> {
  const orders = new ErasureOrders();
  for await (const page of readLog()) page.forEach((fact) => orders.add(fact));
  if (orders.isEmpty) return [];
  const keys = new Set<string>();
  for await (const page of readLog()) {
    for (const key of page.flatMap((fact) => orders.destroyedKeysOf(fact))) keys.add(key);
  }
  return [...keys];
}

/** Erasures and redactions in the log. */
class ErasureOrders {
  /** Log index of the newest erasure per subject. */
  private readonly erasures = new Map<string, number>();
  private readonly redactions = new Map<string, Fact[]>();

  get isEmpty(): boolean {
    return this.erasures.size === 0 && this.redactions.size === 0;
  }

  add(fact: Fact): void {
    if (!erasingTypes.some((erasing) => erasing === fact.type)) return;
    if (fact.type === 'SubjectErased') this.erasures.set(fact.stream, fact.logIndex);
    else this.redactions.set(fact.stream, [...(this.redactions.get(fact.stream) ?? []), fact]);
  }

  /** For a fact about several people, only the boxes of erased ones. A file goes with the person of its fact's only box. */
  destroyedKeysOf(fact: Fact): readonly string[] {
    if (this.redactions.get(fact.stream)?.some((redaction) => isRedactedBy(fact, redaction)) === true) return keysIn(fact);
    const spared = new Set(fact.sealed.filter(({ subject }) => !this.isErased(subject, fact)).map(({ keyId }) => keyId));
    return spared.size === fact.sealed.length ? [] : keysIn(fact).filter((key) => !spared.has(key));
  }

  private isErased(subject: string, { logIndex }: Fact): boolean {
    return logIndex < (this.erasures.get(subject) ?? 0);
  }
}
