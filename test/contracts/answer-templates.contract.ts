import type { Documents } from '../../src/projections/kernel/documents.port';
import { answerTemplateStore } from '../../src/adapters/settings/answer-template-store';
import {
  mostTemplates,
  type AnswerTemplateStore,
  type StoredTemplate,
  type TemplateOwner,
} from '../../src/adapters/settings/answer-templates.port';
import { id } from '../dsl/world';

const ada: TemplateOwner = { user: id(11) };
const ben: TemplateOwner = { user: id(12) };
const ours: TemplateOwner = { organisation: id(1) };
const template = (number: number, values: Partial<StoredTemplate> = {}): StoredTemplate => ({
  ...{ id: id(100 + number), name: `Template ${number}`, text: 'Dear {customer}', owner: ada },
  ...values,
});

/** The contract of canned answers (answer-templates.port.ts), for every document store. */
export function answerTemplatesContract(
  name: string,
  start: () => Promise<{ documents: Documents; dispose: () => Promise<void> }>,
): void {
  describe(`answer templates: ${name}`, () => {
    let under: Awaited<ReturnType<typeof start>>;
    let templates: AnswerTemplateStore;
    beforeEach(async () => {
      under = await start();
      templates = await answerTemplateStore(under.documents);
    });
    afterEach(() => under.dispose());
    const namesOf = async (owner: TemplateOwner) => (await templates.ownedBy(owner)).map((one) => one.name);

    it('lists the templates of one owner by name, whatever case they are written in', async () => {
      await templates.put(template(1, { name: 'zebra' }));
      await templates.put(template(2, { name: 'Apple' }));
      await templates.put(template(3, { owner: ben }));
      await templates.put(template(4, { owner: ours }));
      expect([await namesOf(ada), await namesOf(ben), await namesOf(ours)]).toEqual([
        ['Apple', 'zebra'],
        ['Template 3'],
        ['Template 4'],
      ]);
    });

    it('lists at most a hundred of one owner', async () => {
      for (let number = 0; number <= mostTemplates; number += 1) await templates.put(template(number));
      expect(await namesOf(ada)).toHaveLength(mostTemplates);
    });

    it('replaces the template with the same id, and finds it after a restart with its owner', async () => {
      await templates.put(template(1));
      await templates.put(template(1, { name: 'Renamed', owner: ours }));
      const again = await answerTemplateStore(under.documents);
      expect(await again.find(id(101))).toEqual(template(1, { name: 'Renamed', owner: ours }));
      expect([await again.find(id(999)), await namesOf(ada)]).toEqual([null, []]);
    });

    it('removes a template for good, and nothing where there is none', async () => {
      await templates.put(template(1));
      await templates.remove(id(101));
      await templates.remove(id(101));
      expect(await templates.find(id(101))).toBeNull();
    });

    it("removes a user's templates together, and keeps those of others and of the organisation", async () => {
      await templates.put(template(1));
      await templates.put(template(2));
      await templates.put(template(3, { owner: ben }));
      await templates.put(template(4, { owner: ours }));
      await templates.removeOwned(id(11));
      expect([await namesOf(ada), await namesOf(ben), await namesOf(ours)]).toEqual([[], ['Template 3'], ['Template 4']]);
    });
  });
}
