import { Streams, type Folded } from '../../../src/adapters/cqrs/streams';
import { decodeFact } from '../../../src/adapters/eventstore/codec';
import { MemoryEventStore } from '../../../src/adapters/eventstore/memory.event-store';
import { user } from '../../../src/domain/people/user';
import { rootActor } from '../../../src/adapters/first-start/bootstrap';
import { organisation, rootOrganisation } from '../../../src/domain/people/organisation';
import type { OrganisationCommand } from '../../../src/domain/people/organisation.commands';
import { commandSide } from '../../dsl/command-side';
import { id } from '../../dsl/world';

describe('the cache of streams', () => {
  const folded = (stream: string, revision: number): Folded => ({
    ...{ stream, revision, state: null, hash: null, recordedAt: null, position: null, done: new Map(), unknownType: null },
  });

  function given() {
    const streams = new Streams(new MemoryEventStore(), (stored) => decodeFact(stored));
    const told: string[] = [];
    streams.onChange((stream) => told.push(stream));
    const kept = async (stream: string): Promise<number> => (await streams.load(user, stream)).folded.revision;
    return { streams, told, kept };
  }

  it('notifies about a recorded stream, and about no other', () => {
    const { streams, told } = given();
    streams.recorded(folded('user-1', 0));
    streams.recorded(folded('user-1', 1));
    streams.recorded(folded('ticket-1', 0));
    expect(told).toEqual(['user-1', 'user-1', 'ticket-1']);
  });

  it('drops a stream that another process made longer, and notifies about it', async () => {
    const { streams, told, kept } = given();
    streams.recorded(folded('user-1', 3));
    streams.recorded(folded('user-2', 3));
    streams.heardOf('user-1', 4);
    expect([await kept('user-1'), await kept('user-2')]).toEqual([-1, 3]);
    expect(told.slice(2)).toEqual(['user-1']);
  });

  it('keeps an up-to-date stream and still notifies about it, because answers made from it may be older', async () => {
    const { streams, told, kept } = given();
    streams.recorded(folded('user-1', 3));
    streams.heardOf('user-1', 3);
    expect(await kept('user-1')).toBe(3);
    expect(told).toEqual(['user-1', 'user-1']);
  });

  it('notifies about facts of another process when a stream is refreshed, but not when it is read for the first time', async () => {
    const log = new MemoryEventStore();
    const [ours, theirs] = [await commandSide(log), await commandSide(log, 800_000)];
    const told: string[] = [];
    ours.streams.onChange((stream) => told.push(stream));
    const record = (command: OrganisationCommand, commandId: string) =>
      theirs.executor.execute({
        ...{ category: 'organisation', id: rootOrganisation, body: {}, actor: rootActor },
        ...{ command, commandId, correlationId: commandId },
      });
    await record({ type: 'FoundOrganisation', organisation: rootOrganisation, kind: 'admin', name: 'R', parent: null }, id(1));
    const stream = `organisation-${rootOrganisation}`;
    const { folded: first } = await ours.streams.load(organisation, stream);
    expect(told).toEqual([]);
    await record({ type: 'RenameOrganisation', name: 'Root' }, id(2));
    await ours.streams.refresh(organisation, first);
    expect(told).toEqual([stream]);
  });
});
