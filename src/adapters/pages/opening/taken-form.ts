import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import { FileDesk } from '../../desk/files/file-desk';
import { Finder } from '../../desk/finding/finder';
import type { SentForm } from '../access/visit';
import { resolved, type Resolved } from '../finding/finding';
import { lastOf, typedIn, type Typed } from '../forms/sent-values';
import { translateFor } from '../rendering/wording';
import { keptIn } from '../tickets/command.controller';
import type { KeptFile } from '../tickets/command-page';
import { findings } from './opening-form';
import { solvingIn } from './typed-ticket';

export interface Coming {
  readonly sent: SentForm;
  readonly actor: Actor;
  readonly request: FastifyRequest;
}

export interface Taken extends Resolved {
  readonly kept: readonly KeptFile[];
}

/** The submitted form of a ticket, before it becomes a command. */
@Injectable()
export class TakenForm {
  constructor(
    private readonly files: FileDesk,
    private readonly finder: Finder,
  ) {}

  /** Stores the files even if the form is refused, and resolves names. */
  async of({ sent, actor, request }: Coming): Promise<Taken> {
    const kept: KeptFile[] = [...keptIn(sent)];
    for (const file of sent.files) kept.push(await this.files.upload(actor, file));
    const asking = { finder: this.finder, actor, t: translateFor(request) };
    return { kept, ...(await resolved(typedIn(sent.entries), new Map(Object.entries(findings)), asking)) };
  }

  /** Errors outside the command: a customer without a person, and fields that a claim needs beyond this form. */
  async errors(typed: Typed, actor: Actor, request: FastifyRequest): Promise<ReadonlyMap<string, string>> {
    const t = translateFor(request);
    const who = await this.whoTrouble(typed, actor);
    const isClaim = solvingIn(typed).isSolved && lastOf(typed, 'kind') === 'claim';
    return new Map([
      ...(who === null ? [] : [['requester', t(who)] as const]),
      ...(isClaim ? [['solution', t('opening.noClaim')] as const] : []),
    ]);
  }

  private async whoTrouble(typed: Typed, actor: Actor): Promise<string | null> {
    const [customer, requester] = [lastOf(typed, 'customer'), lastOf(typed, 'requester')];
    if (customer === '') return null;
    if (requester === '') return 'opening.whoThere';
    const [kind, id = ''] = requester.split(':');
    const person = await this.finder.named(actor, kind === 'user' ? 'user' : 'contact', id);
    return person?.organisation === customer ? null : 'opening.notTheirs';
  }
}
