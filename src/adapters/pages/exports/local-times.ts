const dayMs = 86_400_000;
/** Zones change their offset at quarter-hours only. */
const slotMs = 15 * 60_000;
const mostSlots = 20_000;
/** Excel counts days from here. */
const firstDay = Date.UTC(1899, 11, 30);

export interface LocalTimes {
  /** Days since 1899-12-30 on the clocks of the zone, as spreadsheets store times. */
  readonly serial: (instant: string) => number;
  /** Date and time as the locale writes them in digits. */
  readonly text: (instant: string) => string;
}

/** Times on the clocks of a zone. Offsets are cached, because asking Intl for each cell takes longer than reading the row. */
export function localTimes(timeZone: string, locale: string): LocalTimes {
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const [date, time] = digits(locale);
  const offsets = new Map<number, number>();
  const onTheClock = (instant: string): number => {
    const at = Date.parse(instant);
    const slot = Math.floor(at / slotMs);
    const known = offsets.get(slot) ?? offsetAt(slot * slotMs, wall);
    if (offsets.size >= mostSlots) offsets.clear();
    offsets.set(slot, known);
    return at + known;
  };
  return {
    serial: (instant) => Number(((onTheClock(instant) - firstDay) / dayMs).toFixed(9)),
    text: (instant) => {
      const local = onTheClock(instant);
      return `${date.format(local)} ${time.format(local)}`;
    },
  };
}

function digits(locale: string): readonly [Intl.DateTimeFormat, Intl.DateTimeFormat] {
  return [
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: '2-digit', month: '2-digit', year: 'numeric' }),
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
  ];
}

const offsetAt = (at: number, wall: Intl.DateTimeFormat): number => Date.parse(`${wall.format(at).replace(' ', 'T')}Z`) - at;
