import { verbOf } from '../../../src/domain/kernel/commands';
import { commandTypes, rules } from '../../../src/domain/ticket/ticket.phases';
import { audienceOfReader, helpAudiences, typicalReader } from '../../../src/adapters/pages/help/audiences';
import { shortcutsOf } from '../../../src/adapters/pages/layout/shortcuts';
import { helpView } from '../../../src/adapters/pages/help/help-view';
import { tasks, tasksOf } from '../../../src/adapters/pages/help/tasks';
import { topicsOf } from '../../../src/adapters/pages/help/topics';
import type { Permission } from '../../../src/domain/people/permission';
import { alwaysPossible, phases, stepsBack, stepsOn } from '../../../src/adapters/pages/help/phases';
import { languages } from '../../../src/adapters/pages/rendering/languages';
import { site } from '../../../src/adapters/pages/rendering/site';
import { ticketVerbs } from '../../../src/adapters/desk/tickets/ticket-desk';
import type { BuiltInRoleName } from '../../../src/domain/people/built-in-roles';
import { builtInRoles } from '../../../src/domain/people/built-in-roles';
import { actor, id } from '../../dsl/world';
import { formatsFor } from '../../../src/adapters/pages/rendering/formats';

const everybody = typicalReader('administrator');
const on = (phase: (typeof phases)[number]) => stepsOn(phase, everybody).map(({ verb }) => verb);
const back = (phase: (typeof phases)[number]) =>
  stepsBack(phase, everybody).map(({ verb, backTo }) => `${verb} ${backTo.join()}`);

describe('the phases on the help page (S1.3)', () => {
  it('list the steps forward', () => {
    expect(phases.map(on)).toEqual([
      ['record-acknowledgement', 'start-qualification'],
      ['complete-qualification', 'list-affected-items'],
      ['assign'],
      ['accept', 'start-work'],
      ['solve', 'enter-solution'],
      ['close'],
      [],
    ]);
  });

  it('list the steps back', () => {
    expect(phases.map(back)).toEqual([
      [],
      [],
      [],
      ['unassign 3', 'decline 3'],
      ['assign 4', 'unassign 3'],
      ['reopen 2,3,5'],
      ['reopen 2,3,5'],
    ]);
  });

  it('never list a step that the rules forbid in the phase', () => {
    for (const phase of phases)
      for (const { verb } of [...stepsOn(phase, everybody), ...stepsBack(phase, everybody)]) {
        const type = ticketVerbs.verbs.get(verb) as keyof typeof rules;
        expect([phase, verb, rules[type].ways.some((way) => way.in.includes(phase))]).toEqual([phase, verb, true]);
      }
  });

  it('list no command twice, and none of processes and importers', () => {
    const always = alwaysPossible(everybody).map(({ verb }) => verb);
    expect(always).toEqual(expect.arrayContaining(['reply', 'forward', 'change-priority']));
    for (const verb of always) expect([verb, ticketVerbs.verbs.has(verb)]).toEqual([verb, true]);
  });
});

describe('the permissions of a reader', () => {
  const mine = (audience: (typeof helpAudiences)[number]) =>
    phases.flatMap((phase) => stepsOn(phase, typicalReader(audience)).filter(({ isMine }) => isMine)).map(({ verb }) => verb);

  it('follow from the role', () => {
    expect(helpAudiences.map(mine)).toEqual([
      ['close'],
      expect.arrayContaining(['start-qualification', 'assign']),
      ['accept', 'start-work', 'solve', 'enter-solution', 'close'],
      [],
      expect.arrayContaining(['assign', 'solve', 'close']),
    ]);
  });

  const withRole = (role: BuiltInRoleName, organisationKind: 'customer' | 'partner') => ({
    ...actor({ user: id(1), organisation: id(2), organisationKind }),
    permissions: new Set(builtInRoles.find(({ name }) => name === role)?.permissions),
  });

  it.each([
    ['customer user', 'customer', 'customer'],
    ['customer admin', 'customer', 'customer'],
    ['dispatcher', 'partner', 'backOffice'],
    ['call centre', 'partner', 'backOffice'],
    ['checker', 'partner', 'backOffice'],
    ['technician', 'partner', 'technician'],
    ['auditor', 'partner', 'auditor'],
    ['tenant admin', 'partner', 'administrator'],
    ['reporting', 'partner', 'backOffice'],
  ] as const)('give a %s of a %s the page for: %s', (role, kind, audience) => {
    expect(audienceOfReader(withRole(role, kind))).toBe(audience);
  });
});

const typeOf = (verb: string): keyof typeof rules => {
  const type = commandTypes.find((one) => verbOf(one, 'ticket') === verb);
  if (type === undefined) throw new Error(`no command ${verb}`);
  return type;
};

describe('tasks on the help page', () => {
  const readers = builtInRoles.flatMap(({ name, permissions }) =>
    [true, false].map((isStaff) => ({ name, reader: { isStaff, permissions: new Set(permissions) } })),
  );

  it.each(readers)('a $name (staff: $reader.isStaff) may do, by the table of phases and by their rights', ({ reader }) => {
    for (const key of tasksOf(reader)) {
      const { verbs = [], may = [], side } = tasks.find((one) => one.key === key) ?? {};
      expect([key, may.filter((one) => !reader.permissions.has(one))]).toEqual([key, []]);
      expect([key, side === undefined || (side === 'staff') === reader.isStaff]).toEqual([key, true]);
      for (const verb of verbs) {
        const { ways } = rules[typeOf(verb)];
        expect([key, verb, ways.some((way) => way.may === null || reader.permissions.has(way.may))]).toEqual([key, verb, true]);
      }
    }
  });

  it.each(readers)('a $name (staff: $reader.isStaff) is asked in no topic for what they may not do', ({ reader }) => {
    const needs: Readonly<Record<string, Permission>> = {
      forwardText: 'ticket.forward',
      mergeText: 'ticket.merge',
      messagesText: 'ticket.reply-staff',
      messagesCustomer: 'ticket.reply',
      messagesEveryone: 'ticket.reply',
      rightsGive: 'user.manage',
    };
    const asked = topicsOf(reader).flatMap(({ text }) => needs[text] ?? []);
    expect(asked.filter((permission) => !reader.permissions.has(permission))).toEqual([]);
  });

  it('exist for every reader with permissions, and for no other', () => {
    const staff = (name: BuiltInRoleName) =>
      tasksOf(readers.find((one) => one.name === name && one.reader.isStaff)?.reader ?? none);
    const none = { isStaff: true, permissions: new Set<Permission>() };
    expect(tasksOf(none)).toEqual([]);
    expect(readers.filter(({ reader }) => tasksOf(reader).length === 0)).toEqual([]);
    expect(staff('auditor')).toEqual(['read', 'logs', 'verify']);
    expect(staff('dispatcher')).toEqual(['route', 'assign', 'answer']);
    expect(staff('technician')).toEqual(['accept', 'work', 'solve', 'forward', 'answer']);
    expect(staff('checker')).toEqual(['check', 'answer']);
    expect(tasksOf(typicalReader('customer'))).toEqual(['open', 'follow', 'finish']);
  });

  it('name only shortcuts that work for the reader', () => {
    const keysOf = (permissions: readonly Permission[]) =>
      shortcutsOf({ ...chief, permissions: new Set(permissions) }, site().words.in('en')).flatMap(({ lines }) =>
        lines.map(({ keys }) => keys.join(' ')),
      );
    expect(keysOf(['ticket.assign'])).toEqual(expect.arrayContaining(['a', 'g b']));
    for (const key of ['a', 'p', 'f', 'r', 'c']) expect(keysOf([])).not.toContain(key);
  });
});

const chief = actor({ user: id(1), organisation: id(2), organisationKind: 'partner' });

describe('the help page', () => {
  it.each(languages.flatMap((language) => helpAudiences.map((audience) => [language, audience] as const)))(
    'can be drawn in %s for %s, with an anchor for every phase and topic',
    (language, audience) => {
      const t = site().words.in(language);
      const view = helpView({ audience, own: 'customer', reader: typicalReader(audience), shortcuts: shortcutsOf(chief, t), t });
      const formats = formatsFor(language, 'UTC', '2026-11-30T12:00:00.000Z');
      const face = { t, formats, asset: () => '', formToken: '', freshKey: () => '' };
      const html = site().templates.render('help/help', view, face);
      for (const anchor of ['phase-1', 'phase-7', 'search', 'messages', 'merge', 'close', 'rights', 'keys', 'kinds'])
        expect(html).toContain(`id="${anchor}"`);
      expect(html.includes('id="forward"')).toBe(audience !== 'customer');
    },
  );

  it("lists every shortcut of the templates, and the menu's shortcuts that the reader has", () => {
    const keysOf = (who: typeof chief) =>
      new Set(shortcutsOf(who, site().words.in('en')).flatMap(({ lines }) => lines.map(({ keys }) => keys.join(' '))));
    const told = keysOf(chief);
    expect(['/', 'c', 'g d', 'g t', 'g b', 'g r', 'r', 's', 'a', 'p', 'f'].filter((key) => !told.has(key))).toEqual([]);
    expect([...keysOf({ ...chief, permissions: new Set() })]).not.toContain('g b');
  });
});
