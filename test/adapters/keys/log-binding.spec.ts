import { memoryBlobStore } from '../rest/memory-files';
import { memoryDocuments } from '../../../src/adapters/documents/memory.documents';
import { bindFiles, bindReadModels, bindToLog, checkFiles, WrongLog } from '../../../src/adapters/keys/log-binding';

describe('the binding of a database to its log', () => {
  it('is made at the first start and kept by later ones', async () => {
    const documents = memoryDocuments();
    await bindToLog(documents, 'ops', 'log-1');
    await bindToLog(documents, 'ops', 'log-1');
  });

  it('rejects the database of another log, and says what to do', async () => {
    const documents = memoryDocuments();
    await bindToLog(documents, 'keys', 'log-1');
    await expect(bindToLog(documents, 'keys', 'log-2')).rejects.toThrow(WrongLog);
    await expect(bindToLog(documents, 'keys', 'log-2')).rejects.toThrow(
      'the database "keys" belongs to another log (log-1) than the one given (log-2)',
    );
    await bindToLog(documents, 'keys', 'log-1');
  });

  it('goes to one of two logs that start together', async () => {
    const documents = memoryDocuments();
    const outcomes = await Promise.allSettled(['log-1', 'log-2'].map((log) => bindToLog(documents, 'ops', log)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('the binding of files to their log', () => {
  it('is made at the first start, kept by later ones, and rejects another log with advice', async () => {
    const blobs = memoryBlobStore();
    await checkFiles(blobs, 'log-1');
    await bindFiles(blobs, 'log-1');
    await checkFiles(blobs, 'log-1');
    await bindFiles(blobs, 'log-1');
    for (const refused of [checkFiles(blobs, 'log-2'), bindFiles(blobs, 'log-2')]) {
      await expect(refused).rejects.toThrow(WrongLog);
      await expect(refused).rejects.toThrow(
        'the file store (memory) belongs to another log (log-1) than the one given (log-2). Nothing was changed. Use a log, databases and files',
      );
    }
  });
});

describe('the read models of a log', () => {
  const log = (logId: string, head: string | null) => ({ logId, head: () => Promise.resolve(head) });
  const built = async () => {
    const documents = memoryDocuments();
    await bindReadModels(documents, log('log-1', null));
    await documents.prepare({ name: 'totals@1-1', indexes: [] });
    const checkpoint = { name: 'totals@1-1', position: '0000000000000007' };
    await documents.write([{ collection: 'totals@1-1', id: 'all', document: { _id: 'all' } }], {
      position: checkpoint.position,
      checkpoints: [checkpoint],
    });
    return documents;
  };

  it('are kept at the next start with the same log', async () => {
    const documents = await built();
    await bindReadModels(documents, log('log-1', '0000000000000009'));
    expect(await documents.get('totals@1-1', 'all')).not.toBeNull();
  });

  it.each([
    ['another log', log('log-2', '0000000000000009')],
    ['an older backup of the log', log('log-1', '0000000000000006')],
    ['an empty log', log('log-1', null)],
  ])('are dropped with their checkpoints for %s', async (_, given) => {
    const documents = await built();
    await bindReadModels(documents, given);
    expect(await documents.collections()).toEqual(['binding']);
    expect(await documents.checkpoint('totals@1-1')).toBeNull();
  });

  it('are dropped when they are not bound to a log', async () => {
    const documents = await built();
    await documents.drop('binding');
    await bindReadModels(documents, log('log-1', '0000000000000009'));
    expect(await documents.collections()).toEqual(['binding']);
  });
});
