const firstOfDay = 11;
const firstOfEvening = 18;
const firstOfMorning = 4;

/** Part of the reader's day, for the greeting. */
export function dayPart(now: string, timeZone: string): 'morning' | 'day' | 'evening' {
  const hour = Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone }).format(Date.parse(now)));
  if (hour >= firstOfMorning && hour < firstOfDay) return 'morning';
  return hour >= firstOfDay && hour < firstOfEvening ? 'day' : 'evening';
}
