import { isUuid } from '../../domain/kernel/ids';
import type { ReadModels } from '../../projections/kernel/read-models';
import type { UserItem } from '../../projections/people/users';
import { everything } from '../../domain/ticket/ticket.facets';
import { sortableNumber } from '../../projections/tickets/status';
import { ticketList, type TicketListItem } from '../../projections/tickets/ticket-list';
import type { AccessNote } from './access-log.port';
import type { Resolve } from './recorder';

export interface ResolveParts {
  readonly models: Pick<ReadModels, 'find' | 'getMany'>;
  /** Ids of tokens by their digests. */
  readonly tokenIds: (digests: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

type Ticket = Pick<TicketListItem, '_id' | 'ownerOrganisation'>;

const longest = 200;

/** Resolves a batch with one look-up per kind. */
export function resolving({ models, tokenIds }: ResolveParts): Resolve {
  return async (notes) => {
    const [users, tickets, tokens] = await Promise.all([
      models.getMany<UserItem>(
        'users',
        named(notes, ({ user }) => user),
      ),
      ticketsIn(
        models,
        named(notes, ({ ticket }) => ticket),
      ),
      tokenIds(named(notes, ({ tokenDigest }) => tokenDigest)),
    ]);
    return notes.map((note) => ({
      user: note.user ?? null,
      organisation: found(users, note.user)?.organisation ?? null,
      ticket: found(tickets, note.ticket)?._id ?? null,
      ticketOwner: found(tickets, note.ticket)?.ownerOrganisation ?? null,
      token: found(tokens, note.tokenDigest),
      ...asSent(note),
    }));
  };
}

const found = <T>(among: ReadonlyMap<string, T>, name: string | null | undefined): T | null => among.get(name ?? '') ?? null;

function asSent({ file, session, address, device, detail }: AccessNote) {
  return {
    ...{ file: clean(file), session: clean(session), address: clean(address) },
    ...{ device: clean(device), detail: clean(detail) },
  };
}

function named(notes: readonly AccessNote[], name: (note: AccessNote) => string | null | undefined): readonly string[] {
  return [...new Set(notes.flatMap((note) => name(note) ?? []))];
}

async function ticketsIn(models: ResolveParts['models'], refs: readonly string[]): Promise<ReadonlyMap<string, Ticket>> {
  const ids = refs.filter((ref) => isUuid(ref));
  const numbers = refs.filter((ref) => !isUuid(ref));
  const byId = await models.getMany<TicketListItem>(ticketList.name, ids);
  const byNumber = await Promise.all(numbers.map(async (number) => [number, await ticketOf(models, number)] as const));
  return new Map([...byId, ...byNumber.flatMap(([number, ticket]) => (ticket === null ? [] : [[number, ticket] as const]))]);
}

async function ticketOf(models: ResolveParts['models'], number: string): Promise<Ticket | null> {
  const where = [
    { field: 'scopes', has: everything },
    { field: 'status', in: ['open', 'closed'] },
    { field: 'numberSort', eq: sortableNumber(number) },
  ];
  return (await models.find<TicketListItem>(ticketList.name, { where, limit: 1 })).items[0] ?? null;
}

/** Text from clients, made safe to store and hash. */
function clean(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text.slice(0, longest).replace(/[\p{Surrogate}\p{Control}]/gu, '\uFFFD');
}
