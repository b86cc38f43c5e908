import { servicenow } from '../../../src/adapters/import/servicenow.format';
import { csv, historyOf, plainNames, sourceOf, told, type RowValues } from './incident';

async function keysIn(text: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { key, rows } of servicenow.read(sourceOf(text))) keys.push(`${key}: ${rows}`);
  return keys;
}

describe('reading a ServiceNow audit log', () => {
  it('groups the rows of an incident, in file order', async () => {
    expect(await keysIn(csv({}, {}, { number: 'INC2' }, { number: 'INC3' }, { number: 'INC3' }))).toEqual([
      'INC0000001: 2',
      'INC2: 1',
      'INC3: 2',
    ]);
  });

  it('yields nothing for a file with only a header', async () => {
    expect(await keysIn(csv())).toEqual([]);
  });

  it.each([
    ['another table', 'id,title\n1,Broken\n', /lacks the columns number, incident_state/],
    ['another table with a broken first row', 'id,title\n1\n2,Broken\n', /lacks the columns number, incident_state/],
    ['a header with a column twice', csv({}).replace('subcategory', 'category'), /has these columns twice: category/],
  ])('rejects %s with the reason', async (_, text, because) => {
    await expect(keysIn(text)).rejects.toMatchObject({ code: 'invalid', message: expect.stringMatching(because) as string });
  });

  it.each<[string, string, RegExp]>([
    ['scattered rows of an incident', csv({}, { number: 'INC2' }, {}), /Row 3: the rows of INC0000001 are not together/],
    ['a row with too few values', csv({}) + 'INC2,New\n', /Row 2: it has 2 values, but the header has 28 columns/],
    ['a row with too many values', csv({}).trimEnd() + ',,x\n', /Row 1: it has 30 values/],
    ['a missing number', csv({ number: '' }), /Row 1: number is missing/],
    ['an unrecorded number', csv({ number: '?' }, { number: '?' }), /Row 1: number is missing/],
    ['an unclosed quote', csv({}) + '"INC2,New\n', /Row 2: nothing can be read from here on: Quote Not Closed/],
  ])('refuses %s, with its row, and no neighbour', async (_, text, because) => {
    const refusals: string[] = [];
    for await (const { plan } of servicenow.read(sourceOf(csv({ number: 'INC-A' }) + text.slice(text.indexOf('\n') + 1)))) {
      try {
        plan(plainNames);
      } catch (error) {
        refusals.push((error as Error).message);
      }
    }
    expect(refusals[0]).toMatch(new RegExp(because.source.replace(/Row (\d)/u, (__, row) => `Row ${Number(row) + 1}`)));
  });

  it('treats empty lines as nothing, and counts rows as a spreadsheet does', async () => {
    const text = csv({}, { number: 'INC2' }).replace(/\n(?=INC2)/u, '\n\n,,,\n') + '\n\n';
    const rows: number[] = [];
    for await (const ticket of servicenow.read(sourceOf(text))) rows.push(ticket.plan(plainNames).steps[0]?.row ?? 0);
    expect(rows).toEqual([1, 4]);
  });

  it.each([
    ['a trailing space', 'Müller '],
    ['a no-break space', 'Anna\u00a0Berg'],
    ['a decomposed letter', 'Mu\u0308ller'],
    ['invisible characters', 'Mü\u200bller\ufeff'],
  ])('names one person in one way: %s', async (_, caller) => {
    const [first] = (await historyOf({ caller_id: caller })).steps;
    const name = caller.startsWith('A') ? 'Anna Berg' : 'Müller';
    expect(first?.command).toMatchObject({ requester: { contact: `contact ${name}` } });
  });

  it.each<[string, RowValues, string]>([
    ['one digit for hours', { sys_updated_at: '1/3/2016 8:05' }, '2016-03-01T08:05:00.000Z'],
    ['seconds', { sys_updated_at: '01/03/2016 08:05:30' }, '2016-03-01T08:05:30.000Z'],
    ['dots', { sys_updated_at: '01.03.2016 08:05' }, '2016-03-01T08:05:00.000Z'],
    ['a half of the day', { sys_updated_at: '1/3/2016 12:05 AM' }, '2016-03-01T00:05:00.000Z'],
    ['ISO', { sys_updated_at: '2016-03-01 08:05:00' }, '2016-03-01T08:05:00.000Z'],
    ['ISO with an offset', { sys_updated_at: '2016-03-01T08:05:00+02:00' }, '2016-03-01T06:05:00.000Z'],
    ['days of a spreadsheet', { sys_updated_at: '42430.3368' }, '2016-03-01T08:05:00.000Z'],
  ])('reads times as %s', async (_, row, at) => {
    const { steps } = await historyOf({ opened_at: '29/2/2016 01:16', ...row });
    expect(steps.at(-1)?.occurredAt.slice(0, 16)).toBe(at.slice(0, 16));
  });

  it.each<[string, RowValues, string]>([
    ['In Progress', { incident_state: 'In Progress' }, 'StartWork'],
    ['its number', { incident_state: '2' }, 'StartWork'],
    ['On Hold with a reason', { incident_state: 'On Hold', hold_reason: 'Awaiting Caller' }, 'ChangeSubStatus customer'],
    ['On Hold', { incident_state: 'On Hold' }, 'ChangeSubStatus thirdParty on-hold'],
    ['Canceled', { incident_state: 'Canceled' }, 'RejectTicket'],
  ])("reads today's states: %s", async (_, row, last) => {
    expect(told(await historyOf(row)).at(-1)).toBe(last);
  });

  it.each([
    ['TRUE', { made_sla: 'TRUE' }],
    ['5 - Planning', { priority: '5 - Planning' }],
    ['a bare number', { priority: '2', impact: '3' }],
    ['a self-service', { contact_type: 'Self-service' }],
  ])('reads %s', async (_, row) => {
    await expect(historyOf(row)).resolves.toMatchObject({ lifted: 0 });
  });

  it("reads a source's own words, columns and order of dates with a mapping", async () => {
    const mapping = {
      ...{ states: { Parked: 'On Hold' }, priorities: { P1: '1' }, dates: 'mdy' as const },
      columns: { number: 'Ticket' },
    };
    const text = csv({ incident_state: 'Parked', priority: 'P1', opened_at: '2/29/2016 01:16', sys_updated_at: '3/1/2016 8:00' });
    for await (const { plan } of servicenow.read(sourceOf(text.replace('number', 'Ticket'), { mapping }))) {
      const { steps } = plan(plainNames);
      expect(steps[0]).toMatchObject({ occurredAt: '2016-02-29T01:16:00.000Z', command: { priority: 'critical' } });
      expect(steps.at(-1)?.occurredAt).toBe('2016-03-01T08:00:00.000Z');
    }
    expect.assertions(2);
  });

  it.each([
    [
      'a time',
      { sys_updated_at: '31/2/2016 10:00' },
      /Row 1: sys_updated_at is "31\/2\/2016 10:00", but must be a time since 1970/,
    ],
    ['a year', { opened_at: '1/3/0016 08:00' }, /Row 1: opened_at is "1\/3\/0016 08:00", but must be a time since 1970/],
    ['a state', { incident_state: 'Pending' }, /Row 1: incident_state is "Pending", but must be one of 1 - New, Active/],
    ['a priority', { priority: '6' }, /must be one of 1 - Critical, 2 - High/],
    ['an American date', { sys_updated_at: '3/31/2016 08:05' }, /sys_updated_at is .* \(day, month, year\)/],
    ['a two-digit year', { sys_updated_at: '1/3/16 08:05' }, /must be a time since 1970/],
  ])('rejects an unreadable value: %s', async (_, row, because) => {
    for await (const ticket of servicenow.read(sourceOf(csv(row)))) {
      expect(() => ticket.plan(plainNames)).toThrow(because);
    }
    expect.assertions(1);
  });
});
