import { memoryDocuments } from '../../../src/adapters/documents/memory.documents';
import { openSettings } from '../../../src/adapters/settings/settings';
import { id } from '../../dsl/world';

const [ada, ours] = [id(11), id(1)];

describe('settings of an erased user (rule 7)', () => {
  it('removes their private views and templates, and keeps what their organisation shares', async () => {
    const { savedViews, answerTemplates, forgetUser } = await openSettings(memoryDocuments());
    const view = { name: 'Calls of Mrs Marsh', query: 'q=marsh', owner: ada };
    await savedViews.put({ ...view, id: id(101), sharedIn: null });
    await savedViews.put({ ...view, id: id(102), name: 'Late', sharedIn: ours });
    await answerTemplates.put({ id: id(103), name: 'Mine', text: 'Regards, Ada', owner: { user: ada } });
    await answerTemplates.put({ id: id(104), name: 'Ours', text: 'Dear {customer}', owner: { organisation: ours } });
    await forgetUser(ada);
    expect((await savedViews.visibleTo({ user: ada, organisation: ours })).map(({ name }) => name)).toEqual(['Late']);
    expect(await answerTemplates.ownedBy({ user: ada })).toEqual([]);
    expect(await answerTemplates.ownedBy({ organisation: ours })).toHaveLength(1);
  });
});
