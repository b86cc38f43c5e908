import { Readable } from 'node:stream';
import { servicenow } from '../../../src/adapters/import/servicenow.format';
import { csv, plainNames } from './incident';

async function keysIn(text: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { key, rows } of servicenow.read(Readable.from([text]))) keys.push(`${key}: ${rows}`);
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
    ['scattered rows of an incident', csv({}, { number: 'INC2' }, {}), /Row 3: the rows of INC0000001 are not together/],
    ['a row with too few values', csv({}) + 'INC2,New\n', /not valid CSV: .* on line 3/],
    ['an unclosed quote', csv({}) + '"INC2,New\n', /not valid CSV: /],
  ])('rejects %s with the reason', async (_, text, because) => {
    await expect(keysIn(text)).rejects.toMatchObject({ code: 'invalid', message: expect.stringMatching(because) as string });
  });

  it.each([
    [
      'a time',
      { sys_updated_at: '31/2/2016 10:00' },
      /Row 1: sys_updated_at is "31\/2\/2016 10:00", but must be a time since 1970/,
    ],
    ['a year', { opened_at: '1/3/0016 08:00' }, /Row 1: opened_at is "1\/3\/0016 08:00", but must be a time since 1970/],
    ['a state', { incident_state: 'Pending' }, /Row 1: incident_state is "Pending", but must be one of New, Active/],
    ['a priority', { priority: '5' }, /must be one of 1 - Critical, 2 - High/],
  ])('rejects an unreadable value: %s', async (_, row, because) => {
    for await (const ticket of servicenow.read(Readable.from([csv(row)]))) {
      expect(() => ticket.plan(plainNames)).toThrow(because);
    }
    expect.assertions(1);
  });
});
