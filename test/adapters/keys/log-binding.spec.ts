import { memoryDocuments } from '../../../src/adapters/documents/memory.documents';
import { bindToLog, WrongLog } from '../../../src/adapters/keys/log-binding';

describe('the binding of a database to its log', () => {
  it('is made at the first start and holds at every later one', async () => {
    const documents = memoryDocuments();
    await bindToLog(documents, 'ops', 'log-1');
    await bindToLog(documents, 'ops', 'log-1');
  });

  it('refuses the database of another log, and says what to do', async () => {
    const documents = memoryDocuments();
    await bindToLog(documents, 'keys', 'log-1');
    await expect(bindToLog(documents, 'keys', 'log-2')).rejects.toThrow(WrongLog);
    await expect(bindToLog(documents, 'keys', 'log-2')).rejects.toThrow(
      'the database "keys" belongs to another log (log-1) than the one given (log-2)',
    );
    await bindToLog(documents, 'keys', 'log-1');
  });

  it('lets one of two logs have it when both start at once', async () => {
    const documents = memoryDocuments();
    const outcomes = await Promise.allSettled(['log-1', 'log-2'].map((log) => bindToLog(documents, 'ops', log)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
