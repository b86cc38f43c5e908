import type { TicketView } from '../../desk/tickets/ticket-reader';
import type { Formats } from '../rendering/formats';

/** The seven phases, each with when it was reached; the day is told where it is another than that of the step before. */
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
