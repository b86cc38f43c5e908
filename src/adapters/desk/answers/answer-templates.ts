import { Inject, Injectable } from '@nestjs/common';
import { isLongerThan } from '../../../domain/kernel/characters';
import { reject } from '../../../domain/kernel/errors';
import { isStaff, type Actor } from '../../../domain/people/actor';
import { can, rejectWithout } from '../../../domain/people/rights';
import { maxText, maxTitle } from '../../../domain/ticket/ticket.limits';
import {
  mostTemplates,
  type AnswerTemplateStore,
  type StoredTemplate,
  type TemplateOwner,
} from '../../settings/answer-templates.port';
import type { Ids } from '../../system/clock.port';
import { refuseFields } from '../refuse-fields';
import { ANSWER_TEMPLATES, IDS } from '../tokens';

/** A canned answer. */
export interface AnswerTemplate {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  /** Everybody in the organisation may use it. Users with `ticket.manage` there may change it. */
  readonly isShared: boolean;
}

export type WrittenTemplate = Omit<AnswerTemplate, 'id'>;

const mayShare = 'ticket.manage';

/** Canned answers: the user's own, and their organisation's. */
@Injectable()
export class AnswerTemplates {
  constructor(
    @Inject(ANSWER_TEMPLATES) private readonly store: AnswerTemplateStore,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** Whether the actor may change shared templates. */
  mayShare(actor: Actor): boolean {
    return can(actor, mayShare);
  }

  /** Sorted by name. @throws {DomainError} not-permitted */
  async list(actor: Actor): Promise<readonly AnswerTemplate[]> {
    demandStaff(actor);
    const owners = [ownerOf(actor, false), ownerOf(actor, true)];
    const lists = await Promise.all(owners.map((owner) => this.store.ownedBy(owner)));
    return lists.flat().map(templateOf);
  }

  /** @throws {DomainError} not-permitted; unknown, also for another user's template */
  async find(actor: Actor, id: string): Promise<AnswerTemplate> {
    return templateOf(await this.stored(actor, id));
  }

  /** @throws {DomainError} invalid, not-permitted */
  async add(actor: Actor, written: WrittenTemplate): Promise<AnswerTemplate> {
    demandStaff(actor);
    const template = this.checked(actor, this.ids.next(), written);
    if ((await this.store.ownedBy(template.owner)).length >= mostTemplates)
      refuseFields([{ field: 'name', message: `at most ${mostTemplates} templates; delete one first` }]);
    await this.store.put(template);
    return templateOf(template);
  }

  /** @throws {DomainError} invalid, not-permitted, unknown */
  async change(actor: Actor, id: string, written: WrittenTemplate): Promise<void> {
    this.demand(actor, await this.stored(actor, id));
    await this.store.put(this.checked(actor, id, written));
  }

  /** @throws {DomainError} not-permitted, unknown */
  async remove(actor: Actor, id: string): Promise<void> {
    this.demand(actor, await this.stored(actor, id));
    await this.store.remove(id);
  }

  private async stored(actor: Actor, id: string): Promise<StoredTemplate> {
    demandStaff(actor);
    const found = await this.store.find(id);
    if (found === null || !isTheirs(actor, found)) return reject('unknown', 'There is no such template, or none of yours.');
    return found;
  }

  private demand(actor: Actor, template: Pick<StoredTemplate, 'owner'>): void {
    if (isShared(template) && !this.mayShare(actor)) rejectWithout(mayShare);
  }

  private checked(actor: Actor, id: string, written: WrittenTemplate): StoredTemplate {
    const owner = ownerOf(actor, written.isShared);
    this.demand(actor, { owner });
    const [name, text] = [written.name.trim(), written.text.trim()];
    const wrong = [
      ...(isWithin(name, maxTitle) ? [] : [{ field: 'name', message: `must have 1 to ${maxTitle} characters` }]),
      ...(isWithin(text, maxText) ? [] : [{ field: 'text', message: `must have 1 to ${maxText} characters` }]),
    ];
    const [first, ...others] = wrong;
    if (first !== undefined) refuseFields([first, ...others]);
    return { id, owner, name, text: written.text };
  }
}

const ownerOf = ({ user, organisation }: Actor, isForAll: boolean): TemplateOwner => (isForAll ? { organisation } : { user });
const isShared = ({ owner }: Pick<StoredTemplate, 'owner'>): boolean => 'organisation' in owner;

function isTheirs({ user, organisation }: Actor, { owner }: StoredTemplate): boolean {
  return 'user' in owner ? owner.user === user : owner.organisation === organisation;
}

function templateOf(template: StoredTemplate): AnswerTemplate {
  const { id, name, text } = template;
  return { id, name, text, isShared: isShared(template) };
}

/** Canned answers are for staff: customers do not repeat answers. @throws {DomainError} not-permitted */
export function demandStaff(actor: Actor): void {
  if (!isStaff(actor)) reject('not-permitted', 'Templates for answers are for staff.', { reason: 'staff-only' });
}

const isWithin = (text: string, most: number): boolean => text !== '' && !isLongerThan(text, most);

export interface AnsweredTicket {
  readonly number: string;
  readonly title: string;
  readonly customer: string;
}

export const templateVariables = ['number', 'title', 'customer'] as const satisfies readonly (keyof AnsweredTicket)[];

/** Replaces `{number}`, `{title}` and `{customer}`. Other braces are kept. */
export function filledIn(text: string, ticket: AnsweredTicket): string {
  return text.replace(/\{(number|title|customer)\}/g, (_, name: keyof AnsweredTicket) => ticket[name]);
}
