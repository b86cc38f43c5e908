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
  const pattern = patternOf(locale);
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
      const local = new Date(onTheClock(instant));
      return pattern.map(({ type, value }) => fields[type]?.(local) ?? value).join('');
    },
  };
}

type Parts = readonly Pick<Intl.DateTimeFormatPart, 'type' | 'value'>[];

/** The order and the separators of a locale. Asked for once, because formatting each cell takes longer than reading its row. */
function patternOf(locale: string): Parts {
  const date = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: '2-digit', month: '2-digit', year: 'numeric' });
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  const time = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...clock });
  return [...date.formatToParts(0), { type: 'literal', value: ' ' }, ...time.formatToParts(0)];
}

const two = (value: number): string => String(value).padStart(2, '0');

const fields: { readonly [type in Intl.DateTimeFormatPartTypes]?: (at: Date) => string } = {
  day: (at) => two(at.getUTCDate()),
  month: (at) => two(at.getUTCMonth() + 1),
  year: (at) => String(at.getUTCFullYear()),
  hour: (at) => two(at.getUTCHours()),
  minute: (at) => two(at.getUTCMinutes()),
  second: (at) => two(at.getUTCSeconds()),
};

const offsetAt = (at: number, wall: Intl.DateTimeFormat): number => Date.parse(`${wall.format(at).replace(' ', 'T')}Z`) - at;
