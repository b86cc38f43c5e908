import { reject } from '../../kernel/errors';
import { itself } from '../../kernel/event';
import type { AddWatcher, WaiveGate } from '../ticket.commands';
import { waivableGates, type Profile } from '../ticket.profiles';
import { mailKinds, type GateWaived, type WatcherAdded } from '../ticket.events';
import { sealed } from './text';

/** C9: who, why, until when. Also inside OpenTicket.
 * @throws {DomainError} invalid */
export function waiver({ gate, reason, until }: Omit<WaiveGate, 'type'>, profile: Profile): GateWaived {
  const allowed = waivableGates(profile);
  if (!allowed.includes(gate)) {
    reject('invalid', `This ticket has no gate "${gate}" to waive. Choose one of ${allowed.join(', ')}.`, {
      fields: { gate: `one of ${allowed.join(', ')}` },
    });
  }
  return { type: 'GateWaived', audience: 'staff', data: { gate, until }, ...sealed(itself, { reason }) };
}

/** C13: each address is a subject of its own, so that it can be erased alone. */
export function watcher({ watcher: id, email, kinds }: Omit<AddWatcher, 'type'>): WatcherAdded {
  const wanted = mailKinds.filter((kind) => kinds.includes(kind));
  return {
    type: 'WatcherAdded',
    audience: 'everyone',
    data: { watcher: id, kinds: wanted },
    ...sealed(`contact-${id}`, { email }),
  };
}
