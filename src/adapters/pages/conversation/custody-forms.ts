import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { keepsReading } from '../../../domain/ticket/ticket.facets';
import { custodyChain, type ChainLink } from '../../../projections/people/custody-chain';
import { ExecuteQuery } from '../../cqrs/execute-query';
import { lastOf } from '../forms/sent-values';
import { plainForm, type FormOf, type HandMade } from './hand-made';

/** Forwards to a higher organisation, past a level or to a service provider, and returns tickets (S4.18, S4.61, S4.64). */
@Injectable()
export class CustodyForms {
  constructor(private readonly queries: QueryBus) {}

  async forward(form: FormOf): Promise<HandMade> {
    const { ticket, fields, typed } = form;
    const targets = fields.find(({ name }) => name === 'to')?.options ?? [];
    const { up, named } = await this.chain(form, targets);
    const chosen = lastOf(typed, 'to') || targets[0];
    const above = up.map(({ id }) => id);
    const cards = targets.map((id) => ({
      ...{ id, name: named.get(id)?.name ?? '–', kind: named.get(id)?.kind ?? null, isChosen: id === chosen },
      way: above.indexOf(id) === 0 ? 'next' : above.includes(id) ? 'bypass' : 'down',
      skipped: up.slice(0, Math.max(0, above.indexOf(id))).map(({ name }) => name),
    }));
    const chain = this.drawn(ticket.handler, ticket.ownerOrganisation, { up, named });
    return { ...plainForm, inputs: { to: { part: 'conversation/forward-to', hand: { cards, chain, readsOn: readsOn(form) } } } };
  }

  async goingBack(form: FormOf): Promise<HandMade> {
    const { ticket } = form;
    const { up, named } = await this.chain(form, ticket.earlierHandlers);
    const chain = this.drawn(ticket.handler, ticket.ownerOrganisation, { up, named });
    const from = named.get(ticket.earlierHandlers.at(-1) ?? '')?.name ?? null;
    return { ...plainForm, above: 'conversation/going-back', view: { chain, from } };
  }

  private async chain({ ticket, actor }: FormOf, others: readonly string[]) {
    const { handler: from, ownerOrganisation } = ticket;
    const links = await this.queries.execute(
      new ExecuteQuery(custodyChain, actor, { from, others: [...others, ownerOrganisation] }),
    );
    return { up: links.up, named: new Map([...links.up, ...links.others].map((link) => [link.id, link])) };
  }

  /** The chain from the customer to the top, with the current handler marked. */
  private drawn(
    handler: string,
    customer: string,
    { up, named }: { readonly up: readonly ChainLink[]; readonly named: ReadonlyMap<string, ChainLink> },
  ) {
    const ids = [...new Set([customer, handler, ...up.map(({ id }) => id)])];
    return ids.map((id) => ({ name: named.get(id)?.name ?? '–', kind: named.get(id)?.kind ?? null, isNow: id === handler }));
  }
}

/** Whether the reader still sees the ticket after forwarding it. */
export function readsOn({ ticket, actor }: Pick<FormOf, 'ticket' | 'actor'>): boolean {
  const { owner, creator, requester } = ticket;
  const participants = [owner.user, creator.user, ...('user' in requester ? [requester.user] : [])];
  return keepsReading(actor, { ...ticket, participants });
}
