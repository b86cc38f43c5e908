import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { SeenFact } from '../../src/projections/kernel/projection';
import type { TicketEvent } from '../../src/domain/ticket/ticket.events';
import { ticketMeasuresStaff, type TicketMeasures } from '../../src/projections/tickets/ticket-measures';

type Row = { readonly [column: string]: string };
const data = join(__dirname, '..', 'data');
const known = (value: string | undefined): value is string => value !== undefined && value !== '' && value !== '?';
const priorityOf = (text: string | undefined): string => (text ?? '').replace(/^\d - /, '').toLowerCase();

/** `29/2/2016 01:16`, without a zone: UTC. */
function instantOf(text: string): string {
  const [, day, month, year, time] = /^(\d+)\/(\d+)\/(\d+) ([\d:]+)$/.exec(text) ?? [];
  return `${year ?? ''}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}T${time ?? ''}:00.000Z`;
}

/** The measures of 3,931 real incidents, each folded from the facts its audit rows stand for (test/data/README.md). */
export function measuresOfRealHistory(): readonly TicketMeasures[] {
  const text = gunzipSync(readFileSync(join(data, 'servicenow-incidents.csv.gz')));
  const incidents = new Map<string, Row[]>();
  for (const row of parse<Row>(text, { columns: true })) {
    const number = row['number'] ?? '';
    incidents.set(number, [...(incidents.get(number) ?? []), row]);
  }
  return [...incidents].map(([number, rows]) => new Incident(number, rows[0] as Row).after(rows));
}

/** Replays one incident; holds only what the next row needs. */
class Incident {
  private measures: TicketMeasures | null = null;
  private now: string;
  /** Time of the latest fact. Rows that go back in time are moved to it. */
  private said: string;
  private phase = 3;
  private team: string | null = null;
  private madeSla: string | undefined;
  private details: { [field: string]: string } = {};
  private priority: string;

  constructor(number: string, first: Row) {
    this.said = this.now = instantOf(first['opened_at'] ?? '');
    this.priority = priorityOf(first['priority']);
    this.details = this.detailsOf(first);
    this.say('TicketOpened', {
      ...{ number, priority: this.priority, details: this.details, requester: { contact: first['caller_id'] } },
    });
  }

  after(rows: readonly Row[]): TicketMeasures {
    for (const row of rows) this.add(row);
    return this.measures as TicketMeasures;
  }

  private add(row: Row): void {
    const at = instantOf(row['sys_updated_at'] ?? '');
    this.now = at > this.said ? at : this.said;
    const state = row['incident_state'] ?? '?';
    if (this.phase >= 6 && !['Resolved', 'Closed', '-100', '?'].includes(state)) this.reopen();
    this.revise(row);
    this.route(row);
    this.move(state, row);
    if (row['made_sla'] !== this.madeSla) this.say('SourceRowNoted', { madeSla: row['made_sla'] === 'true' });
    this.madeSla = row['made_sla'];
  }

  private reopen(): void {
    this.say('TicketReopened', { from: this.phase, phase: 5 });
    this.phase = 5;
  }

  private revise(row: Row): void {
    const details = this.detailsOf(row);
    const isNews = Object.entries(details).some(([field, value]) => this.details[field] !== value);
    if (isNews) this.say(this.phase === 7 ? 'SourceRowNoted' : 'DetailsRevised', { details });
    Object.assign(this.details, details);
    const to = priorityOf(row['priority']);
    if (!known(row['priority']) || to === this.priority) return;
    if (this.phase === 7) this.say('SourceRowNoted', { priority: to });
    else this.say('PriorityChanged', { from: this.priority, to });
    this.priority = to;
  }

  private route(row: Row): void {
    const team = row['assignment_group'];
    if (!known(team) || team === this.team) return;
    this.say(this.phase === 7 ? 'SourceRowNoted' : 'TicketRouted', { team, from: this.team });
    this.team = team;
  }

  private move(state: string, row: Row): void {
    if (state === 'Resolved' && this.phase < 6) {
      this.phase = 6;
      const by = row['resolved_by'];
      this.say('TicketSolved', { by, percent: 100 });
    }
    if (state !== 'Closed' || this.phase === 7) return;
    const resolution = this.phase === 6 ? 'resolved' : 'rejected';
    this.phase = 7;
    this.say('TicketClosed', { resolution, primary: null });
  }

  private detailsOf(row: Row): { [field: string]: string } {
    const columns = { category: 'category', location: 'location', channel: 'contact_type' };
    const entries = Object.entries(columns).map(([field, column]) => [field, row[column]] as const);
    return Object.fromEntries(
      entries.flatMap(([field, value]) => (known(value) ? [[field, field === 'channel' ? value.toLowerCase() : value]] : [])),
    );
  }

  private say(type: TicketEvent['type'], values: object): void {
    const facets = { earlierHandlers: [], participants: [], assignee: null, handler: 'desk', phase: this.phase };
    const fact = { type, stream: 'ticket-1', occurredAt: this.now, data: values, facets: { before: null, after: facets } };
    if (!ticketMeasuresStaff.handles.includes(type)) throw new Error(`${type} is not measured`);
    this.said = this.now;
    this.measures = ticketMeasuresStaff.fold(this.measures, fact as unknown as SeenFact, '1');
  }
}
