import { reject } from '../../../domain/kernel/errors';
import { fromMillis, toMillis } from '../../../domain/kernel/instant';
import type { FileVault, KeptFile } from '../../files/file-vault.port';
import type { Clock, Ids } from '../../system/clock.port';
import type { DossierExport, DossierRequest, Dossiers } from './dossiers.port';
import { keptFor, type ExportDocument, type ExportStore } from './export-store';
import { checkedOffer, makeDossier, offerOf, type MakeParts, type Sink } from './make-dossier';

export interface DossierDeskParts extends MakeParts {
  readonly vault: FileVault;
  readonly exports: ExportStore;
  /** How many are written at once, owners in turn. */
  readonly queue: { run<T>(owner: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> };
  readonly clock: Clock;
  readonly ids: Ids;
  readonly onFailure?: (who: string, error: unknown) => void;
}

interface Running {
  readonly ends: AbortController;
  progress: { readonly done: number; readonly of: number } | null;
  done: Promise<void>;
}

const beatMs = 30_000;
/** Of one user, of a day: each may be as large as all files of its ticket. */
const mostPerDay = 60;
const mostAtOnce = 5;

const wishText = ({ sections, language, timeZone, paper }: DossierRequest['wish']): string =>
  JSON.stringify([[...sections].sort(), language, timeZone, paper]);

/** A running one with the same wish, which does for another. @throws {DomainError} conflict: there are too many */
async function sameRunning(exports: ExportStore, { actor, ticket, wish }: DossierRequest): Promise<ExportDocument | null> {
  const mine = await exports.newestOf(actor, mostPerDay);
  const running = mine.filter(({ state }) => state === 'running');
  const same = running.find((one) => one.ticket === ticket && one.wish === wishText(wish));
  if (same !== undefined) return same;
  if (running.length >= mostAtOnce)
    reject('conflict', `${mostAtOnce} exports of yours are being written. Wait until one is done.`);
  if (mine.length >= mostPerDay) reject('conflict', `You may start ${mostPerDay} exports a day. Try again tomorrow.`);
  return null;
}

/** Exports in the background. A server that ends stops its own; they can be asked for again. */
export function dossierDesk(parts: DossierDeskParts): Dossiers & { close(): Promise<void> } {
  const { exports, vault, clock, ids, queue } = parts;
  const running = new Map<string, Running>();
  const viewOf = (document: ExportDocument): DossierExport => shown(document, running.get(document._id)?.progress ?? null);

  const work = async (id: string, request: DossierRequest, one: Running): Promise<void> => {
    const { signal } = one.ends;
    const beat = setInterval(() => void exports.change(id, { seenAt: clock.now() }).catch(() => undefined), beatMs).unref();
    const kept: KeptFile[] = [];
    const sink: Sink<object> = async (content) => {
      const file = await vault.keep(content, async (keyId) => {
        await exports.change(id, { keyId });
      });
      kept.push(file);
      await exports.change(id, { file: { ...file } });
      return { sha256OfZip: file.plainSha256 };
    };
    const onProgress = (done: number, of: number): void => {
      one.progress = { done, of };
    };
    try {
      await queue.run(request.actor.organisation, () => makeDossier(parts, { ...request, id, signal, onProgress }, sink), signal);
      if (!(await exports.change(id, { state: 'done' }))) await vault.discard(kept);
    } catch (error) {
      await vault.discard(kept);
      await exports.change(id, { state: signal.aborted ? 'cancelled' : 'failed', file: null });
      if (!signal.aborted) parts.onFailure?.('dossier', error);
    } finally {
      clearInterval(beat);
      running.delete(id);
    }
  };

  let starting: Promise<unknown> = Promise.resolve();
  const start = async (request: DossierRequest): Promise<DossierExport> => {
    const { actor, ticket, wish } = request;
    const { number } = await checkedOffer(parts, actor, ticket, wish.sections);
    const same = await sameRunning(exports, request);
    if (same !== null) return viewOf(same);
    const id = ids.next();
    const document: ExportDocument = {
      ...{
        _id: id,
        user: actor.user,
        ticket,
        number,
        sections: wish.sections,
        wish: wishText(wish),
        state: 'running',
        file: null,
        keyId: null,
      },
      ...{ createdAt: clock.now(), seenAt: clock.now(), isPrintable: !parts.renderer.prints },
    };
    await exports.add(document);
    const one: Running = { ends: new AbortController(), progress: null, done: Promise.resolve() };
    running.set(id, one);
    one.done = work(id, request, one).catch((error: unknown) => parts.onFailure?.('dossier', error));
    return viewOf(document);
  };

  return {
    offer: (actor, ticket) => offerOf(parts, actor, ticket),
    start(request) {
      // One after the other, so that many at once are counted, too.
      const started = starting.then(() => start(request));
      starting = started.catch(() => undefined);
      return started;
    },
    list: async (actor, ticket) => (await exports.list(actor, ticket)).map(viewOf),
    read: async (actor, id) => viewOf(await exports.of(actor, id)),
    async cancel(actor, id) {
      await exports.of(actor, id);
      const one = running.get(id);
      one?.ends.abort();
      await one?.done;
      return viewOf(await exports.of(actor, id));
    },
    async content(actor, id) {
      const document = await exports.of(actor, id);
      const { result } = viewOf(document);
      // A right that was taken away since counts as if it had never been there.
      await checkedOffer(parts, actor, document.ticket, document.sections);
      const content = document.file === null ? null : await vault.open(document.file.sha256);
      if (content === null || result === null) return reject('unknown', 'There is no such export, or it is not done.');
      return { name: result.name, bytes: result.bytes, ticket: document.ticket, content };
    },
    async close() {
      const all = [...running.values()];
      all.forEach(({ ends }) => ends.abort());
      await Promise.all(all.map(({ done }) => done));
      await parts.renderer.close();
    },
  };
}

function shown(document: ExportDocument, progress: DossierExport['progress']): DossierExport {
  const { _id: id, ticket, number, sections, state, createdAt, file, isPrintable } = document;
  const result =
    state === 'done' && file !== null
      ? { name: `${number}.zip`, bytes: file.bytes, sha256: file.plainSha256, isPrintable }
      : null;
  const expiresAt = fromMillis(toMillis(createdAt) + keptFor);
  return { id, ticket, number, sections, state, progress: state === 'running' ? progress : null, createdAt, expiresAt, result };
}
