import type { TicketId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import type { Listener } from './listener';
import { maySee } from './presence';

/** Debounces arrivals and departures, so that a reload does not count as leaving. */
const gatherMs = 1_000;

/** Tells viewers of a ticket when another visible viewer arrives or leaves. */
export class Comings {
  private readonly stirred = new Map<TicketId, Actor[]>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly present: (ticket: TicketId) => readonly Listener[]) {}

  stir({ tickets, actor }: Listener): void {
    for (const { id } of tickets) this.stirred.set(id, [...(this.stirred.get(id) ?? []), actor]);
    if (this.stirred.size === 0) return;
    this.timer ??= setTimeout(() => this.tell(), gatherMs);
    this.timer.unref();
  }

  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.stirred.clear();
  }

  private tell(): void {
    this.timer = null;
    for (const [ticket, moved] of this.stirred) {
      for (const { actor, tickets, line } of this.present(ticket)) {
        const number = tickets.find(({ id }) => id === ticket)?.number ?? '';
        if (moved.some((other) => maySee(actor, other))) line.send('here', { ticket: number });
      }
    }
    this.stirred.clear();
  }
}
