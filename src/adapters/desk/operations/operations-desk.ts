import { Inject, Injectable } from '@nestjs/common';
import { reject } from '../../../domain/kernel/errors';
import type { Actor } from '../../../domain/people/actor';
import { can } from '../../../domain/people/rights';
import { requirePermission } from '../../../projections/kernel/asking';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { namesOf, type Names } from '../../../projections/people/names';
import { ACCESS_RECORDER, type AccessRecorder } from '../../access-log/access-log.port';
import type { SessionInfo } from '../../auth/sign-in.port';
import type { Rebuilder, TokenInfo } from '../ports';
import { READ_MODELS, REBUILDER } from '../tokens';
import {
  OPERATIONS,
  type Installation,
  type Operations,
  type ParkedFact,
  type ReadModelNow,
  type UnreadableFact,
} from './operations.port';

export interface OperationsReport {
  readonly readModels: readonly ReadModelNow[];
  readonly installation: Installation;
  readonly parked: { readonly items: readonly ParkedFact[]; readonly count: number };
  readonly unreadable: readonly UnreadableFact[];
  /** Null when the actor may not manage tokens. */
  readonly tokens: readonly TokenInfo[] | null;
  readonly sessions: readonly SessionInfo[] | null;
  readonly names: Names;
}

/** Operations of the running installation, for operators of the root organisation. */
@Injectable()
export class OperationsDesk {
  constructor(
    @Inject(OPERATIONS) private readonly operations: Operations,
    @Inject(REBUILDER) private readonly rebuilder: Rebuilder,
    @Inject(READ_MODELS) private readonly models: ReadModels,
    @Inject(ACCESS_RECORDER) private readonly recorder: AccessRecorder,
  ) {}

  /** @throws {DomainError} not-permitted */
  readModels(actor: Actor): Promise<readonly ReadModelNow[]> {
    requireOperator(actor);
    return this.operations.readModels();
  }

  /** @throws {DomainError} not-permitted */
  async report(actor: Actor): Promise<OperationsReport> {
    requireOperator(actor);
    const [readModels, installation, parked, unreadable, tokens, sessions] = await Promise.all([
      this.operations.readModels(),
      this.operations.installation(),
      this.operations.parked(),
      this.operations.unreadable(),
      can(actor, 'token.manage') ? this.operations.tokens() : null,
      can(actor, 'user.manage') ? this.operations.sessions() : null,
    ]);
    const names = await namesOf(this.models, { users: [...(tokens ?? []), ...(sessions ?? [])].map(({ user }) => user) });
    return { readModels, installation, parked, unreadable, tokens, sessions, names };
  }

  /** @throws {DomainError} not-permitted, unknown */
  async rebuild(actor: Actor, projection: string): Promise<void> {
    requireOperator(actor);
    if (!(await this.rebuilder.start(projection))) reject('unknown', 'There is no read model of this name.');
  }

  /** @throws {DomainError} not-permitted */
  retry(actor: Actor): Promise<{ readonly done: number; readonly left: number }> {
    requireOperator(actor);
    return this.operations.retryParked();
  }

  /** @throws {DomainError} not-permitted, invalid, unknown */
  passOver(actor: Actor, stream: string, revision: number): Promise<{ readonly left: readonly number[] }> {
    requireOperator(actor);
    return this.operations.passOver(actor, stream, revision);
  }

  /** @throws {DomainError} not-permitted, unknown */
  async revokeToken(actor: Actor, id: string): Promise<void> {
    requireOperator(actor, 'token.manage');
    if (!(await this.operations.revokeToken(id))) reject('unknown', 'There is no such token, or it was revoked already.');
  }

  /** @throws {DomainError} not-permitted, unknown */
  async endSession(actor: Actor, user: string, id: string): Promise<void> {
    requireOperator(actor, 'user.manage');
    if (!(await this.operations.endSession(user, id))) reject('unknown', 'There is no such session, or it has ended already.');
    this.recorder.record({ kind: 'signed-out', user, session: id, detail: `by ${actor.user}` });
  }
}

/** Read models, tokens and sessions belong to no single organisation. @throws {DomainError} not-permitted */
function requireOperator(
  actor: Actor,
  permission: 'projection.rebuild' | 'token.manage' | 'user.manage' = 'projection.rebuild',
): void {
  requirePermission(actor, permission);
  if (!mayOperate(actor))
    reject(
      'not-permitted',
      'Only the root organisation looks after the installation, because it holds the data of all organisations.',
      {
        permission: 'projection.rebuild',
      },
    );
}

export function mayOperate(actor: Actor): boolean {
  return actor.organisationKind === 'admin' && can(actor, 'projection.rebuild');
}
