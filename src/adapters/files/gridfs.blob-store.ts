import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Db, GridFSBucket, GridFSFile, ObjectId } from 'mongodb';
import { connect } from '../documents/mongo/connection';
import { isDuplicateKey, storeError } from '../documents/mongo/errors';
import { mustBeHash, type BlobStore } from './blob-store.port';
import { FileDamaged } from './file-vault.port';

interface Binding {
  readonly _id: 'log';
  readonly logId: string;
}

/**
 * GridFS of a database of its own (`<name>-files`), standalone or replica set. A blob is named when its last byte has been seen, by one document
 * that a unique index admits once: until then its chunks are nobody's.
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
    // As the driver makes it, which says nothing where it fails.
    await db.collection('fs.chunks').createIndexes([{ key: { files_id: 1, n: 1 }, unique: true }]);
    const kept = { ...blobsIn(db, new GridFSBucket(db)), clearAbandoned: () => forgetUnnamed(db, aDayAgo()) };
    return { description: `GridFS, ${description}`, ...kept, ...bindingIn(db), close };
  } catch (error) {
    await close();
    throw storeError(error, 'write');
  }
}

function blobsIn(db: Db, bucket: GridFSBucket): Pick<BlobStore, 'put' | 'get' | 'size' | 'remove'> {
  const files = db.collection<GridFSFile>('fs.files');
  const chunks = db.collection('fs.chunks');
  const named = async (sha256: string): Promise<GridFSFile | null> => {
    mustBeHash(sha256);
    return inOurWords('read', () => files.findOne({ filename: sha256 }));
  };
  return {
    put: (content) =>
      inOurWords('write', async () => {
        // Who writes is told by each write; nobody else need hear it.
        const upload = bucket.openUploadStream('').on('error', () => undefined);
        const forget = (): Promise<unknown> => chunks.deleteMany({ files_id: upload.id });
        const hash = createHash('sha256');
        try {
          for await (const chunk of content) {
            hash.update(chunk);
            await told((done) => upload.write(chunk, done));
          }
        } catch (error) {
          await forget().catch(() => undefined);
          throw error;
        }
        upload.filename = hash.digest('hex');
        // Where this answer is lost the blob may be there: its chunks stay.
        if (!(await isFirst(told((done) => upload.end(done))))) await forget();
        return { sha256: upload.filename, bytes: upload.length };
      }),
    async get(sha256, { start = 0, end: last = Number.MAX_SAFE_INTEGER } = {}) {
      const file = await named(sha256);
      if (file === null) return null;
      const end = Math.min(last + 1, file.length);
      if (start >= end) return Readable.from([]);
      return Readable.from(content(bucket.openDownloadStream(file._id, { start, end }), sha256), { objectMode: false });
    },
    size: async (sha256) => (await named(sha256))?.length ?? null,
    async remove(sha256) {
      const file = await named(sha256);
      if (file === null) return;
      await inOurWords('write', async () => {
        await files.deleteOne({ _id: file._id });
        await chunks.deleteMany({ files_id: file._id });
      });
    },
  };
}

/** Chunks whose upload began before then and was never named. An id carries the second in which it was made. */
function forgetUnnamed(db: Db, before: ObjectId): Promise<void> {
  const chunks = db.collection<{ readonly files_id: ObjectId }>('fs.chunks');
  const forget = async (ids: readonly ObjectId[]): Promise<void> => {
    const named = new Set((await db.collection('fs.files').distinct('_id', { _id: { $in: ids } })).map(String));
    const unnamed = ids.filter((id) => !named.has(id.toHexString()));
    if (unnamed.length > 0) await chunks.deleteMany({ files_id: { $in: unnamed } });
  };
  return inOurWords('write', async () => {
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
    boundTo: () => inOurWords('read', boundTo),
    bind: (logId) =>
      inOurWords('write', async () => {
        const isOurs = await isFirst(bindings.insertOne({ _id: 'log', logId }));
        return isOurs ? logId : ((await boundTo()) ?? '');
      }),
  };
}

function told(work: (done: (error?: Error | null) => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    work((error) => (error ? reject(error) : resolve()));
  });
}

/** Whether a unique index let it in. */
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
    // A chunk is gone, cut or there twice.
    throw (error as Error).name === 'MongoGridFSChunkError' ? new FileDamaged(sha256) : storeError(error, 'read');
  }
}

async function inOurWords<T>(doing: 'read' | 'write', work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(error, doing);
  }
}
