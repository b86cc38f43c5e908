import { erasedKeys } from '../../../src/adapters/privacy/erased-keys';
import { destroyKeysOf } from '../../../src/adapters/privacy/destroy-keys';
import type { ReadModels } from '../../../src/projections/kernel/read-models';
import { erasingTypes } from '../../../src/domain/process/when-erased-destroy-keys';
import type { TicketEvent } from '../../../src/domain/ticket/ticket.events';
import { readModelsOf } from '../../dsl/projecting';
import { id } from '../../dsl/world';
import { anna, carl, chronicle, opened, say, ticket } from '../../projections/desk';

const file = { file: id(201), sha256: 'ab'.repeat(32), bytes: 7, mediaType: 'image/png', keyId: 'file-key' };
const watcher = (watcher: string): TicketEvent => ({
  type: 'WatcherAdded',
  audience: 'everyone',
  data: { watcher, kinds: ['reply'] },
  confidential: [{ subject: `contact-${watcher}`, values: { email: 'w@example.org' } }],
});
const reply = (reply: string) => say.everyone('ReplyPosted', { reply, files: [] }, { body: 'Words.' });
const erased = { type: 'SubjectErased', audience: 'everyone', data: {} } as const;

/** The box of each following fact, in order. */
const { facts } = chronicle()
  .ticket(ticket, opened())
  .ticket(ticket, say.staff('FilesAttached', { files: [file] }, { [file.file]: 'a.png' }))
  .ticket(ticket, watcher(id(301)))
  .ticket(ticket, watcher(id(302)))
  .people('contact', carl, erased)
  .ticket(ticket, reply(id(401)))
  .ticket(ticket, reply(id(402)))
  .ticket(ticket, say.everyone('ReplyRedacted', { reply: id(402) }))
  .ticket(ticket, say.everyone('WatcherErased', { watcher: id(301) }))
  .ticket(ticket, watcher(id(301)));

const keysOf = (type: string): readonly string[] =>
  facts.filter((fact) => fact.type === type).flatMap(({ sealed }) => sealed.map(({ keyId }) => keyId));
const [firstReply, secondReply] = keysOf('ReplyPosted');
const [erasedWatcher, otherWatcher, watcherAgain] = keysOf('WatcherAdded');
const hers = [...keysOf('ContactRecorded'), ...keysOf('TicketOpened'), ...keysOf('FilesAttached'), 'file-key'];

const forgotten: string[] = [];
let discarded = 0;

/** Keys the reactor destroys if it runs after all facts were recorded, as after a crash or a restore. */
async function destroyedLate(): Promise<readonly string[]> {
  const destroyed: string[] = [];
  const react = reactor(destroyed, await readModelsOf(facts));
  for (const fact of facts.filter(({ type }) => erasingTypes.some((erasing) => erasing === type))) await react(fact);
  return destroyed;
}

function reactor(destroyed: string[], models: ReadModels) {
  return destroyKeysOf({
    keyRing: { destroy: (ids) => Promise.resolve(void destroyed.push(...ids)) },
    models,
    readStream: (stream) => Promise.resolve(facts.filter((fact) => fact.stream === stream)),
    rebuildReadModels: () => Promise.resolve(),
    forgetUser: (user) => Promise.resolve(void forgotten.push(user)),
    discardExports: () => Promise.resolve(void (discarded += 1)),
  });
}

describe('rule 7: an erasure or redaction', () => {
  it('discards exports, each of which may hold what was erased', async () => {
    discarded = 0;
    await destroyedLate();
    expect(discarded).toBeGreaterThan(0);
  });

  it('destroys the keys of earlier content only, however late it runs, and no others', async () => {
    const destroyed = await destroyedLate();
    expect([...destroyed].sort()).toEqual([...hers, secondReply, erasedWatcher].sort());
    for (const kept of [firstReply, otherWatcher, watcherAgain]) expect(destroyed).not.toContain(kept);
  });

  it('removes what an erased user kept beside the log, and nothing for a contact', async () => {
    forgotten.length = 0;
    await destroyedLate();
    expect(forgotten).toEqual([]);
    const log = chronicle().people('user', anna, erased).facts;
    for (const fact of log.slice(-1)) await reactor([], await readModelsOf(log))(fact);
    expect(forgotten).toEqual([anna]);
  });

  it('destroys the same keys in an older copy of the keys', async () => {
    const log = async function* () {
      await Promise.resolve();
      for (let from = 0; from < facts.length; from += 3) yield facts.slice(from, from + 3);
    };
    expect([...(await erasedKeys(log))].sort()).toEqual([...(await destroyedLate())].sort());
  });
});
