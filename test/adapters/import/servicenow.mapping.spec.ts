import { historyOf, told, type RowValues } from './incident';

// Rules a to i of docs/import.md, with one incident each.

const opened = ['OpenTicket', '~StartQualification'];
const queued = [...opened, 'RouteTicket team Group 56', '~CompleteQualification'];
const unknown = 'user Unknown technician (Group 56)';
const started = ['~AcceptTicket', 'StartWork'];
const active: RowValues = { incident_state: 'Active' };
const resolved: RowValues = { incident_state: 'Resolved' };
const closed: RowValues = { incident_state: 'Closed' };
const solvedBy149 = ['EnterSolution code 5 by user Resolved by 149', 'SolveTicket'];

/** The steps that the second row adds. */
async function then(first: RowValues, ...later: readonly RowValues[]): Promise<readonly string[]> {
  const before = await historyOf(first);
  return told(await historyOf(first, ...later)).slice(before.steps.length);
}

describe('opening', () => {
  it('opens at opened_at for the opener of the source, with the values of the first row', async () => {
    const { steps } = await historyOf({});
    expect(steps[0]).toEqual({
      key: '0.0',
      row: 1,
      occurredAt: '2016-02-29T01:16:00.000Z',
      onBehalfOf: 'user Opened by 8',
      implied: false,
      command: {
        type: 'OpenTicket',
        kind: 'service',
        engagement: 'own',
        requester: { contact: 'contact Caller 1' },
        priority: 'moderate',
        title: 'INC0000001 · Category 55 · Symptom 72',
        description: '',
        details: {
          channel: 'phone',
          category: 'Category 55',
          subcategory: 'Subcategory 170',
          symptom: 'Symptom 72',
          location: 'Location 143',
          impact: 'medium',
          urgency: 'medium',
          notify: 'Do Not Notify',
        },
        watchers: [],
        waivers: ['acknowledgement', 'contract'].map((gate) => ({
          gate,
          reason: 'Imported history: the source does not record whether this was done.',
          until: null,
        })),
      },
    });
  });

  it.each<[string, RowValues, string]>([
    ['the creator of the record', { opened_by: '?' }, 'user Created by 6'],
    ['its first editor', { opened_by: '?', sys_created_by: '?' }, 'user Updated by 21'],
  ])('without a known opener uses %s', async (_, row, who) => {
    expect((await historyOf(row)).steps[0]?.onBehalfOf).toBe(who);
  });

  it('gives an unknown caller a name', async () => {
    const { steps } = await historyOf({ caller_id: '?' });
    expect(steps[0]?.command).toMatchObject({ requester: { contact: 'contact Unknown caller' } });
  });

  it('gives implied steps the time, row and person of their row', async () => {
    const { steps } = await historyOf({}, { ...active, sys_updated_at: '1/3/2016 09:14', sys_updated_by: 'Updated by 332' });
    expect(steps.at(-1)).toMatchObject({
      key: '2.2',
      row: 2,
      occurredAt: '2016-03-01T09:14:00.000Z',
      onBehalfOf: 'user Updated by 332',
      implied: false,
      command: { type: 'StartWork' },
    });
  });
});

describe('states (rule g)', () => {
  const atWork = ['~AssignTicket ' + unknown, ...started];
  const named = ['AssignTicket user Resolver 1', '~AcceptTicket', '~StartWork'];

  it.each<[string, RowValues, readonly string[]]>([
    ['new with a team: waits in its queue', {}, queued],
    ['new without a team: stays in qualification', { assignment_group: '?' }, opened],
    ['active: work in progress by an unknown technician', active, [...queued, ...atWork]],
    [
      'waiting for the customer',
      { incident_state: 'Awaiting User Info', assigned_to: 'Resolver 1' },
      [...queued, ...named, 'ChangeSubStatus customer'],
    ],
    [
      'waiting for a vendor',
      { incident_state: 'Awaiting Vendor', assigned_to: 'Resolver 1' },
      [...queued, ...named, 'ChangeSubStatus thirdParty vendor'],
    ],
    ['resolved at once', { ...resolved, assigned_to: 'Resolver 1' }, [...queued, ...named, ...solvedBy149]],
    ['-100: no state', { incident_state: '-100' }, [...opened, 'RouteTicket team Group 56']],
  ])('%s', async (_, row, steps) => {
    expect(told(await historyOf(row))).toEqual(steps);
  });

  it('starts waiting once, and again when the reason changes', async () => {
    const waiting: RowValues = { incident_state: 'Awaiting Problem' };
    expect(await then(active, waiting, waiting, { incident_state: 'Awaiting Evidence' }, active)).toEqual([
      'ChangeSubStatus thirdParty problem',
      '~ChangeSubStatus nobody',
      'ChangeSubStatus thirdParty evidence',
      'ChangeSubStatus nobody',
    ]);
  });

  it('ends an open waiting before the solution', async () => {
    expect(await then({ incident_state: 'Awaiting User Info' }, resolved)).toEqual(['~ChangeSubStatus nobody', ...solvedBy149]);
  });

  it('closes resolved incidents and rejects others', async () => {
    expect(await then(resolved, resolved, closed, closed)).toEqual(['CloseTicket']);
    expect(await then({}, closed)).toEqual(['RejectTicket']);
  });
});

describe('reopening (rule a)', () => {
  it('returns a resolved ticket to its technician', async () => {
    expect(await then(resolved, active)).toEqual(['ReopenTicket']);
  });

  it('sends a closed ticket through the desk again', async () => {
    const first: RowValues = { ...resolved, assigned_to: 'Resolver 1' };
    const later = [closed, active].map((row) => ({ ...row, assigned_to: 'Resolver 1' }));
    expect(await then(first, ...later)).toEqual([
      'CloseTicket',
      'ReopenTicket',
      '~CompleteQualification',
      'AssignTicket user Resolver 1',
      ...started,
    ]);
  });

  it('holds what rows said while the ticket was closed: team, priority, details and caller', async () => {
    const news: RowValues = {
      assignment_group: 'Group 24',
      priority: '1 - Critical',
      category: 'Category 9',
      caller_id: 'Caller 2',
    };
    const steps = await then(resolved, closed, { ...closed, ...news }, { ...active, ...news });
    expect(steps).toEqual([
      'CloseTicket',
      'NoteSourceRow',
      'ReopenTicket',
      'ReviseDetails',
      'ChangePriority',
      'ReviseDetails',
      'RouteTicket team Group 24',
      '~CompleteQualification',
      '~AssignTicket user Unknown technician (Group 24)',
      ...started,
    ]);
  });

  it('holds what an unrecorded value left standing while the ticket was closed', async () => {
    const { steps } = await historyOf(resolved, closed, { ...closed, priority: '1 - Critical' }, { ...active, priority: '?' });
    expect(steps.map(({ command }) => command)).toContainEqual({ type: 'ChangePriority', priority: 'critical' });
  });

  it('gives code and solver to the last solution only, because they are final values on every row', async () => {
    const technician = { assigned_to: 'Resolver 1' };
    const steps = told(await historyOf({ ...active, ...technician }, resolved, active, resolved));
    expect(steps.filter((step) => step.startsWith('EnterSolution'))).toEqual([
      'EnterSolution without code by user Resolver 1',
      'EnterSolution code 5 by user Resolved by 149',
    ]);
  });
});

describe('changes (rules b to d)', () => {
  it.each<[string, RowValues, readonly object[]]>([
    [
      'what it is about',
      { category: 'Category 9', location: '?' },
      [{ type: 'ReviseDetails', details: { category: 'Category 9' } }],
    ],
    [
      'the priority',
      { priority: '1 - Critical', impact: '1 - High' },
      [
        { type: 'ReviseDetails', details: { impact: 'high' } },
        { type: 'ChangePriority', priority: 'critical' },
      ],
    ],
    [
      'who has the problem',
      { caller_id: 'Caller 2' },
      [{ type: 'ReviseDetails', details: {}, requester: { contact: 'contact Caller 2' } }],
    ],
    [
      'what it is linked to',
      { rfc: 'CHG1', contact_type: 'Email' },
      [{ type: 'ReviseDetails', details: { channel: 'email', change: 'CHG1' } }],
    ],
  ])('revises %s', async (_, row, commands) => {
    const { steps } = await historyOf(active, { ...active, ...row });
    expect(steps.slice(-commands.length).map(({ command }) => command)).toEqual(commands);
  });

  it('treats ? as no change', async () => {
    const blank: RowValues = {
      caller_id: '?',
      category: '?',
      priority: '?',
      assignment_group: '?',
      assigned_to: '?',
      incident_state: '?',
    };
    const { steps, touches } = await historyOf(active, blank, active);
    expect(steps).toEqual((await historyOf(active)).steps);
    expect(touches).toBe(2);
  });
});

describe('teams and technicians (rules e and f)', () => {
  it('routes to every new team, where work starts again', async () => {
    expect(await then(active, { ...active, assignment_group: 'Group 24', assigned_to: 'Resolver 31' })).toEqual([
      'RouteTicket team Group 24',
      'AssignTicket user Resolver 31',
      ...started,
    ]);
  });

  it('has no technician of a new team until a row names one', async () => {
    const named: RowValues = { ...active, assigned_to: 'Resolver 31' };
    expect(await then(named, { ...active, assignment_group: 'Group 24' }, { ...named, assignment_group: 'Group 24' })).toEqual([
      'RouteTicket team Group 24',
      '~AssignTicket user Unknown technician (Group 24)',
      ...started,
      'AssignTicket user Resolver 31',
      ...started,
    ]);
  });

  it('keeps a technician for the next assignment while none can be assigned', async () => {
    expect(await then({ assignment_group: '?', assigned_to: 'Resolver 31' }, { ...active, assignment_group: '?' })).toEqual([
      '~CompleteQualification',
      'AssignTicket user Resolver 31',
      ...started,
    ]);
  });
});

describe('values without a command (rule h)', () => {
  it("notes the source's SLA result", async () => {
    const { steps } = await historyOf({ made_sla: 'true' }, { made_sla: 'true' }, { made_sla: 'false' });
    const verdicts = steps.map(({ command }) => command).filter(({ type }) => type === 'NoteSourceRow');
    expect(verdicts).toEqual([true, false].map((madeSla) => ({ type: 'NoteSourceRow', row: { madeSla } })));
  });

  it('notes changes of a closed ticket', async () => {
    const { steps } = await historyOf(resolved, closed, {
      ...closed,
      category: 'Category 9',
      priority: '4 - Low',
      assignment_group: 'Group 24',
    });
    expect(steps.at(-1)?.command).toEqual({
      type: 'NoteSourceRow',
      row: { team: 'team Group 24', priority: 'low', details: { category: 'Category 9' } },
    });
  });
});

describe('times', () => {
  it('raises the time of an earlier row to the time of the last command', async () => {
    const { steps, lifted } = await historyOf(
      { sys_updated_at: '28/2/2016 23:59' },
      { ...active, sys_updated_at: '29/2/2016 01:00' },
    );
    expect(new Set(steps.map(({ occurredAt }) => occurredAt))).toEqual(new Set(['2016-02-29T01:16:00.000Z']));
    expect(lifted).toBe(2);
  });
});
