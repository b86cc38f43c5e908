import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../domain/people/actor';
import { builtInRoleId } from '../../../domain/people/built-in-roles';
import { unnamedRoot } from '../../../domain/people/unnamed-root';
import { PeopleRecords } from './people-records';

export interface SetupStep {
  readonly key: 'name' | 'partner' | 'customer' | 'colleague' | 'contact' | 'ticket';
  readonly href: string;
  readonly isDone: boolean;
}

export interface Setup {
  /** Name of the actor's own organisation. */
  readonly name: string;
  readonly steps: readonly SetupStep[];
}

const few = 50;

/** First steps for the administrator of an empty desk. Null for others, and once a ticket exists. */
@Injectable()
export class DeskSetup {
  constructor(private readonly records: PeopleRecords) {}

  async steps(actor: Actor, tickets: number): Promise<Setup | null> {
    const mayAll = (['organisation.create', 'user.manage', 'contact.manage', 'user.read', 'organisation.read'] as const).every(
      (one) => actor.permissions.has(one),
    );
    if (tickets > 0 || !mayAll) return null;
    const [{ name, parent }, organisations, users, contacts] = await Promise.all([
      this.records.organisation(actor.organisation, actor),
      this.records.organisations({ limit: few }, actor),
      this.records.users({ limit: 2 }, actor),
      this.records.contacts({ limit: 1 }, actor),
    ]);
    const customer = organisations.items.find(({ kind }) => kind === 'customer');
    const of = customer === undefined ? '' : `?organisation=${customer.id}`;
    const rename = `/organisations/${actor.organisation}/do/rename`;
    const steps: readonly SetupStep[] = [
      ...(parent === null ? [{ key: 'name' as const, href: rename, isDone: name !== unnamedRoot }] : []),
      {
        key: 'partner',
        href: '/organisations/new?kind=partner',
        isDone: organisations.items.some(({ kind }) => kind === 'partner'),
      },
      { key: 'customer', href: '/organisations/new?kind=customer', isDone: customer !== undefined },
      { key: 'colleague', href: `/users/new?role=${builtInRoleId('technician')}`, isDone: users.items.length > 1 },
      { key: 'contact', href: `/contacts/new${of}`, isDone: contacts.items.length > 0 },
      { key: 'ticket', href: '/tickets/new', isDone: false },
    ];
    return { name, steps };
  }
}
