// Templates of `npm run new`. Every skeleton compiles, and its test fails until the behaviour is described.

const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const pascal = (name) => camel(name).replace(/^\w/, (letter) => letter.toUpperCase());
const kebab = (name) => name.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
const words = (name) => kebab(name).replaceAll('-', ' ');
const sentence = (name) => words(name).replace(/^\w/, (letter) => letter.toUpperCase());
const languages = ['en', 'fi', 'tr', 'de'];

/** `AssignTicket` is `assign` in paths and words. */
const verbOf = (name) => kebab(name.replace(/Ticket$/, ''));

/** A ticket command: description, rule, decision, words, row of the table and test. */
export function command(name, { topic = 'work' } = {}) {
  const decision = name.replace(/^\w/, (letter) => letter.toLowerCase());
  const said = { title: sentence(name), short: sentence(name), does: `${sentence(name)}.`, done: `${sentence(name)}: done.` };
  return {
    edits: [
      inFile(`src/domain/ticket/commands/${topic}.ts`, /^};$/m, (end) => `  ${name}: command('${sentence(name)}'),\n${end}`),
      inFile(
        'src/domain/ticket/ticket.phases.ts',
        /^ {2}NoteSourceRow:/m,
        (next) => `  ${name}: { ways: [handler('ticket.manage', open)] },\n${next}`,
      ),
      inFile(
        'docs/domain.md',
        /^\| NoteSourceRow \|/m,
        (next) => `| ${name} | handler with \`ticket.manage\` · open | = |\n${next}`,
      ),
      atEnd(
        `src/domain/ticket/decide/${topic}.ts`,
        `\n/** Answers the facts of the command; none where it holds already. */\nexport const ${decision}: Decision<'${name}'> = () => [];\n`,
      ),
      ...languages.map((language) => inWords(`src/adapters/pages/commands/words/${language}.json`, [verbOf(name)], said)),
    ],
    files: {
      [`test/domain/ticket/${kebab(name)}.spec.ts`]: `import type { TicketEvent } from '../../../src/domain/ticket/ticket.events';
import { by, given, past, people } from './desk';

describe('${name}', () => {
  const command = { type: '${name}' } as const;

  it('records what was done', () => {
    // Every event with every field: the decision answers none yet.
    const events: readonly TicketEvent[] = [];
    expect(events).not.toEqual([]);
    given(past.solving).when(command, by(people.agent)).then(events);
  });

  it('is not possible once the ticket is closed', () => {
    given(past.closed).when(command, by(people.agent)).thenRejects('wrong-phase');
  });
});
`,
    },
    next: [
      'Say in the phase table who may do it, in which phases, and where it leads; then copy the row into docs/domain.md.',
      `Word it in src/adapters/pages/commands/words, in all four languages.`,
    ],
  };
}

/** A ticket event: type, evolution, sentence and test. */
export function event(name) {
  return {
    edits: [
      inFile(
        'src/domain/ticket/ticket.events.ts',
        /^export type TicketEvent =$/m,
        (union) => `export type ${name} = Everyone<'${name}', NoData>;\n\n${union}`,
      ),
      inFile('src/domain/ticket/ticket.events.ts', /^ {2}\| \w+;$/m, (last) => `${last.slice(0, -1)}\n  | ${name};`),
      inFile('src/domain/ticket/ticket.evolve.ts', /^ {2}SourceRowNoted:/m, (next) => `  ${name}: same,\n${next}`),
      ...languages.map((language) =>
        inWords(`src/adapters/pages/tickets/words/${language}.json`, ['fact', name], `{{who}}: ${words(name)}`),
      ),
    ],
    files: {
      [`test/domain/ticket/${kebab(name)}.spec.ts`]: `import { fold } from '../../../src/domain/kernel/decider';
import { ticketAggregate } from '../../../src/domain/ticket';
import type { TicketEvent } from '../../../src/domain/ticket/ticket.events';
import { noon } from '../../dsl/world';
import { past } from './desk';

describe('${name}', () => {
  const event: TicketEvent = { type: '${name}', audience: 'everyone', data: {} };
  const recorded = (one: TicketEvent) => ({ ...one, occurredAt: noon, recordedAt: noon });

  // Of an event that rules never ask for, say so, and take this test away.
  it('changes what the ticket knows', () => {
    const before = fold(ticketAggregate, past.solving.map(recorded));
    expect(ticketAggregate.evolve(before, recorded(event))).not.toEqual(before);
  });
});
`,
    },
    next: [
      `npm run golden -- ticket '{"type":"${name}","audience":"everyone","data":{}}'`,
      'npm run catalogue',
      'Word its sentence in src/adapters/pages/tickets/words, in all four languages.',
    ],
  };
}

/** A read model with one document per ticket: projection, registration and test. */
export function readModel(name, { topic = 'tickets' } = {}) {
  const [value, type] = [camel(name), pascal(name)];
  const ticketFact = topic === 'tickets' ? './ticket-fact' : '../tickets/ticket-fact';
  return {
    edits: [
      inFile(
        'src/projections/index.ts',
        /^\n\/\*\* Every read model\./m,
        (next) => `import { ${value} } from './${topic}/${name}';\n${next}`,
      ),
      inFile('src/projections/index.ts', /^\] as unknown as/m, (end) => `  ${value},\n${end}`),
    ],
    files: {
      [`src/projections/${topic}/${name}.ts`]: `import type { Document } from '../kernel/documents.port';
import type { Projection } from '../kernel/projection';
import { oneTicket } from '${ticketFact}';

/** One document a ticket. Say here which question it answers. */
export interface ${type} extends Document {
  readonly facts: number;
}

export const ${value}: Projection<${type}> = {
  name: '${name}',
  version: 1,
  audience: 'everyone',
  indexes: [],
  handles: 'all',
  opens: [],
  keys: oneTicket,
  fold: (document, _, key) => ({ _id: key, facts: (document?.facts ?? 0) + 1 }),
};
`,
      [`test/projections/${name}.spec.ts`]: `import { ${value} } from '../../src/projections/${topic}/${name}';
import { Chronicle, projected } from '../dsl/projecting';
import { opened, ticket } from './desk';

describe('${words(name)}', () => {
  it('shows what it is asked for', () => {
    const log = new Chronicle().ticket(ticket, opened());
    expect(projected(${value}, log.facts).get(ticket)).toEqual({ _id: ticket });
  });
});
`,
    },
    next: [
      'Ask it with a function of the same folder that takes (models, actor, params) and decides what the actor may see.',
      'Serve that from a controller (src/adapters/rest) and from a page (src/adapters/pages).',
    ],
  };
}

/** An aggregate: category, commands, events and test. */
export function aggregate(name) {
  const [value, type] = [camel(name), pascal(name)];
  return {
    edits: [
      inFile(
        'src/domain/kernel/ids.ts',
        /^export type CommandId/m,
        (next) => `export type ${type}Id = Branded<'${name}'>;\n${next}`,
      ),
      inFile('src/domain/kernel/ids.ts', /\n\] as const;\nexport type Category/, (end) => `\n  '${name}',${end}`),
      inFile(
        'src/domain/aggregates.ts',
        /^import \{ mergesAggregate \}/m,
        (next) => `import { ${value} } from './${name}/${name}';\n${next}`,
      ),
      inFile('src/domain/aggregates.ts', /^};\ntype Table/m, (end) => `  ...{ '${name}': ${value} },\n${end}`),
    ],
    files: {
      [`src/domain/${name}/${name}.commands.ts`]: `import { command, type CommandsOf, type Resource } from '../kernel/commands';
import { given } from '../kernel/fields';
import type { ${type}Id } from '../kernel/ids';

export const ${value}Commands = {
  Record${type}: command('Records the ${words(name)}', { ${value}: given<${type}Id>('command-id') }, { creates: true }),
};

export type ${type}Command = CommandsOf<typeof ${value}Commands>;

export const ${value}s = { noun: '${name}', plural: '${name}s', commands: ${value}Commands } as const satisfies Resource;
`,
      [`src/domain/${name}/${name}.ts`]: `import type { Aggregate, DecisionContext } from '../context';
import type { Everyone } from '../kernel/event';
import type { ${type}Id } from '../kernel/ids';
import { demand, requireWellFormed } from '../people/rights';
import { ${value}Commands, type ${type}Command } from './${name}.commands';

// Stream \`${name}-<uuid>\`.

export type ${type}Recorded = Everyone<'${type}Recorded', { readonly ${value}: ${type}Id }>;

export type ${type}Event = ${type}Recorded;

export type ${type}State = { readonly status: 'unrecorded' } | { readonly status: 'recorded'; readonly id: ${type}Id };

function evolve(_: ${type}State, { data }: ${type}Event): ${type}State {
  return { status: 'recorded', id: data.${value} };
}

function decide(command: ${type}Command, _: ${type}State, context: DecisionContext): readonly ${type}Event[] {
  demand(context, 'organisation.manage');
  requireWellFormed(${value}Commands, command, context);
  return [];
}

export const ${value}: Aggregate<${type}Command, ${type}State, ${type}Event> = {
  category: '${name}',
  eventTypes: ['${type}Recorded'],
  initial: { status: 'unrecorded' },
  evolve,
  decide,
  needs: () => [],
  facets: () => null,
};
`,
      [`test/domain/${name}/${name}.spec.ts`]: `import { ${value} } from '../../../src/domain/${name}/${name}';
import { examplesOf } from '../../dsl/given';
import { actor, contextOf, id } from '../../dsl/world';

const chief = actor({ user: id(1), organisation: id(2), organisationKind: 'partner' });
const given = examplesOf(${value}, () => contextOf({ actor: chief }));

describe('${words(name)}', () => {
  const record = { type: 'Record${type}', ${value}: id(7) } as const;

  it('is recorded', () => {
    given([])
      .when(record)
      .then([{ type: '${type}Recorded', audience: 'everyone', data: { ${value}: id(7) } }]);
  });

  it('is refused to those who lack the permission', () => {
    given([])
      .when(record, { actor: { ...chief, permissions: new Set() } })
      .thenRejects('not-permitted');
  });
});
`,
    },
    next: [
      `npm run golden -- ${name} '{"type":"${type}Recorded","audience":"everyone","data":{"${value}":"<uuid>"}}'`,
      'npm run catalogue',
      `Let decisions of others see it: a row of Views in src/domain/context.ts, and \`shows\` in ${name}.ts.`,
      `npm run new -- read-model ${name}s --topic ${name}s, then the questions beside it (listWithin, oneWithin).`,
      'Serve it: one entry in src/adapters/desk/people/resources.ts, its answers and one in src/adapters/rest/people/answers.ts.',
    ],
  };
}

const inFile = (path, at, change) => ({ path, edit: (text) => (at.test(text) ? text.replace(at, change) : null) });
const atEnd = (path, added) => ({ path, edit: (text) => `${text.trimEnd()}\n${added}` });

/** Inserts a message at the end of its group. */
function inWords(path, keys, value) {
  return {
    path,
    edit(text) {
      const messages = JSON.parse(text);
      const group = keys.slice(0, -1).reduce((one, key) => one[key], messages);
      group[keys.at(-1)] = value;
      return `${JSON.stringify(messages, null, 2)}\n`;
    },
  };
}
