import type { FactContent } from '../../../domain/kernel/event';
import { redactedIn } from '../../../domain/process/when-erased-destroy-keys';
import type { DossierSection } from '../../../domain/ticket/ticket.events';
import type { StoredFact } from '../../eventstore/event-store.port';
import type { KeyRing } from '../../keys/key-ring.port';

/** Types whose facts a section shows; activity and logs show all. */
const shownBy: { readonly [section in DossierSection]: readonly string[] | 'all' } = {
  overview: ['TicketOpened', 'DetailsRevised', 'SolutionEntered', 'FaultFound', 'WorkRecorded', 'TicketSolved', 'TicketClosed'],
  contact: ['TicketOpened', 'WatcherAdded'],
  activity: 'all',
  logs: 'all',
  merged: [],
  attachments: ['FilesAttached'],
};

export function isTypeShown(type: string, sections: readonly DossierSection[]): boolean {
  return sections.some((section) => shownBy[section] === 'all' || shownBy[section].includes(type));
}

export interface FactLinesWanted {
  readonly stored: readonly StoredFact[];
  /** Whether the exporter may see the fact and the dossier shows it. */
  readonly isShown: (content: FactContent) => boolean;
  /** Whether the exporter may open its boxes. */
  readonly mayOpen: (content: FactContent) => boolean;
}

/**
 * Facts as they were hashed, one a line. Of one that the dossier does not show there is the hash of its content alone, which is enough to
 * follow the chain past it. Keys are those of boxes that the dossier shows, and of nothing else: a redacted one may have its key for a
 * moment longer (docs/dossier.md).
 */
export async function factLines({ stored, isShown, mayOpen }: FactLinesWanted, keys: Pick<KeyRing, 'open'>): Promise<string> {
  const facts = stored.map((fact) => ({ fact, content: JSON.parse(fact.content) as FactContent }));
  const shown = facts.filter(({ content }) => isShown(content));
  const isRedacted = redactedIn(facts.map(({ content }) => content));
  const isOpen = (content: FactContent): boolean => mayOpen(content) && !isRedacted(content);
  const idsOf = (content: FactContent) => (isOpen(content) ? content.sealed.map(({ keyId }) => keyId) : []);
  const opened = await keys.open(shown.flatMap(({ content }) => idsOf(content)));
  const isIn = new Set(shown.map(({ fact }) => fact));
  const lines = facts.map(({ fact, content }) => {
    const { stream, revision, contentHash } = fact;
    if (!isIn.has(fact)) return { stream, revision, contentHash };
    const found = idsOf(content).flatMap((id) => {
      const key = opened.get(id) ?? null;
      return key === null ? [] : [[id, key.toString('base64')] as const];
    });
    return { stream, revision, contentHash, content: fact.content, keys: Object.fromEntries(found) };
  });
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
