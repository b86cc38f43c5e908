import { memoryDocuments } from '../../src/adapters/documents/memory.documents';
import { documentsContract } from './documents.contract';

documentsContract('memory', () => Promise.resolve(memoryDocuments()));
