import { reject } from '../../domain/kernel/errors';
import type { Actor } from '../../domain/people/actor';
import type { Permission } from '../../domain/people/permission';
import { can, rejectWithout } from '../../domain/people/rights';
import { readScope } from '../../domain/ticket/ticket.facets';
import type { Page, Query } from './documents.port';

/** A page of a list: at most `limit` items (1–200, default 50) after `after`, the `next` of the page before. */
export interface Paging {
  readonly limit?: number | undefined;
  readonly after?: string | undefined;
}

export const mostPerPage = 200;

/** @throws {DomainError} invalid */
export function pageOf({ limit = 50, after }: Paging): Pick<Query, 'limit' | 'after'> {
  if (!Number.isInteger(limit) || limit < 1 || limit > mostPerPage) invalid('limit', `a whole number from 1 to ${mostPerPage}`);
  return after === undefined ? { limit } : { limit, after };
}

/** @throws {DomainError} not-permitted */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (!can(actor, permission)) rejectWithout(permission);
}

/** @throws {DomainError} not-permitted: the actor may read no ticket at all */
export function requireReadScope(actor: Actor): string {
  const scope = readScope(actor);
  if (scope !== null) return scope;
  reject(
    'not-permitted',
    'You may not read any tickets. Ask an administrator of your organisation for the permission "ticket.read-own".',
    {
      permission: 'ticket.read-own',
    },
  );
}

/** @throws {DomainError} invalid, always */
export function invalid(field: string, allowed: string): never {
  reject('invalid', `${field}: ${allowed}.`, { fields: { [field]: allowed } });
}

/** Every item of every page, with one page in memory at a time. */
export async function* everyItem<Item>(
  next: (after: string | undefined) => Promise<Pick<Page<never>, 'next'> & { items: readonly Item[] }>,
) {
  let after: string | undefined;
  do {
    const page = await next(after);
    yield* page.items;
    after = page.next ?? undefined;
  } while (after !== undefined);
}
