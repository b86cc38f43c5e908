import { AnswerTemplates, filledIn } from '../../../../src/adapters/desk/answers/answer-templates';
import { memoryDocuments } from '../../../../src/adapters/documents/memory.documents';
import { answerTemplateStore } from '../../../../src/adapters/settings/answer-template-store';
import { countedIds } from '../../../dsl/command-side';
import { actor, id } from '../../../dsl/world';

const harbour = { organisation: id(2), organisationKind: 'partner' } as const;
const manager = actor({ user: id(11), ...harbour });
const agent = { ...actor({ user: id(12), ...harbour }), permissions: new Set(['ticket.reply'] as const) };
const stranger = actor({ user: id(13), organisation: id(3), organisationKind: 'partner' });
const customer = actor({ user: id(14), organisation: id(2), organisationKind: 'customer' });

const open = async () => new AnswerTemplates(await answerTemplateStore(memoryDocuments()), countedIds());
const own = { name: 'Mine', text: 'Hello', isShared: false };
const shared = { name: 'Ours', text: 'Dear {customer}', isShared: true };

describe('canned answers', () => {
  it("list the user's own and their organisation's, by name", async () => {
    const templates = await open();
    await templates.add(manager, shared);
    await templates.add(manager, own);
    await templates.add(agent, { ...own, name: 'Zebra' });
    await templates.add(agent, { ...own, name: 'apple' });
    expect((await templates.list(agent)).map(({ name }) => name)).toEqual(['apple', 'Zebra', 'Ours']);
    expect(await templates.list(stranger)).toEqual([]);
  });

  it('are refused to customers, with the reason', async () => {
    const templates = await open();
    const { id: mine } = await templates.add(manager, own);
    const asked = [
      () => templates.list(customer),
      () => templates.add(customer, own),
      () => templates.find(customer, mine),
      () => templates.change(customer, mine, own),
      () => templates.remove(customer, mine),
    ];
    for (const attempt of asked)
      await expect(attempt()).rejects.toMatchObject({ code: 'not-permitted', facts: { reason: 'staff-only' } });
  });

  it("are shared by users who manage the organisation's tickets", async () => {
    const templates = await open();
    const { id: ours } = await templates.add(manager, shared);
    await expect(templates.add(agent, shared)).rejects.toMatchObject({ code: 'not-permitted' });
    await expect(templates.change(agent, ours, own)).rejects.toMatchObject({ code: 'not-permitted' });
    await expect(templates.remove(agent, ours)).rejects.toMatchObject({ code: 'not-permitted' });
    expect((await templates.find(agent, ours)).text).toBe('Dear {customer}');
  });

  it('of other users are unknown', async () => {
    const templates = await open();
    const { id: mine } = await templates.add(manager, own);
    for (const attempt of [templates.find(agent, mine), templates.change(stranger, mine, own), templates.remove(agent, mine)])
      await expect(attempt).rejects.toMatchObject({ code: 'unknown' });
    await templates.remove(manager, mine);
    await expect(templates.find(manager, mine)).rejects.toMatchObject({ code: 'unknown' });
  });

  it('need a name and a text, and are limited in number', async () => {
    const templates = await open();
    await expect(templates.add(agent, { ...own, name: ' ', text: '' })).rejects.toMatchObject({
      code: 'invalid',
      facts: { errors: [{ field: 'name' }, { field: 'text' }] },
    });
    for (let count = 0; count < 100; count++) await templates.add(agent, { ...own, name: `T${count}` });
    await expect(templates.add(agent, own)).rejects.toMatchObject({ code: 'invalid' });
  });

  it("insert the ticket's values, and keep other braces", () => {
    const ticket = { number: 'CT-000001', title: 'A {customer} title', customer: 'Lighthouse' };
    expect(filledIn('{number}: {title} for {customer}, {constructor} {x}', ticket)).toBe(
      'CT-000001: A {customer} title for Lighthouse, {constructor} {x}',
    );
  });
});
