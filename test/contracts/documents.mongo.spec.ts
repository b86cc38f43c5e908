import { randomUUID } from 'node:crypto';
import { mongoDocuments } from '../../src/adapters/documents/mongo/documents';
import { mongoChoice, type MongoServer } from '../servers/mongodb';
import { note } from '../servers/notes';
import { documentsContract } from './documents.contract';

const choice = mongoChoice();
if ('reason' in choice) {
  test.skip(`documents: MongoDB: ${choice.reason}`, () => undefined);
} else {
  let server: MongoServer;
  beforeAll(async () => {
    server = await choice.start();
    const store = await mongoDocuments({ url: server.url, database: 'probe', durability: 'full' });
    note(`documents contract: ${choice.name}, which says ${store.description}`);
    await store.close();
  });
  afterAll(() => server.stop());

  documentsContract(choice.name, () => mongoDocuments({ url: server.url, database: randomUUID(), durability: 'full' }));
}
