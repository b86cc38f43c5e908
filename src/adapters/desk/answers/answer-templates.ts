import { isLongerThan } from '../../../domain/kernel/characters';
import { reject } from '../../../domain/kernel/errors';
import { isStaff, type Actor } from '../../../domain/people/actor';
import { can, rejectWithout } from '../../../domain/people/rights';
import { maxText, maxTitle } from '../../../domain/ticket/ticket.limits';
import type { Document, Documents } from '../../../projections/kernel/documents.port';
import { sortKey } from '../../../projections/kernel/fold';
import type { Ids } from '../../system/clock.port';
import { refuseFields } from '../refuse-fields';

/** A canned answer. */
export interface AnswerTemplate {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  /** Everybody in the organisation may use it. Users with `ticket.manage` there may change it. */
  readonly isShared: boolean;
}

export type WrittenTemplate = Omit<AnswerTemplate, 'id'>;

interface TemplateDocument extends Document {
  readonly owner: string;
  readonly name: string;
  readonly nameSort: string | null;
  readonly text: string;
}

const collection = 'answer-templates';
const mostOfOne = 100;
const mayShare = 'ticket.manage';

export interface AnswerTemplatesParts {
  /** The `ops` database. */
  readonly documents: Documents;
  readonly ids: Ids;
}

/** Canned answers: the user's own, and their organisation's. */
export class AnswerTemplates {
  private constructor(private readonly parts: AnswerTemplatesParts) {}

  static async open(parts: AnswerTemplatesParts): Promise<AnswerTemplates> {
    const indexes = [{ fields: [{ field: 'owner' }, { field: 'nameSort' }] }];
    await parts.documents.prepare({ name: collection, indexes });
    return new AnswerTemplates(parts);
  }

  /** Whether the actor may change shared templates. */
  mayShare(actor: Actor): boolean {
    return can(actor, mayShare);
  }

  /** Sorted by name. @throws {DomainError} not-permitted */
  async list(actor: Actor): Promise<readonly AnswerTemplate[]> {
    demandStaff(actor);
    const owners = [ownerOf(actor, false), ownerOf(actor, true)];
    const lists = await Promise.all(owners.map((owner) => this.of(owner)));
    return lists.flat().map(templateOf);
  }

  /** @throws {DomainError} not-permitted; unknown, also for another user's template */
  async find(actor: Actor, id: string): Promise<AnswerTemplate> {
    return templateOf(await this.stored(actor, id));
  }

  /** @throws {DomainError} invalid, not-permitted */
  async add(actor: Actor, written: WrittenTemplate): Promise<AnswerTemplate> {
    demandStaff(actor);
    const document = this.checked(actor, this.parts.ids.next(), written);
    if ((await this.of(document.owner)).length >= mostOfOne)
      refuseFields([{ field: 'name', message: `at most ${mostOfOne} templates; delete one first` }]);
    await this.write(document._id, document);
    return templateOf(document);
  }

  /** @throws {DomainError} invalid, not-permitted, unknown */
  async change(actor: Actor, id: string, written: WrittenTemplate): Promise<void> {
    this.demand(actor, await this.stored(actor, id));
    await this.write(id, this.checked(actor, id, written));
  }

  /** @throws {DomainError} not-permitted, unknown */
  async remove(actor: Actor, id: string): Promise<void> {
    this.demand(actor, await this.stored(actor, id));
    await this.write(id, null);
  }

  private async of(owner: string): Promise<readonly TemplateDocument[]> {
    const query = { where: [{ field: 'owner', eq: owner }], sort: [{ field: 'nameSort' }], limit: mostOfOne };
    return (await this.parts.documents.find<TemplateDocument>(collection, query)).items;
  }

  private async stored(actor: Actor, id: string): Promise<TemplateDocument> {
    demandStaff(actor);
    const found = await this.parts.documents.get<TemplateDocument>(collection, id);
    const isTheirs = found?.owner === ownerOf(actor, false) || found?.owner === ownerOf(actor, true);
    if (found === null || !isTheirs) return reject('unknown', 'There is no such template, or none of yours.');
    return found;
  }

  private demand(actor: Actor, { owner }: TemplateDocument): void {
    if (isSharedOwner(owner) && !this.mayShare(actor)) rejectWithout(mayShare);
  }

  private checked(actor: Actor, id: string, { name, text, isShared }: WrittenTemplate): TemplateDocument {
    const owner = ownerOf(actor, isShared);
    this.demand(actor, { _id: id, owner, name, nameSort: null, text });
    const wrong = [
      ...(isWithin(name.trim(), maxTitle) ? [] : [{ field: 'name', message: `must have 1 to ${maxTitle} characters` }]),
      ...(isWithin(text.trim(), maxText) ? [] : [{ field: 'text', message: `must have 1 to ${maxText} characters` }]),
    ];
    const [first, ...others] = wrong;
    if (first !== undefined) refuseFields([first, ...others]);
    return { _id: id, owner, name: name.trim(), nameSort: sortKey(name.trim()), text };
  }

  private write(id: string, document: TemplateDocument | null): Promise<void> {
    return this.parts.documents.write([{ collection, id, document }]);
  }
}

/** Canned answers are for staff: customers do not repeat answers. @throws {DomainError} not-permitted */
export function demandStaff(actor: Actor): void {
  if (!isStaff(actor)) reject('not-permitted', 'Templates for answers are for staff.', { reason: 'staff-only' });
}

const isWithin = (text: string, most: number): boolean => text !== '' && !isLongerThan(text, most);

const shared = 'organisation:';
const ownerOf = ({ user, organisation }: Actor, isShared: boolean): string =>
  isShared ? `${shared}${organisation}` : `user:${user}`;
const isSharedOwner = (owner: string): boolean => owner.startsWith(shared);

function templateOf({ _id, owner, name, text }: TemplateDocument): AnswerTemplate {
  return { id: _id, name, text, isShared: isSharedOwner(owner) };
}

/** The values that a template can insert. */
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
