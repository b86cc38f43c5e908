import { createHmac } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { v5 } from 'uuid';
import type { CommandId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import { normaliseEmail, reservation, type ReservationCommand } from '../../../domain/people/reservation';
import type { CommandExecutor } from '../../cqrs/command-executor.port';
import type { KeyRing } from '../../keys/key-ring.port';
import type { AggregateLoader } from '../../world/aggregate-loader.port';

/** Namespace of ids made from addresses. For ever: another value would make one person two watchers. */
const addressNamespace = '6c1d1b0e-5f0c-4a0e-9d55-5d7c1c6f4b02';

export interface ReservedEmailsParts {
  readonly executor: CommandExecutor;
  readonly loader: AggregateLoader;
  readonly keyRing: Pick<KeyRing, 'secret'>;
}

/** Who claims or releases an address. */
export interface ReservationAsking {
  readonly actor: Actor;
  /** New for each try: the decision depends on who holds the address now, not on earlier outcomes. */
  readonly commandId: CommandId;
  readonly correlationId: string;
}

/** Unique e-mail addresses (rule 5); the log holds only their HMAC. Targets are stream names. */
export interface ReservedEmails {
  /** One id for every spelling of an address within one thing, which does not reveal the address. */
  idOf(email: string, within: string): string;
  /**
   * Claim first, then create the target. A claim left by a crash expires after ten minutes. False when the target held it already, so
   * that a roll-back does not release an older claim.
   * @throws {DomainError} already-exists
   */
  claim(email: string, target: string, asking: ReservationAsking): Promise<boolean>;
  /** Does nothing when another target holds it. */
  release(email: string, target: string, asking: ReservationAsking): Promise<void>;
  holderOf(email: string): Promise<string | null>;
}

export function reservedEmails({ executor, loader, keyRing }: ReservedEmailsParts): ReservedEmails {
  const hmacOf = (text: string): string => createHmac('sha256', keyRing.secret('reservation')).update(text).digest('hex');
  const idOf = (email: string): string => `email-v1-${hmacOf(normaliseEmail(email, domainToASCII))}`;
  const record = async (email: string, command: ReservationCommand, asking: ReservationAsking): Promise<boolean> => {
    const request = { category: 'reservation', id: idOf(email), command, body: { ...command }, ...asking } as const;
    return (await executor.execute(request)).recorded.length > 0;
  };
  return {
    idOf: (email, within) => v5(hmacOf(JSON.stringify([within, normaliseEmail(email, domainToASCII)])), addressNamespace),
    claim: (email, target, asking) => record(email, { type: 'ClaimReservation', target, command: asking.commandId }, asking),
    release: async (email, target, asking) => {
      await record(email, { type: 'ReleaseReservation', target }, asking);
    },
    holderOf: async (email) => (await loader.load(reservation, idOf(email)))?.target ?? null,
  };
}
