import { factCodec } from '../../../src/adapters/eventstore/codec';
import { eraseAddress } from '../../../src/adapters/privacy/erase-address';
import { rootActor } from '../../../src/adapters/first-start/bootstrap';
import { rootOrganisation } from '../../../src/domain/people/organisation';
import { commandSide } from '../../dsl/command-side';
import { id } from '../../dsl/world';

const [first, second, third] = [id(11), id(12), id(13)];
const watching = (email: string, watcher: string) => ({ watcher, email, kinds: ['close'] });

/** Three tickets. She watches the first and used to watch the second; he watches the first and the third. */
async function desk() {
  const side = await commandSide();
  const send = (
    category: 'organisation' | 'contact' | 'ticket',
    id: string,
    command: { readonly type: string; readonly [field: string]: unknown },
  ) => {
    const commandId = side.ids.next();
    return side.executor.execute({ category, id, command, commandId, actor: rootActor, correlationId: commandId, body: {} });
  };
  const root = { organisation: rootOrganisation, kind: 'admin', name: 'Root', parent: null };
  await send('organisation', rootOrganisation, { type: 'FoundOrganisation', ...root });
  const contact = { contact: id(2), organisation: rootOrganisation, name: 'Grace', phones: [], emails: ['ada@post.example'] };
  await send('contact', id(2), { type: 'RecordContact', ...contact });
  const open = (ticket: string, watchers: readonly object[]) =>
    send('ticket', ticket, {
      ...{ type: 'OpenTicket', number: `AT-${ticket.slice(-6)}`, kind: 'issue', engagement: 'own', priority: 'moderate' },
      ...{ requester: { contact: id(2) }, title: 'Screen', description: 'Dark.', details: {}, waivers: [], watchers },
    });
  await open(first, [watching('Ada@Post.example', id(21)), watching('bo@post.example', id(22))]);
  await open(second, []);
  await open(third, [watching('bo@post.example', id(24))]);
  await send('ticket', second, { type: 'AddWatcher', ...watching('ada@post.example', id(23)) });
  await send('ticket', second, { type: 'RemoveWatcher', watcher: id(23) });

  const seen: number[] = [];
  const codec = factCodec(side.keyRing);
  const readLog = async function* () {
    const facts = await side.facts();
    for (let from = 0; from < facts.length; from += 2) yield facts.slice(from, from + 2);
  };
  const erase = (email: string, signal = new AbortController().signal) => {
    const { executor, ids } = side;
    return eraseAddress(email, {
      readLog,
      open: codec.open,
      executor,
      ids,
      actor: rootActor,
      signal,
      onProgress: (n) => seen.push(n),
    });
  };
  const erased = async () => (await side.facts()).filter(({ type }) => type === 'WatcherErased');
  return { erase, erased, seen, side };
}

describe('rule 7: an address that only watches', () => {
  it('is erased from every ticket that had it, in any spelling, and no other address is', async () => {
    const { erase, erased, seen, side } = await desk();
    const before = (await side.facts()).length;
    expect(await erase('ADA@post.example')).toBe(2);
    expect(await erased()).toMatchObject([
      { stream: `ticket-${first}`, data: { watcher: id(21) } },
      { stream: `ticket-${second}`, data: { watcher: id(23) } },
    ]);
    expect(seen.at(-1)).toBe(before);
  });

  it('is erased once; a repeat finds no tickets, whether or not its keys are gone', async () => {
    const { erase, erased, side } = await desk();
    await erase('ada@post.example');
    expect(await erase('ada@post.example')).toBe(0);
    const added = (await side.facts()).filter(({ type }) => type === 'WatcherAdded');
    await side.keyRing.destroy(added.flatMap(({ sealed }) => sealed.map(({ keyId }) => keyId)));
    expect(await erase('bo@post.example')).toBe(0);
    expect(await erased()).toHaveLength(2);
  });

  it('is rejected if it is invalid, and erasing stops on abort', async () => {
    const { erase, erased } = await desk();
    await expect(erase('ada')).rejects.toMatchObject({ code: 'invalid' });
    expect(await erase('ada@post.example', AbortSignal.abort())).toBe(0);
    expect(await erased()).toEqual([]);
  });
});
