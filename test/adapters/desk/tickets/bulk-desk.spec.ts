import { BulkDesk, mostAtOnce } from '../../../../src/adapters/desk/tickets/bulk-desk';
import { DomainError } from '../../../../src/domain/kernel/errors';
import { id } from '../../../dsl/world';
import { agent, outcomeOf, startStage, type Stage } from '../../rest/stage';

let stage: Stage;
let desk: BulkDesk;
beforeAll(async () => {
  stage = await startStage();
  desk = stage.app.get(BulkDesk, { strict: false });
});
beforeEach(() => {
  stage.requests.length = 0;
  stage.respond = outcomeOf;
});
afterAll(() => stage.app.close());

const asker = { actor: agent, correlationId: 'c', idempotencyKey: 'form-1' };
const [first, second, third] = [id(201), id(202), id(203)];
const assign = (tickets: readonly string[]) => ({ tickets, type: 'AssignTicket' as const, body: { technician: id(31) } });

describe('a bulk command', () => {
  it('runs one command per ticket, whose ids stay the same in a repeat (rule 6)', async () => {
    await desk.act(asker, assign([first, second, first]));
    const ids = stage.requests.map(({ id: ticket, commandId }) => [ticket, commandId]);
    expect([ids.length, new Set(ids.map(([, command]) => command)).size]).toEqual([2, 2]);
    await desk.act({ ...asker, correlationId: 'again' }, assign([first, second]));
    expect(stage.requests.slice(2).map(({ id: ticket, commandId }) => [ticket, commandId])).toEqual(ids);
    await desk.act({ ...asker, idempotencyKey: 'form-2' }, assign([first]));
    expect(ids.map(([, command]) => command)).not.toContain(stage.requests.at(-1)?.commandId);
  });

  it('returns a result per ticket, and continues after a refusal', async () => {
    stage.tickets.set(second, { revision: 3, position: '4', allowed: [] });
    stage.respond = (request) => {
      if (request.id === second) throw new DomainError('wrong-phase', 'Closed already.');
      return outcomeOf(request);
    };
    const results = await desk.act(asker, assign([first, second, third]));
    expect(results.map((result) => ('refusal' in result ? result.refusal.code : result.outcome.id))).toEqual([
      ...[first, 'wrong-phase', third],
    ]);
  });

  it('stops at an internal error, so that no false result is reported', async () => {
    stage.respond = () => {
      throw new Error('broken');
    };
    await expect(desk.act(asker, assign([first, second]))).rejects.toThrow('broken');
    expect(stage.requests).toHaveLength(1);
  });

  it('is refused as a whole if the form would be refused for every ticket', async () => {
    await expect(desk.act(asker, { ...assign([first]), body: { technician: 'somebody' } })).rejects.toMatchObject({
      code: 'invalid',
    });
    expect(stage.requests).toEqual([]);
  });

  it('is refused for too many tickets, and changes none', async () => {
    const many = Array.from({ length: mostAtOnce + 1 }, (_, at) => id(1_000 + at));
    await expect(desk.act(asker, assign(many))).rejects.toMatchObject({ code: 'too-large', facts: { most: mostAtOnce } });
    expect(stage.requests).toEqual([]);
  });
});
