import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../../domain/kernel/errors';
import type { Actor } from '../../../domain/people/actor';
import type { UserPasswords } from '../../desk/people/user-passwords';
import { USER_PASSWORDS } from '../../desk/tokens';
import type { PageOf } from '../rendering/answer';
import { PageDrawer } from '../rendering/page-drawer';
import { contactView, roleView } from './other-views';
import { mostRows, organisationView } from './organisation-view';
import { PeopleRecords, type Organisation } from './people-records';
import { RoleNames } from './role-names';
import type { Drawn, ThingView } from './thing-page';
import { things, type Noun } from './things';
import { userView } from './user-view';

type Viewing = Drawn & { readonly ago: (at: string) => string };

/** One organisation, user, contact or role with its related records, limited to what the reader may look up. */
@Injectable()
export class ShowPages {
  constructor(
    private readonly records: PeopleRecords,
    private readonly roleNames: RoleNames,
    private readonly drawer: PageDrawer,
    @Inject(USER_PASSWORDS) private readonly passwords: Pick<UserPasswords, 'asked' | 'exists'>,
  ) {}

  /** @throws {DomainError} unknown, not-permitted @throws {NotShownYet} */
  async page(noun: Noun, id: string, actor: Actor, request: FastifyRequest): Promise<PageOf> {
    const { t, formats } = this.drawer.face(request);
    const view = await this.views[noun](id, { actor, t, ago: formats.ago });
    const { plural } = things[noun];
    return { template: 'people/thing', title: view.title, here: plural, view: { ...view, plural } };
  }

  private readonly views: { readonly [noun in Noun]: (id: string, viewing: Viewing) => Promise<ThingView> } = {
    organisation: async (id, viewing) => {
      const { actor } = viewing;
      const item = await this.records.organisation(id, actor);
      const limit = mostRows + 2;
      const mayLook = actor.permissions.has('user.read');
      const [below, people, contacts, tickets, above] = await Promise.all([
        this.records.organisations({ organisation: withinOf(item), limit }, actor),
        mayLook ? this.records.users({ organisation: id, below: false, limit }, actor) : null,
        mayLook ? this.records.contacts({ organisation: id, below: false, limit }, actor) : null,
        this.records.tickets(actor, item.kind === 'customer' ? { customer: [id] } : { handler: [id] }),
        this.visible(item.parent, actor),
      ]);
      const names = await this.records.names({
        users: item.teams.flatMap(({ members }) => members),
        organisations: [item.parent, ...item.serviceProviders, ...below.items.map(({ parent }) => parent)],
      });
      const around = { below: below.items.filter((one) => one.id !== id), people: people?.items ?? null };
      const rest = { contacts: contacts?.items ?? null, tickets, names, seesAbove: above !== null };
      return organisationView(item, { ...around, ...rest }, viewing);
    },
    user: async (id, { ago, ...drawn }) => {
      const { actor, t } = drawn;
      const user = await this.records.user(id, actor);
      const [organisation, rights, asked, hasPassword, tickets, consents] = await Promise.all([
        this.visible(user.organisation, actor),
        this.records.rights(id, actor),
        this.passwords.asked(actor, [id]),
        this.passwords.exists(actor, id),
        // What somebody left behind matters more than what they did.
        this.records.tickets(actor, { assignee: [id] }, user.active ? 'all' : 'open'),
        this.records.consents(user, actor),
      ]);
      const items = rights?.items ?? [];
      const roleNames = await this.roleNames.of([...user.roles, ...items.flatMap(({ roles }) => roles)], t);
      const vendors = consents.map((one) => one.organisation);
      const names = await this.records.names({ organisations: [user.organisation, ...vendors] });
      const askedAt = asked.get(id);
      const forgot = askedAt === undefined ? null : ago(askedAt);
      return userView(user, { organisation, rights: items, forgot, hasPassword, tickets, roleNames, names, consents }, drawn);
    },
    contact: async (id, drawn) => {
      const { actor } = drawn;
      const contact = await this.records.contact(id, actor);
      const [organisation, tickets, names] = await Promise.all([
        this.visible(contact.organisation, actor),
        this.records.tickets(actor, { requester: [id] }),
        this.records.names({ organisations: [contact.organisation] }),
      ]);
      return contactView(contact, { names, tickets, seesOrganisation: organisation !== null }, drawn);
    },
    role: async (id, drawn) => {
      const role = await this.records.role(id, drawn.actor);
      return roleView(role, await this.records.names({ organisations: [role.organisation] }), drawn);
    },
  };

  /** Null if the reader may not see it. */
  private async visible(id: string | null, actor: Actor): Promise<Organisation | null> {
    if (id === null) return null;
    return this.records.organisation(id, actor).catch((refusal: unknown) => {
      if (refusal instanceof DomainError) return null;
      throw refusal;
    });
  }
}

/** Undefined for the root: everything is below it, so no filter is needed. */
function withinOf({ id, parent }: Organisation): string | undefined {
  return parent === null ? undefined : id;
}
