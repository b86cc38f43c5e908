import type { CommandRequest } from '../../../../src/adapters/cqrs/execute-command';
import { MergeProcess } from '../../../../src/adapters/desk/tickets/merge-process';
import { agreementTypes } from '../../../../src/domain/process/when-merge-agreed-link-both-tickets';
import { MemoryEventStore } from '../../../../src/adapters/eventstore/memory.event-store';
import { rootActor } from '../../../../src/adapters/first-start/bootstrap';
import { DomainError } from '../../../../src/domain/kernel/errors';
import { rootOrganisation } from '../../../../src/domain/people/organisation';
import { commandSide } from '../../../dsl/command-side';
import { id } from '../../../dsl/world';

/** Lets somebody else be faster than the next agreement, or than what follows from it. */
class RacingStore extends MemoryEventStore {
  meanwhile: (() => Promise<unknown>) | null = null;
  afterwards: (() => Promise<unknown>) | null = null;

  override async append(...args: Parameters<MemoryEventStore['append']>): ReturnType<MemoryEventStore['append']> {
    const { meanwhile } = this;
    if (meanwhile !== null && args[0].startsWith('merges-')) {
      this.meanwhile = null;
      await meanwhile();
    }
    const appended = await super.append(...args);
    const { afterwards } = this;
    if (afterwards !== null && args[0].startsWith('merges-')) {
      this.afterwards = null;
      await afterwards();
    }
    return appended;
  }
}

const [duplicate, primary] = [id(11), id(12)];
const asked = (commandId: string) => ({ actor: rootActor, commandId, correlationId: commandId, body: {} });

/** Two open tickets of one desk, and who merges them. */
async function desk() {
  const log = new RacingStore();
  const side = await commandSide(log);
  const send = (request: Pick<CommandRequest, 'category' | 'id' | 'command'>, commandId: string) =>
    side.executor.execute({ ...asked(commandId), ...request });
  const found = { type: 'FoundOrganisation', organisation: rootOrganisation, kind: 'admin', name: 'Root', parent: null };
  await send({ category: 'organisation', id: rootOrganisation, command: found }, id(1));
  const contact = {
    type: 'RecordContact',
    contact: id(2),
    organisation: rootOrganisation,
    name: 'Grace',
    phones: [],
    emails: [],
  };
  await send({ category: 'contact', id: id(2), command: contact }, id(2));
  const open = async (ticket: string): Promise<string> => {
    const command = {
      ...{ type: 'OpenTicket', number: `AT-${ticket.slice(-6)}`, kind: 'issue', engagement: 'own', priority: 'moderate' },
      ...{ requester: { contact: id(2) }, title: 'Screen', description: 'Dark.', details: {}, watchers: [], waivers: [] },
    };
    await send({ category: 'ticket', id: ticket, command }, ticket);
    return ticket;
  };
  await open(duplicate);
  await open(primary);
  const higher = { type: 'ChangePriority', priority: 'high' };
  const change = (ticket: string) => send({ category: 'ticket', id: ticket, command: higher }, id(90));
  const recorded = async (): Promise<readonly string[]> => (await side.facts()).slice(4).map(({ type }) => type);
  const agreement = async () => {
    const fact = (await side.facts()).findLast(({ type }) => type === 'MergeAgreed');
    if (fact === undefined) throw new Error('nothing was agreed');
    return fact;
  };
  const merges = new MergeProcess(side.executor, side.streams);
  /** What the reactor does, which is never ahead of a request and may be far behind. */
  const followUp = async (): Promise<void> => {
    for (const fact of await side.facts()) if (agreementTypes.some((type) => type === fact.type)) await merges.followUp(fact);
  };
  return { ...side, log, open, change, recorded, agreement, followUp, merges };
}

const linked = ['MergeAgreed', 'TicketMerged', 'TicketClosed', 'DuplicateLinked'];

it('a first merge is not reported as a repeat, even if the reactor wrote both tickets first', async () => {
  const { merges, log, recorded, followUp } = await desk();
  log.afterwards = followUp;
  const merge = () => merges.merge({ duplicate, primary, addressed: duplicate }, asked(id(20)));
  expect(await merge()).toMatchObject({ duplicate: { repeated: false }, primary: { repeated: false } });
  expect(await merge()).toMatchObject({ duplicate: { repeated: true }, primary: { repeated: true } });
  expect([...(await recorded())].sort()).toEqual([...linked].sort());
});

describe('a merge with If-Match', () => {
  it.each([
    ['duplicate', duplicate],
    ['primary', primary],
  ])("succeeds on the %s's current revision, and a repeat gets the same answer", async (_, addressed) => {
    const { merges, recorded } = await desk();
    const merge = () => merges.merge({ duplicate, primary, addressed }, { ...asked(id(20)), expectedRevision: 0 });
    const first = await merge();
    expect([...(await recorded())].sort()).toEqual([...linked].sort());
    expect(await merge()).toMatchObject({ duplicate: { revision: first.duplicate.revision, repeated: true } });
    expect(await recorded()).toHaveLength(linked.length);
  });

  it.each([
    ['duplicate', duplicate],
    ['primary', primary],
  ])('rule 3: links nothing when the %s changes between the comparison and the agreement', async (_, addressed) => {
    const { merges, log, change, recorded, followUp } = await desk();
    log.meanwhile = () => change(addressed);
    const merge = (commandId: string, expectedRevision: number) =>
      merges.merge({ duplicate, primary, addressed }, { ...asked(commandId), expectedRevision });
    const taken = ['PriorityChanged', 'MergeAgreed', 'UnlinkAgreed'];
    for (let asking = 1; asking <= 2; asking++) {
      await expect(merge(id(20), 0)).rejects.toMatchObject({ code: 'stale', facts: { expected: 0, current: 1 } });
      expect(await recorded()).toEqual(taken);
    }
    await merge(id(21), 1);
    await followUp();
    expect([...(await recorded())].sort()).toEqual([...taken, ...linked].sort());
  });

  it('records nothing when it is stale from the start', async () => {
    const { merges, change, recorded } = await desk();
    await change(duplicate);
    const merge = merges.merge({ duplicate, primary, addressed: duplicate }, { ...asked(id(20)), expectedRevision: 0 });
    await expect(merge).rejects.toMatchObject({ code: 'stale' });
    expect(await recorded()).toEqual(['PriorityChanged']);
  });
});

describe('an unlinking with If-Match', () => {
  async function linkedDesk() {
    const side = await desk();
    await side.merges.merge({ duplicate, primary, addressed: primary }, asked(id(20)));
    const before = await side.recorded();
    const unlink = (commandId: string, expectedRevision: number) =>
      side.merges.unlink({ duplicate, primary }, { ...asked(commandId), expectedRevision });
    const since = async () => (await side.recorded()).slice(before.length);
    return { ...side, unlink, since };
  }

  it("succeeds on the primary's current revision, and a repeat gets the same answer", async () => {
    const { unlink, since } = await linkedDesk();
    const first = await unlink(id(30), 1);
    expect(await since()).toEqual(['UnlinkAgreed', 'DuplicateUnlinked', 'TicketUnlinked']);
    expect(await unlink(id(30), 1)).toMatchObject({ primary: { revision: first.primary.revision, repeated: true } });
    expect(await since()).toHaveLength(3);
  });

  it('rule 3: unlinks nothing when the primary changes between the comparison and the agreement', async () => {
    const { unlink, log, change, since, followUp } = await linkedDesk();
    log.meanwhile = () => change(primary);
    const taken = ['PriorityChanged', 'UnlinkAgreed', 'MergeAgreed'];
    for (let asking = 1; asking <= 2; asking++) {
      await expect(unlink(id(30), 1)).rejects.toMatchObject({ code: 'stale', facts: { expected: 1, current: 2 } });
      expect(await since()).toEqual(taken);
    }
    await unlink(id(31), 2);
    await followUp();
    expect(await since()).toEqual([...taken, 'UnlinkAgreed', 'DuplicateUnlinked', 'TicketUnlinked']);
  });

  it('succeeds once when two run concurrently on the same revision', async () => {
    const { merges, open, since, unlink } = await linkedDesk();
    const second = await open(id(13));
    await merges.merge({ duplicate: second, primary, addressed: primary }, asked(id(22)));
    const other = merges.unlink({ duplicate: second, primary }, { ...asked(id(31)), expectedRevision: 2 });
    const ends = await Promise.allSettled([unlink(id(30), 2), other]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(ends.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'stale' } });
    expect((await since()).filter((type) => type === 'DuplicateUnlinked')).toHaveLength(1);
  });
});

describe('an interrupted agreement', () => {
  /** As if the process had died right after the agreement. */
  async function agreedOnly(expectedRevision: number | null) {
    const side = await desk();
    const dying = new MergeProcess(
      {
        execute: (request) =>
          request.category === 'merges' ? side.executor.execute(request) : Promise.reject(new Error('killed')),
      },
      side.streams,
    );
    const given = { ...asked(id(20)), ...(expectedRevision !== null && { expectedRevision }) };
    await expect(dying.merge({ duplicate, primary, addressed: duplicate }, given)).rejects.toThrow('killed');
    expect(await side.recorded()).toEqual(['MergeAgreed']);
    return side;
  }

  it.each(['unavailable', 'conflict'] as const)('is reported when a later step is refused as %s', async (code) => {
    const side = await desk();
    let refusal: DomainError | null = new DomainError(code, 'Nothing was recorded; try again.');
    const merges = new MergeProcess(
      {
        execute: (request) =>
          refusal === null || request.category === 'merges' ? side.executor.execute(request) : Promise.reject(refusal),
      },
      side.streams,
    );
    const merge = () => merges.merge({ duplicate, primary, addressed: duplicate }, asked(id(20)));
    const answer = await merge().catch((error: unknown) => error as DomainError);
    expect(answer).toMatchObject({
      code,
      message: expect.stringMatching(/^This was agreed and recorded, but not yet/) as unknown,
    });
    expect(answer).not.toMatchObject({ message: expect.stringContaining('Nothing was') as unknown });
    expect(await side.recorded()).toEqual(['MergeAgreed']);
    refusal = null;
    await merge();
    await side.followUp();
    expect(await side.recorded()).toEqual(linked);
  });

  it('rule 3: links both tickets once, whatever happened to them since', async () => {
    const { merges, change, recorded, agreement } = await agreedOnly(null);
    await change(duplicate);
    for (let time = 1; time <= 2; time++) await merges.followUp(await agreement());
    const [agreed, ...others] = linked;
    expect(await recorded()).toEqual([agreed, 'PriorityChanged', ...others]);
  });

  it('rule 3: links neither ticket if If-Match named an old revision', async () => {
    const { merges, change, recorded, agreement } = await agreedOnly(0);
    await change(duplicate);
    for (let time = 1; time <= 2; time++) await merges.followUp(await agreement());
    expect(await recorded()).toEqual(['MergeAgreed', 'PriorityChanged', 'UnlinkAgreed']);
  });

  it('rule 3: is not used by other commands before it is complete', async () => {
    const { merges, recorded, agreement } = await agreedOnly(0);
    const [merge, unlink] = [asked(id(21)), asked(id(22))];
    await expect(merges.merge({ duplicate, primary, addressed: duplicate }, merge)).rejects.toMatchObject({ code: 'conflict' });
    await expect(merges.unlink({ duplicate, primary }, unlink)).rejects.toMatchObject({ code: 'conflict' });
    await merges.followUp(await agreement());
    expect(await merges.merge({ duplicate, primary, addressed: duplicate }, merge)).toMatchObject({ primary: { recorded: [] } });
    expect(await recorded()).toEqual(linked);
  });
});
