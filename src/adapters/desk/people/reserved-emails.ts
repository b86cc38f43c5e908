import { createHmac } from 'node:crypto';
import { domainToASCII } from 'node:url';
import type { CommandId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import { normaliseEmail, reservation, type ReservationCommand } from '../../../domain/people/reservation';
import type { CommandExecutor } from '../../cqrs/command-executor.port';
import type { KeyRing } from '../../keys/key-ring.port';
import type { AggregateLoader } from '../../world/aggregate-loader.port';

export interface ReservedEmailsParts {
  readonly executor: CommandExecutor;
  readonly loader: AggregateLoader;
  readonly keyRing: Pick<KeyRing, 'secret'>;
}

/** Who has an address claimed or let go. */
export interface ReservationAsking {
  readonly actor: Actor;
  /** Of what may come again a new one each time: what is to be done follows from who holds the address now, not from what was done before. */
  readonly commandId: CommandId;
  readonly correlationId: string;
}

/** E-mail addresses that may stand only once (rule 5), without the log telling which they are. Targets are stream names. */
export interface ReservedEmails {
  /**
   * Claim first, then create the target; a claim left behind by a crash is free again after ten minutes. False where it was the target's
   * already, so that whoever takes the claim back lets go of nothing that was there before.
   * @throws {DomainError} already-exists
   */
  claim(email: string, target: string, asking: ReservationAsking): Promise<boolean>;
  /** Changes nothing where another target holds it. */
  release(email: string, target: string, asking: ReservationAsking): Promise<void>;
  holderOf(email: string): Promise<string | null>;
}

export function reservedEmails({ executor, loader, keyRing }: ReservedEmailsParts): ReservedEmails {
  const idOf = (email: string): string => {
    const hmac = createHmac('sha256', keyRing.secret('reservation')).update(normaliseEmail(email, domainToASCII));
    return `email-v1-${hmac.digest('hex')}`;
  };
  const record = async (email: string, command: ReservationCommand, asking: ReservationAsking): Promise<boolean> => {
    const request = { category: 'reservation', id: idOf(email), command, body: { ...command }, ...asking } as const;
    return (await executor.execute(request)).recorded.length > 0;
  };
  return {
    claim: (email, target, asking) => record(email, { type: 'ClaimReservation', target, command: asking.commandId }, asking),
    release: async (email, target, asking) => {
      await record(email, { type: 'ReleaseReservation', target }, asking);
    },
    holderOf: async (email) => (await loader.load(reservation, idOf(email)))?.target ?? null,
  };
}
