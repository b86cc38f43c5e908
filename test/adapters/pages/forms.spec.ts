import { DomainError } from '../../../src/domain/kernel/errors';
import { ticketVerbs } from '../../../src/adapters/desk/tickets/ticket-desk';
import { checkedInput } from '../../../src/adapters/desk/input/checked-input';
import { inputOf } from '../../../src/adapters/pages/forms/inputs';
import { labelKey, leavesOf } from '../../../src/adapters/pages/forms/leaves';
import { instantOf } from '../../../src/adapters/pages/forms/local-time';
import { refusalWords } from '../../../src/adapters/pages/forms/refusal-words';
import { bodyOf, typedIn } from '../../../src/adapters/pages/forms/sent-values';
import { languages } from '../../../src/adapters/pages/rendering/languages';
import { site } from '../../../src/adapters/pages/rendering/site';
import { errorCodes } from '../../../src/domain/kernel/errors';
import { ticketAggregate } from '../../../src/domain/ticket';
import { remedies } from '../../../src/domain/ticket/ticket.gates';
import { statusKey } from '../../../src/adapters/pages/tickets/status-key';

const { words } = site();
const verbs = [...ticketVerbs.verbs].map(([verb, type]) => ({ verb, form: ticketVerbs.forms[type] }));
const t = words.in('en');

describe('the form of a command', () => {
  it.each(verbs)('$verb: has words, and every field a label and an input, in every language', ({ verb, form }) => {
    for (const language of languages) {
      const translate = words.in(language);
      for (const part of ['title', 'short', 'does', 'done']) expect(translate(`commands.${verb}.${part}`)).not.toBe('');
      for (const leaf of leavesOf(form.fields)) {
        const parts = {
          t: translate,
          typed: new Map(),
          errors: new Map(),
          options: () => null,
          draft: 'x',
          required: new Set<string>(),
        };
        expect(inputOf(leaf, parts).label).toBe(translate(labelKey(leaf)));
      }
    }
  });

  it('every condition, refusal, phase, status and fact has words', () => {
    for (const condition of Object.keys(remedies)) expect(t(`forms.conditions.${condition}`)).not.toBe('');
    for (const code of errorCodes) expect(t(`forms.refusals.${code}`)).not.toBe('');
    for (const type of ticketAggregate.eventTypes) expect(t(`tickets.fact.${type}`)).not.toBe('');
    for (const phase of [1, 2, 3, 4, 5, 6, 7]) expect(t(`tickets.status.${statusKey({ phase, subStatus: '' })}`)).not.toBe('');
  });
});

describe('form input', () => {
  const opening = ticketVerbs.forms.OpenTicket;
  const body = (entries: readonly (readonly [string, string])[]) =>
    bodyOf(opening.fields, { typed: typedIn(entries), zone: 'Europe/Helsinki' });

  it('becomes the described request, without empty fields', () => {
    const sent = body([
      ['form-token', 'x'],
      ['kind', 'issue'],
      ['title', 'A title'],
      ['description', 'Two\nlines'],
      ['details.category', ' Screen '],
      ['details.postalCode', ''],
      ['requester', 'contact:0d0c4e70-0000-8000-8000-000000000002'],
      ['technician', ''],
      ['watchers.0.email', 'a@example.org'],
      ['watchers.0.kinds', 'reply'],
      ['watchers.0.kinds', 'close'],
      ['watchers.1.email', ''],
    ]);
    expect(sent).toEqual({
      kind: 'issue',
      title: 'A title',
      description: 'Two\nlines',
      details: { category: 'Screen' },
      requester: { contact: '0d0c4e70-0000-8000-8000-000000000002' },
      watchers: [{ email: 'a@example.org', kinds: ['reply', 'close'] }],
    });
    expect(() => checkedInput(opening, sent)).not.toThrow();
  });

  it('is null if nothing is selected and null is allowed', () => {
    const { fields } = ticketVerbs.forms.ChangeSubStatus;
    expect(bodyOf(fields, { typed: typedIn([['waitingFor', '']]), zone: 'UTC' })).toEqual({ waitingFor: null });
  });

  it("is in the reader's time zone, on both sides of a clock change", () => {
    expect(instantOf('2026-11-30T08:10', 'Europe/Helsinki')).toBe('2026-11-30T06:10:00.000Z');
    expect(instantOf('2026-07-01T08:10', 'Europe/Helsinki')).toBe('2026-07-01T05:10:00.000Z');
    expect(instantOf('2026-10-25T02:30', 'Europe/Helsinki')).toBe('2026-10-24T23:30:00.000Z');
    expect([instantOf('yesterday', 'UTC'), instantOf('2026-13-01T00:00', 'UTC')]).toEqual([null, null]);
  });
});

describe('a refusal', () => {
  const leaves = leavesOf(ticketVerbs.forms.RecordWork.fields);

  it('is shown beside its fields, however the refusal names them', () => {
    const typed = typedIn([
      ['minutes', 'many'],
      ['description', ''],
    ]);
    const byList = new DomainError('invalid', 'x', {
      errors: [
        { field: 'minutes', message: 'x' },
        { field: 'description', message: 'x' },
      ],
    });
    expect([...refusalWords(byList, { leaves, typed, t }).errors]).toEqual([
      ['minutes', 'Enter a whole number from 1 to 100000.'],
      ['description', 'Fill this in.'],
    ]);
    const byMap = new DomainError('invalid', 'x', { fields: { minutes: 'x' } });
    expect(refusalWords(byMap, { leaves, typed, t })).toMatchObject({ notice: null });
  });

  it("names every unmet condition in the reader's language", () => {
    const refusal = new DomainError('gate-not-met', 'x', { gates: ['contract', 'solution'] });
    const { notice } = refusalWords(refusal, { leaves, typed: new Map(), t: words.in('fi') });
    expect(notice).toContain('Sopimus on liitettävä');
    expect(notice).toContain('Ratkaisu on ensin kirjattava');
  });
});
