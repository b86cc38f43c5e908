import { DomainError } from '../../src/domain/kernel/errors';
import { askTrail, type TrailPage } from '../../src/projections/audit/ask-trail';
import type { ReadModels } from '../../src/projections/kernel/read-models';
import { readModelsOf } from '../dsl/projecting';
import { id } from '../dsl/world';
import * as desk from './desk';

const { admin, customerUser, technician, outsider, say, ticket, without } = desk;
const theirs = id(102);
const strange = { user: desk.otto, organisation: desk.stranger };
const asPaul = { by: { user: desk.paul, organisation: desk.partner } };

const history = () =>
  desk
    .chronicle()
    .ticket(ticket, desk.opened())
    .ticket(ticket, say.staff('ReplyPosted', { reply: id(201), files: [] }, { body: 'SECRET' }), asPaul)
    .ticket(ticket, say.everyone('PriorityChanged', { from: 'moderate', to: 'high' }), asPaul)
    .ticket(theirs, desk.opened({ number: 'PT-000003', handler: desk.stranger, creator: strange, owner: strange }));

let models: ReadModels;
beforeAll(async () => {
  models = await readModelsOf(history().facts);
});

const told = ({ items }: TrailPage) => items.map(({ type, about }) => `${type} ${about.label ?? ''}`);
const all = async (...asked: Parameters<typeof askTrail>) => told(await askTrail(...asked));

describe('the facts of everything', () => {
  it('come newest first, to the root organisation all of them', async () => {
    const facts = await all(models, admin, {});
    expect(facts.slice(0, 4)).toEqual([
      'TicketOpened PT-000003',
      'PriorityChanged CT-000001',
      'ReplyPosted CT-000001',
      'TicketOpened CT-000001',
    ]);
    expect(facts).toHaveLength(history().facts.length);
    expect(facts).toContain('UserRegistered Otto');
  });

  it('are those of tickets that one may read, and of people within reach (S3.16)', async () => {
    const seen = await all(models, technician, {});
    expect(seen).toEqual(expect.arrayContaining(['ReplyPosted CT-000001', 'UserRegistered Anna', 'UserRegistered Paul']));
    expect(seen.filter((line) => /PT-000003|Otto|Rita|Vendor/.test(line))).toEqual([]);
    const strangers = await all(models, outsider, {});
    expect(strangers.filter((line) => /CT-000001|Anna|Paul|Rita|Customer|Partner/.test(line))).toEqual([]);
    expect(strangers).toContain('TicketOpened PT-000003');
  });

  it('show customers their own people and no fact for staff (rule 4, S4.35)', async () => {
    const page = await askTrail(models, customerUser, {});
    expect(told(page).filter((line) => /ReplyPosted|Paul|Partner/.test(line))).toEqual([]);
    expect(told(page)).toContain('UserRegistered Anna');
    expect(JSON.stringify(page)).not.toContain('SECRET');
  });

  it('tell of people only to those who may look people up, and nothing to those who may not read the log', async () => {
    const lines = await all(models, without(technician, 'user.read', 'organisation.read'), {});
    expect(lines).toEqual(['PriorityChanged CT-000001', 'ReplyPosted CT-000001', 'TicketOpened CT-000001']);
    const refusal: unknown = await askTrail(models, without(admin, 'audit.read-log'), {}).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DomainError);
  });

  it('can be filtered by person, kind and time', async () => {
    expect(await all(models, admin, { person: desk.paul })).toEqual(['PriorityChanged CT-000001', 'ReplyPosted CT-000001']);
    expect(await all(models, admin, { person: desk.paul, type: 'ReplyPosted' })).toEqual(['ReplyPosted CT-000001']);
    expect(await all(models, admin, { type: 'TicketOpened' })).toEqual(['TicketOpened PT-000003', 'TicketOpened CT-000001']);
    expect(await all(models, admin, { from: '2100-01-01' })).toEqual([]);
  });

  it('come page by page without a gap, and say how far back a filter looked', async () => {
    const log = desk.chronicle().ticket(ticket, desk.opened());
    for (let percent = 0; percent < 120; percent++)
      log.ticket(ticket, say.everyone('ProgressReported', { percent: percent % 100 }), asPaul);
    const many = await readModelsOf(log.facts);
    const seen: number[] = [];
    let after: string | null | undefined;
    do {
      const page: TrailPage = await askTrail(many, admin, { person: desk.paul, ...(typeof after === 'string' && { after }) });
      seen.push(...page.items.map(({ revision }) => revision));
      after = page.next;
    } while (after !== null);
    expect(seen).toEqual(Array.from({ length: 120 }, (_, i) => 120 - i));
  });
});
