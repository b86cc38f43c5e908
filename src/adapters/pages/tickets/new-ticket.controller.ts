import { Get, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../../domain/kernel/errors';
import { isStaff, type Actor } from '../../../domain/people/actor';
import { ticketCommands } from '../../../domain/ticket/ticket.commands';
import { FileDesk } from '../../desk/files/file-desk';
import { requestFields } from '../../desk/input/checked-input';
import { OpeningDesk } from '../../desk/tickets/opening-desk';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { Page } from '../../web/route-config';
import { Sent, visitOf, Who, type SentForm } from '../access/visit';
import { Choices } from '../forms/choices';
import { inputOf, type Input } from '../forms/inputs';
import { leavesOf, type Leaf } from '../forms/leaves';
import { refusalWords } from '../forms/refusal-words';
import { bodyOf, typedIn } from '../forms/sent-values';
import { goTo, type PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import { askerOf, keptIn } from './command.controller';
import type { FormState, KeptFile } from './command-page';

const form = ticketCommands.OpenTicket;
const fields = requestFields(form);

/** Who, what, and when and where; the rest of the description waits behind "more". */
const groups = {
  who: ['requester', 'details.channel', 'details.branch'],
  what: ['kind', 'engagement', 'title', 'description', 'priority', 'details.category', 'details.serialNumber', 'files'],
  where: ['occurredAt', 'details.location', 'details.postalCode', 'technician', 'team'],
} as const;
const forStaff: ReadonlySet<string> = new Set(['requester', 'engagement', 'technician', 'team', 'details.channel', 'occurredAt']);

@PageController('tickets/new')
export class NewTicketController {
  constructor(
    private readonly desk: OpeningDesk,
    private readonly reader: TicketReader,
    private readonly files: FileDesk,
    private readonly choices: Choices,
  ) {}

  @Get()
  @Page()
  show(@Query() query: Record<string, unknown>, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const given = Object.entries(query).flatMap(([name, value]) => (typeof value === 'string' ? [[name, [value]] as const] : []));
    const typed = new Map<string, readonly string[]>([
      ['kind', ['service']],
      ['engagement', ['own']],
      ['priority', ['moderate']],
      ...given,
    ]);
    return this.page(actor, request, { typed, kept: [], refusal: null });
  }

  @Post()
  @Page()
  async open(@Sent() sent: SentForm, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const kept: KeptFile[] = [...keptIn(sent)];
    for (const file of sent.files) kept.push(await this.files.upload(actor, file));
    const typed = typedIn(sent.entries);
    try {
      const withFiles = kept.length === 0 ? typed : new Map([...typed, ['files', kept.map(({ id }) => id)] as const]);
      const body = bodyOf(fields, { typed: withFiles, zone: visitOf(request).viewer.timeZone });
      const { id } = await this.desk.open(askerOf({ actor, request, sent }), { body });
      return await this.opened(id, actor);
    } catch (refusal) {
      if (!(refusal instanceof DomainError)) throw refusal;
      return this.page(actor, request, { typed, kept, refusal });
    }
  }

  private async opened(id: string, actor: Actor): Promise<PageAnswer> {
    const { number } = await this.reader.read(id, actor);
    return goTo(`/tickets/${number}`, { key: 'tickets.opened', values: { number }, draft: 'new:' });
  }

  private async page(actor: Actor, request: FastifyRequest, state: FormState): Promise<PageAnswer> {
    const t = translateFor(request);
    const leaves = leavesOf(fields).filter(({ path }) => isStaff(actor) || !forStaff.has(path));
    const words = state.refusal === null ? null : refusalWords(state.refusal, { leaves, typed: state.typed, t });
    const chosen = await this.choices.of(leaves, { actor, ticket: null, only: new Map() });
    const options = (leaf: Leaf) => chosen.get(leaf.path) ?? null;
    const parts = {
      t,
      typed: state.typed,
      errors: words?.errors ?? new Map<string, string>(),
      options,
      required: new Set<string>(),
      draft: 'new',
    };
    const inputsOf = (paths: readonly string[]): readonly Input[] =>
      paths.flatMap((path) => leaves.filter((leaf) => leaf.path === path)).map((leaf) => inputOf(leaf, parts));
    return {
      ...{ template: 'tickets/new', title: t('tickets.open'), status: words === null ? 200 : 422 },
      view: {
        ...{ notice: words?.notice ?? null, kept: state.kept },
        groups: Object.entries(groups)
          .map(([key, paths]) => ({ key, inputs: inputsOf(paths) }))
          .filter(({ inputs }) => inputs.length > 0),
      },
    };
  }
}
