import type { Fact } from '../kernel/event';
import type { FilesAttached, ReplyPosted, WatcherAdded } from '../ticket/ticket.events';

/** Types of facts that order an erasure or a redaction. */
export const erasingTypes = ['SubjectErased', 'ReplyRedacted', 'AttachmentRedacted', 'WatcherErased'] as const;

type OfStream = Pick<Fact, 'type' | 'revision' | 'data' | 'sealed'>;

/** Covers earlier facts only, because this runs again after a restore and must spare later content. */
export function isRedactedBy(fact: OfStream, { revision, data }: Pick<Fact, 'revision' | 'data'>): boolean {
  const redacted = data as { readonly reply?: string; readonly file?: string; readonly watcher?: string };
  if (fact.revision > revision) return false;
  switch (fact.type) {
    case 'ReplyPosted':
      return (fact.data as ReplyPosted['data']).reply === redacted.reply;
    case 'WatcherAdded':
      return (fact.data as WatcherAdded['data']).watcher === redacted.watcher;
    case 'FilesAttached':
      return (fact.data as FilesAttached['data']).files.some(({ file }) => file === redacted.file);
    default:
      return false;
  }
}

/** Which facts of one stream its redactions cover, whether or not their keys are destroyed yet. */
export function redactedIn(stream: readonly OfStream[]): (fact: OfStream) => boolean {
  const redactions = stream.filter(({ type }) => (erasingTypes as readonly string[]).includes(type));
  return (fact) => redactions.some((redaction) => isRedactedBy(fact, redaction));
}

/** Keys of its boxes and its files. A fact attaches only one file, so no other file is affected. */
export function keysIn(fact: OfStream): readonly string[] {
  const files = fact.type === 'FilesAttached' ? (fact.data as FilesAttached['data']).files : [];
  return [...fact.sealed.map(({ keyId }) => keyId), ...files.map(({ keyId }) => keyId)];
}
