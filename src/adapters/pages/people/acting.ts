import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CommandForm } from '../../../domain/kernel/commands';
import { isCertain } from '../../desk/is-certain';
import { optional } from '../../../domain/kernel/fields';
import type { Actor } from '../../../domain/people/actor';
import { userCommands } from '../../../domain/people/user.commands';
import type { Asker } from '../../desk/asker';
import { EdgeError } from '../../web/problems/problem';
import { valueIn, visitOf, type SentForm } from '../access/visit';
import { bodyOf, typedIn, type Typed } from '../forms/sent-values';
import { goTo, type PageAnswer, type Toast } from '../rendering/answer';
import { isPartial } from '../rendering/page-drawer';
import { translateFor } from '../rendering/wording';
import { askerOf } from '../tickets/command.controller';
import { draftOf, FormPages, untouched, type FormOf } from './form-pages';
import { goToLink } from './link-pages';
import { PeopleActs } from './people-acts';
import { PeopleRecords } from './people-records';
import { changedOnly, startValues } from './start-values';
import { things, type Noun } from './things';

export interface Coming {
  readonly noun: Noun;
  readonly actor: Actor;
  readonly request: FastifyRequest;
}

type Query = Readonly<Record<string, unknown>>;

/** Turns forms about organisations and people into commands, and redirects to the next page. */
@Injectable()
export class Acting {
  constructor(
    private readonly forms: FormPages,
    private readonly records: PeopleRecords,
    private readonly acts: PeopleActs,
  ) {}

  /** @throws {DomainError} not-permitted */
  showNew(coming: Coming, query: Query): Promise<PageAnswer> {
    const { noun, actor } = coming;
    this.forms.demand(actor, noun, null);
    const use = typeof query['use'] === 'string' ? query['use'] : '';
    const of = newForm(coming);
    return this.forms.page(of, { ...untouched, typed: new Map([...ownOrganisation(of), ...givenIn(query)]), use });
  }

  async create(coming: Coming, sent: SentForm): Promise<PageAnswer> {
    const { noun, actor, request } = coming;
    this.forms.demand(actor, noun, null);
    const of = newForm(coming);
    const { typed, fits } = await this.forms.resolved(of, typedIn(sent.entries));
    const use = valueIn(sent, 'use');
    if (fits.size > 0) return this.forms.page(of, { typed, fits, refusal: null, use });
    try {
      const body = bodyOf(of.form.fields, { typed, zone: visitOf(request).viewer.timeZone });
      const asker = askerOf({ actor, request, sent });
      return await (noun === 'user' ? this.enrol(asker, body) : this.record(coming, asker, { body, use }));
    } catch (refusal) {
      if (!isCertain(refusal)) throw refusal;
      return this.forms.page(of, { ...untouched, typed, refusal, use });
    }
  }

  /** @throws {DomainError} unknown, not-permitted */
  async show(coming: Coming, { id, verb }: Addressed, query: Query): Promise<PageAnswer> {
    const of = await this.formOf(coming, { id, verb });
    const start: Typed = of.item === null ? new Map<string, readonly string[]>() : startValues(coming.noun, verb, of.item);
    return this.forms.page(of, { ...untouched, typed: new Map([...start, ...givenIn(query)]), use: '' });
  }

  async act(coming: Coming, { id, verb }: Addressed, sent: SentForm): Promise<PageAnswer> {
    const { noun, actor, request } = coming;
    const of = await this.formOf(coming, { id, verb });
    const { typed, fits } = await this.forms.resolved(of, typedIn(sent.entries));
    if (fits.size > 0) return this.forms.page(of, { typed, fits, refusal: null, use: '' });
    const { resource, plural, readModels } = things[noun];
    const type = resource.table.verbs.get(verb) ?? '';
    try {
      const body = bodyFor(of, typed);
      const { position } = await this.acts.act(askerOf({ actor, request, sent }), { noun, type, id, body });
      await this.records.waitFor(readModels, position);
      return goTo(`/${plural}/${id}`, { key: `people.do.${noun}.${verb}.done`, draft: `${draftOf(noun, id, verb)}:` });
    } catch (refusal) {
      if (!isCertain(refusal)) throw refusal;
      return this.forms.page(of, { ...untouched, typed, refusal, use: '' });
    }
  }

  /** Loads the subject first, so that an unknown id reveals nothing about the form. */
  private async formOf({ noun, actor, request }: Coming, { id, verb }: Addressed): Promise<FormOf> {
    const { resource } = things[noun];
    const type = resource.table.verbs.get(verb);
    const form = type === undefined ? undefined : resource.table.forms[type];
    if (form === undefined) throw new EdgeError('no-such-route', 'There is no such command.');
    const item = await this.records.one(noun, id, actor);
    // Users may always correct their own name and address.
    if (!(noun === 'user' && verb === 'revise' && id === actor.user)) this.forms.demand(actor, noun, verb);
    return { noun, verb, form, item, actor, request };
  }

  private async enrol(asker: Asker, body: Readonly<Record<string, unknown>>): Promise<PageAnswer> {
    const { id, secret } = await this.acts.enrol(asker, body);
    const toast = createdToast('user');
    return secret === null ? goTo(`/users/${id}`, toast) : goToLink(id, secret, toast);
  }

  private async record(
    { noun, actor, request }: Coming,
    asker: Asker,
    { body, use }: { readonly body: Readonly<Record<string, unknown>>; readonly use: string },
  ): Promise<PageAnswer> {
    const { creating, plural, readModels } = things[noun];
    const { id, position } = await this.acts.act(asker, { noun, type: creating, id: null, body });
    await this.records.waitFor(readModels, position);
    if (use === '' || !isPartial(request)) return goTo(`/${plural}/${id}`, createdToast(noun));
    const { name } = await this.records.one(noun, id, actor);
    const value = noun === 'contact' ? `contact:${id}` : id;
    const view = { use, value, text: name ?? '' };
    return { template: 'finding/chosen', dialog: 'finding/chosen', title: translateFor(request)(`people.new.${noun}`), view };
  }
}

interface Addressed {
  readonly id: string;
  readonly verb: string;
}

const createdToast = (noun: Noun): Toast => ({ key: `people.created.${noun}`, draft: `${draftOf(noun)}:` });

function givenIn(query: Query): Typed {
  return new Map(Object.entries(query).flatMap(([name, value]) => (typeof value === 'string' ? [[name, [value]] as const] : [])));
}

/** Makes the default explicit: the actor's own organisation. */
function ownOrganisation({ form, actor }: FormOf): Typed {
  const own = Object.entries(form.fields).filter(
    ([, { otherwise }]) => otherwise !== undefined && 'from' in otherwise && otherwise.from === 'own organisation',
  );
  return new Map(own.map(([path]) => [path, [actor.organisation]]));
}

/** A new user gets a role in the same form. */
function newForm({ noun, actor, request }: Coming): FormOf {
  const { resource, creating } = things[noun];
  const described = resource.table.forms[creating] as CommandForm;
  const fields = noun === 'user' ? { ...described.fields, role: optional(userCommands.GrantRole.fields.role) } : described.fields;
  return { noun, verb: null, form: { ...described, fields }, item: null, actor, request };
}

function bodyFor({ noun, verb, form, item, request }: FormOf, typed: Typed): object {
  const zone = visitOf(request).viewer.timeZone;
  const body = bodyOf(form.fields, { typed, zone });
  if (item === null || verb === null) return body;
  return changedOnly(body, bodyOf(form.fields, { typed: startOfRevision(noun, verb, item), zone }));
}

/** A rename replaces the whole name. A revision keeps omitted fields. */
function startOfRevision(noun: Noun, verb: string, item: NonNullable<FormOf['item']>): Typed {
  return verb === 'revise' || verb === 'change-preferences' ? startValues(noun, verb, item) : new Map();
}
