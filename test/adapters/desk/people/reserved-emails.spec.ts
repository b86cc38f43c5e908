import { MemoryEventStore } from '../../../../src/adapters/eventstore/memory.event-store';
import { rootActor } from '../../../../src/adapters/first-start/bootstrap';
import { reservedEmails } from '../../../../src/adapters/desk/people/reserved-emails';
import { minute } from '../../../../src/domain/kernel/instant';
import { commandSide } from '../../../dsl/command-side';
import { id } from '../../../dsl/world';

const ada = `user-${id(1)}`;
const bob = `user-${id(2)}`;
let asked = 0;
const asking = () => ({ actor: rootActor, commandId: id((asked += 1)), correlationId: id(asked) });

async function reservations() {
  const side = await commandSide(new MemoryEventStore());
  return { ...side, emails: reservedEmails(side) };
}

describe('an e-mail address (rule 5)', () => {
  it('is unique in any spelling', async () => {
    const { emails } = await reservations();
    await emails.claim('ada@bücher.example', ada, asking());
    await expect(emails.claim(' ADA@xn--bcher-kva.example', bob, asking())).rejects.toMatchObject({ code: 'already-exists' });
    expect(await emails.holderOf('Ada@Bücher.Example')).toBe(ada);
    expect(await emails.holderOf('ada@example.org')).toBeNull();
  });

  it('goes to one of two concurrent claims', async () => {
    const { emails } = await reservations();
    const outcomes = await Promise.allSettled([ada, bob].map((target) => emails.claim('ada@example.org', target, asking())));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('cannot be read from the log', async () => {
    const { emails, facts } = await reservations();
    await emails.claim('ada@example.org', ada, asking());
    const [claimed] = await facts();
    expect(claimed?.stream).toMatch(/^reservation-email-v1-[0-9a-f]{64}$/);
    expect(JSON.stringify(claimed)).not.toContain('example');
  });

  it('is free after its release, and ten minutes after an abandoned claim', async () => {
    const { emails, clock } = await reservations();
    await emails.claim('ada@example.org', ada, asking());
    await emails.release('ada@example.org', bob, asking());
    expect(await emails.holderOf('ada@example.org')).toBe(ada);
    await emails.release('ada@example.org', ada, asking());
    await emails.claim('ada@example.org', bob, asking());
    clock.pass(10 * minute);
    await emails.claim('ada@example.org', ada, asking());
    expect(await emails.holderOf('ada@example.org')).toBe(ada);
  });
});
