import type { TicketView } from '../../desk/tickets/ticket-reader';
import type { Formats } from '../rendering/formats';

/** The seven phases with the time each was reached. The day is shown only where it changes. */
export function stepsView({ phase, reached }: TicketView, formats: Formats) {
  let day = '';
  return [1, 2, 3, 4, 5, 6, 7].map((step) => {
    const at = reached.find((one) => one.phase === step)?.at ?? null;
    const isSameDay = at !== null && formats.day(at) === day;
    if (at !== null) day = formats.day(at);
    const time = at === null ? null : isSameDay ? formats.clock(at) : formats.moment(at);
    return { step, isDone: step < phase, isNow: step === phase, isSkipped: step < phase && at === null, at, time };
  });
}
