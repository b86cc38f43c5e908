import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../../domain/kernel/errors';
import { isCertain } from '../../desk/is-certain';
import type { Actor } from '../../../domain/people/actor';
import { contactCommands } from '../../../domain/people/contact.commands';
import { PeopleDesk } from '../../desk/people/people-desk';
import { contacts } from '../../desk/people/resources';
import type { SentForm } from '../access/visit';
import { valueIn } from '../access/visit';
import { formView } from '../forms/command-form';
import { textName } from '../forms/finding-field';
import { bodyOf, lastOf, type Typed } from '../forms/sent-values';
import type { PageOf } from '../rendering/answer';
import { translateFor } from '../rendering/wording';
import { askerOf } from '../tickets/command.controller';
import type { KeptFile } from '../tickets/command-page';

interface Asked {
  /** Input of the whole ticket form, which is shown again. */
  readonly typed: Typed;
  readonly kept: readonly KeptFile[];
  readonly sent: SentForm;
  readonly actor: Actor;
  readonly request: FastifyRequest;
}

/** The created contact, selected in the ticket form. */
interface Made {
  readonly requester: string;
  readonly typed: Typed;
}

const { name, phones, emails } = contactCommands.RecordContact.fields;
const fields = { name, phones, emails };
/** Prefix of the contact's fields, so that none is taken for a field of the ticket. */
const prefix = 'contact.';

/** Creates a contact while opening a ticket, without scripts. The ticket form keeps its input. */
@Injectable()
export class NewContact {
  constructor(private readonly people: PeopleDesk) {}

  async answer(asked: Asked): Promise<PageOf | Made> {
    const own = new Map(
      [...asked.typed].flatMap(([path, values]) =>
        path.startsWith(prefix) ? [[path.slice(prefix.length), values] as const] : [],
      ),
    );
    if (valueIn(asked.sent, 'step') !== 'save') return page(asked, own, null);
    try {
      return await this.record(asked, own);
    } catch (refusal) {
      if (!isCertain(refusal)) throw refusal;
      return page(asked, own, refusal);
    }
  }

  private async record({ typed, sent, actor, request }: Asked, own: Typed): Promise<Made> {
    const customer = lastOf(typed, 'customer');
    const body = { ...bodyOf(fields, { typed: own, zone: 'UTC' }), ...(customer !== '' && { organisation: customer }) };
    const asker = askerOf({ actor, request, sent });
    const { id } = await this.people.act(asker, { resource: contacts, type: 'RecordContact', id: null, body });
    const requester = `contact:${id}`;
    const chosen = new Map([...typed].filter(([path]) => !path.startsWith(prefix) && path !== 'step'));
    return { requester, typed: chosen.set('requester', [requester]).set(textName('requester'), [lastOf(own, 'name')]) };
  }
}

function page({ typed, kept, request }: Asked, own: Typed, refusal: DomainError | null): PageOf {
  const t = translateFor(request);
  const { notice, inputs } = formView({ fields, typed: own, refusal, t, options: () => null, draft: 'new:contact' });
  const carried = [...typed].filter(
    ([path]) => !path.startsWith(prefix) && !['step', 'form-token', 'key', 'kept'].includes(path),
  );
  return {
    ...{ template: 'opening/contact', title: t('people.new.contact'), here: 'tickets', status: refusal === null ? 200 : 422 },
    view: {
      ...{ notice, kept, inputs: inputs.map((input) => ({ ...input, name: `${prefix}${input.name}` })) },
      carried: carried.flatMap(([path, values]) => values.map((value) => ({ name: path, value }))),
    },
  };
}
