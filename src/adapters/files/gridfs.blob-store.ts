import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Db, GridFSBucket, GridFSFile, ObjectId } from 'mongodb';
import { connect } from '../documents/mongo/connection';
import { isDuplicateKey, storeError } from '../documents/mongo/errors';
import { checkHash, type BlobStore, type BlobTotals } from './blob-store.port';
import { FileDamaged } from './file-vault.port';

interface Binding {
  readonly _id: 'log';
  readonly logId: string;
}

/**
 * GridFS in its own database (`<name>-files`), standalone or replica set. An upload becomes a blob when one document names it after the
 * last byte. A unique index admits only one document per hash.
 * @throws {StoreUnavailable | StoreRefused}
 */
export async function gridFsBlobStore({ url }: { readonly url: string }): Promise<BlobStore> {
  const connection = await connect({ url, database: 'files', durability: 'full' });
  const { db, description } = connection;
  const close = (): Promise<void> => connection.close();
  try {
    const { GridFSBucket, ObjectId } = await import('mongodb');
    const aDayAgo = (): ObjectId => ObjectId.createFromTime(Math.floor(Date.now() / 1_000) - 86_400);
    await db.collection('fs.files').createIndexes([{ key: { filename: 1 }, name: 'one per hash', unique: true }]);
    // The driver creates the same index, but ignores a failure.
    await db.collection('fs.chunks').createIndexes([{ key: { files_id: 1, n: 1 }, unique: true }]);
    const kept = { ...blobsIn(db, new GridFSBucket(db)), clearAbandoned: () => deleteAbandoned(db, aDayAgo()) };
    return { description: `GridFS, ${description}`, ...kept, ...bindingIn(db), close };
  } catch (error) {
    await close();
    throw storeError(error, 'write');
  }
}

function blobsIn(db: Db, bucket: GridFSBucket): Pick<BlobStore, 'put' | 'get' | 'size' | 'totals' | 'remove'> {
  const files = db.collection<GridFSFile>('fs.files');
  const chunks = db.collection('fs.chunks');
  const findFile = async (sha256: string): Promise<GridFSFile | null> => {
    checkHash(sha256);
    return translateErrors('read', () => files.findOne({ filename: sha256 }));
  };
  return {
    put: (content) =>
      translateErrors('write', async () => {
        // Each write reports its own error.
        const upload = bucket.openUploadStream('').on('error', () => undefined);
        const forget = (): Promise<unknown> => chunks.deleteMany({ files_id: upload.id });
        const hash = createHash('sha256');
        try {
          for await (const chunk of content) {
            hash.update(chunk);
            await promisify((done) => upload.write(chunk, done));
          }
        } catch (error) {
          await forget().catch(() => undefined);
          throw error;
        }
        upload.filename = hash.digest('hex');
        // If this answer is lost, the blob may exist, so its chunks are kept.
        if (!(await isFirst(promisify((done) => upload.end(done))))) await forget();
        return { sha256: upload.filename, bytes: upload.length };
      }),
    async get(sha256, { start = 0, end: last = Number.MAX_SAFE_INTEGER } = {}) {
      const file = await findFile(sha256);
      if (file === null) return null;
      const end = Math.min(last + 1, file.length);
      if (start >= end) return Readable.from([]);
      return Readable.from(content(bucket.openDownloadStream(file._id, { start, end }), sha256), { objectMode: false });
    },
    size: async (sha256) => (await findFile(sha256))?.length ?? null,
    totals: () =>
      translateErrors('read', async () => {
        const summed = files.aggregate<BlobTotals>([
          { $group: { _id: null, count: { $sum: 1 }, bytes: { $sum: '$length' } } },
          { $project: { _id: 0, count: 1, bytes: 1 } },
        ]);
        return (await summed.next()) ?? { count: 0, bytes: 0 };
      }),
    async remove(sha256) {
      const file = await findFile(sha256);
      if (file === null) return;
      await translateErrors('write', async () => {
        await files.deleteOne({ _id: file._id });
        await chunks.deleteMany({ files_id: file._id });
      });
    },
  };
}

/** Deletes chunks of uploads that began before then and were never named. An ObjectId contains its creation time. */
function deleteAbandoned(db: Db, before: ObjectId): Promise<void> {
  const chunks = db.collection<{ readonly files_id: ObjectId }>('fs.chunks');
  const forget = async (ids: readonly ObjectId[]): Promise<void> => {
    const named = new Set((await db.collection('fs.files').distinct('_id', { _id: { $in: ids } })).map(String));
    const unnamed = ids.filter((id) => !named.has(id.toHexString()));
    if (unnamed.length > 0) await chunks.deleteMany({ files_id: { $in: unnamed } });
  };
  return translateErrors('write', async () => {
    let some = new Map<string, ObjectId>();
    for await (const { files_id: id } of chunks.find({ files_id: { $lt: before } }, { projection: { _id: 0, files_id: 1 } })) {
      some.set(id.toHexString(), id);
      if (some.size < 1_000) continue;
      await forget([...some.values()]);
      some = new Map();
    }
    await forget([...some.values()]);
  });
}

function bindingIn(db: Db): Pick<BlobStore, 'boundTo' | 'bind'> {
  const bindings = db.collection<Binding>('binding');
  const boundTo = async (): Promise<string | null> => (await bindings.findOne({ _id: 'log' }))?.logId ?? null;
  return {
    boundTo: () => translateErrors('read', boundTo),
    bind: (logId) =>
      translateErrors('write', async () => {
        const isOurs = await isFirst(bindings.insertOne({ _id: 'log', logId }));
        return isOurs ? logId : ((await boundTo()) ?? '');
      }),
  };
}

function promisify(work: (done: (error?: Error | null) => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    work((error) => (error ? reject(error) : resolve()));
  });
}

/** False if a unique index rejected it. */
async function isFirst(insert: Promise<unknown>): Promise<boolean> {
  try {
    await insert;
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

async function* content(chunks: Readable, sha256: string): AsyncIterable<Uint8Array> {
  try {
    yield* chunks as AsyncIterable<Uint8Array>;
  } catch (error) {
    // A chunk is missing, cut or duplicated.
    throw (error as Error).name === 'MongoGridFSChunkError' ? new FileDamaged(sha256) : storeError(error, 'read');
  }
}

async function translateErrors<T>(doing: 'read' | 'write', work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(error, doing);
  }
}
