import { Get, Inject, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CommandForm } from '../../../domain/kernel/commands';
import { isCertain } from '../../desk/is-certain';
import type { Actor } from '../../../domain/people/actor';
import type { Asker } from '../../desk/asker';
import { FileDesk } from '../../desk/files/file-desk';
import { TicketDesk, ticketVerbs } from '../../desk/tickets/ticket-desk';
import { TicketReader, type TicketView } from '../../desk/tickets/ticket-reader';
import { unless } from '../../desk/unless';
import { EdgeError } from '../../web/problems/problem';
import { Page } from '../../web/route-config';
import { Sent, valueIn, visitOf, Who, type SentForm } from '../access/visit';
import { bodyOf, lastOf, typedIn, type Typed } from '../forms/sent-values';
import { Conflicts } from '../live/conflicts';
import { goTo, type PageAnswer, type Toast } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import { refusalWords } from '../forms/refusal-words';
import { startValues, type Conflicting, type FormState, type KeptFile } from './command-page';
import { followUpsOf } from './follow-ups';
import { FormDrawer } from './form-drawer';

interface Path {
  readonly number: string;
  readonly verb: string;
}

type Type = Parameters<TicketDesk['act']>[1]['type'];

/** Every command of a ticket, as a page and as a dialog, generated from its description. */
@PageController('tickets/:number/do/:verb')
export class CommandController {
  @Inject(Conflicts) private readonly conflicts!: Conflicts;

  constructor(
    private readonly reader: TicketReader,
    private readonly desk: TicketDesk,
    private readonly files: FileDesk,
    private readonly forms: FormDrawer,
  ) {}

  @Get()
  @Page()
  async show(
    @Param() path: Path,
    @Query() query: Record<string, unknown>,
    @Who() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<PageAnswer> {
    const { type, form } = commandOf(path.verb);
    const ticket = await this.ticket(path.number, actor);
    const given = Object.entries(query).flatMap(([name, value]) => (typeof value === 'string' ? [[name, [value]] as const] : []));
    const typed = new Map([...startValues(path.verb, ticket), ...given]);
    return this.page({ path, type, form, ticket, actor, request }, { typed, kept: [], refusal: null });
  }

  @Post()
  @Page()
  async act(
    @Param() path: Path,
    @Sent() sent: SentForm,
    @Who() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<PageAnswer> {
    const { type, form } = commandOf(path.verb);
    const ticket = await this.ticket(path.number, actor);
    const kept = [...keptIn(sent), ...(await this.keep(sent, actor))];
    const typed = typedIn(sent.entries);
    const shown = { path, type, form, ticket, actor, request };
    if (lastOf(typed, 'again') !== '') return this.page(shown, { typed, kept, refusal: null });
    const conflict = await this.conflict(shown, sent);
    if (conflict !== undefined) return this.page(shown, { typed, kept, refusal: null, conflict });
    try {
      const body = await this.body({ form, ticket, actor, verb: path.verb, typed, kept }, request);
      await this.desk.act(judgedAs(ticket, form, askerOf({ actor, request, sent }), sent), { ticket: ticket.id, type, body });
      const toast = await this.followUp({ ...shown, sent, typed });
      return goTo(await this.next(ticket, actor), { ...toast, draft: `${ticket.number}:${path.verb}:` });
    } catch (refusal) {
      if (!isCertain(refusal)) throw refusal;
      return this.page(shown, { typed, kept, refusal });
    }
  }

  /** The ticket, or the list for somebody who may not read the ticket any more. */
  private async next({ id, number }: TicketView, actor: Actor): Promise<string> {
    return this.reader.mustSee(id, actor).then(() => `/tickets/${number}`, unless('/tickets', 'unknown'));
  }

  /** Shown once: the returned form carries the current revision. */
  private async conflict({ path, form, ticket, actor, request }: Shown, sent: SentForm): Promise<Conflicting | undefined> {
    const seen = seenIn(sent);
    if (seen === null) return undefined;
    const asked = { ticket, actor, seen, verb: path.verb, withOwn: form.needsRevision === true };
    const view = await this.conflicts.view(request, asked);
    return view === null ? undefined : { ...view, key: valueIn(sent, 'key') };
  }

  private async ticket(number: string, actor: Actor): Promise<TicketView> {
    return this.reader.read(await this.reader.idAt(number, actor), actor);
  }

  /** The first command stays recorded if the second is refused. The message says which one was refused and why. */
  private async followUp({ path, ticket, actor, request, sent, typed }: Followed): Promise<Toast> {
    const t = translateFor(request);
    const { idempotencyKey: key, ...asker } = askerOf({ actor, request, sent });
    for (const { verb, type, body } of followUpsOf(path.verb, typed)) {
      try {
        const again = {
          actor,
          correlationId: asker.correlationId,
          ...(key !== undefined && { idempotencyKey: `${key} ${verb}` }),
        };
        await this.desk.act(again, { ticket: ticket.id, type, body });
      } catch (refusal) {
        if (!isCertain(refusal)) throw refusal;
        const { notice } = refusalWords(refusal, { leaves: [], typed, t });
        const values = { done: t(`commands.${path.verb}.done`), refused: t(`commands.${verb}.title`), why: notice };
        return { key: 'conversation.notThen', values };
      }
    }
    return { key: `commands.${path.verb}.done` };
  }

  private page({ path: { verb }, form, ticket, actor, request }: Shown, state: FormState): Promise<PageAnswer> {
    return this.forms.page({ verb, form, ticket, actor, t: translateFor(request) }, state);
  }

  /** Keeps the files even if the command is refused, so that nobody has to choose them again. */
  private async keep({ files }: SentForm, actor: Actor): Promise<readonly KeptFile[]> {
    const kept: KeptFile[] = [];
    for (const file of files) kept.push(await this.files.upload(actor, file));
    return kept;
  }

  private async body({ form, ticket, actor, verb, typed, kept }: Said, request: FastifyRequest): Promise<object> {
    const withFiles = kept.length === 0 ? typed : new Map([...typed, ['files', kept.map(({ id }) => id)] as const]);
    const body = bodyOf(form.fields, { typed: withFiles, zone: visitOf(request).viewer.timeZone });
    const changed = verb === 'revise-details' ? changedOnly(body, typed, ticket) : body;
    return this.withIds(changed, actor);
  }

  /** Replaces ticket numbers by ids. */
  private async withIds(body: Readonly<Record<string, unknown>>, actor: Actor): Promise<object> {
    // Keep text that is not a known number, so that the command refuses it.
    const idOf = (number: unknown) =>
      this.reader.idOf(String(number).toUpperCase(), actor).catch(unless(String(number), 'unknown', 'invalid'));
    const { primary, duplicates, duplicate } = body;
    return {
      ...body,
      ...(typeof primary === 'string' && { primary: await idOf(primary) }),
      ...(typeof duplicate === 'string' && { duplicate: await idOf(duplicate) }),
      ...(Array.isArray(duplicates) && { duplicates: await Promise.all(duplicates.map(idOf)) }),
    };
  }
}

interface Shown {
  readonly path: Path;
  readonly type: Type;
  readonly form: CommandForm;
  readonly ticket: TicketView;
  readonly actor: Actor;
  readonly request: FastifyRequest;
}

interface Followed extends Shown {
  readonly sent: SentForm;
  readonly typed: Typed;
}

interface Said {
  readonly form: CommandForm;
  readonly ticket: TicketView;
  readonly actor: Actor;
  readonly verb: string;
  readonly typed: Typed;
  readonly kept: readonly KeptFile[];
}

/** @throws {EdgeError} no-such-route */
function commandOf(verb: string): { readonly type: Type; readonly form: CommandForm } {
  const type = ticketVerbs.verbs.get(verb);
  if (type === undefined) throw new EdgeError('no-such-route', 'Tickets have no such command.');
  return { type, form: ticketVerbs.forms[type] };
}

export function askerOf({
  actor,
  request,
  sent,
}: {
  readonly actor: Actor;
  readonly request: FastifyRequest;
  readonly sent: SentForm;
}) {
  const [key, revision] = [valueIn(sent, 'key'), valueIn(sent, 'revision')];
  return {
    ...{ actor, correlationId: request.id },
    ...(/^[\x20-\x7e]{1,200}$/.test(key) && { idempotencyKey: key }),
    // Sent only if the form was drawn from a revision. Other commands are judged on the current state.
    ...(/^\d{1,15}$/.test(revision) && { expectedRevision: Number(revision) }),
  };
}

/** The revision that the form was drawn from. */
function seenIn(sent: SentForm): number | null {
  const seen = valueIn(sent, 'seen');
  return /^\d{1,15}$/.test(seen) ? Number(seen) : null;
}

/** A command that overwrites values requires the revision of the conflict check. */
function judgedAs(ticket: TicketView, { needsRevision }: CommandForm, asker: Asker, sent: SentForm): Asker {
  return needsRevision === true && seenIn(sent) !== null ? { ...asker, expectedRevision: ticket.revision } : asker;
}

/** Files of the previous attempt. */
export function keptIn({ entries }: SentForm): readonly KeptFile[] {
  return entries.filter(([name]) => name === 'kept').map(([, value]) => ({ id: value.slice(0, 36), name: value.slice(37) }));
}

/** Only changed fields. An emptied detail is cleared. */
function changedOnly(
  body: Readonly<Record<string, unknown>>,
  typed: Typed,
  ticket: TicketView,
): Readonly<Record<string, unknown>> {
  const before = startValues('revise-details', ticket);
  const isSame = (path: string, value: unknown): boolean => before.get(path)?.[0] === value;
  const { details = {}, ...others } = body as { readonly details?: Readonly<Record<string, unknown>> };
  const cleared = Object.keys(ticket.details).filter((name) => typed.get(`details.${name}`)?.at(-1)?.trim() === '');
  const changes = Object.fromEntries([
    ...Object.entries(details).filter(([name, value]) => !isSame(`details.${name}`, value)),
    ...cleared.map((name) => [name, null] as const),
  ]);
  return {
    ...Object.fromEntries(Object.entries(others).filter(([name, value]) => !isSame(name, value))),
    ...(Object.keys(changes).length > 0 && { details: changes }),
  };
}
