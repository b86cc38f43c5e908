import { Injectable } from '@nestjs/common';
import type { Engagement, Kind } from '../../../domain/ticket/ticket.events';
import { profileOf } from '../../../domain/ticket/ticket.profiles';
import { lastOf } from '../forms/sent-values';
import { Candidates } from './candidates';
import { CustodyForms } from './custody-forms';
import { plainForm, type FormOf, type HandMade } from './hand-made';
import { TechnicianForms } from './technician-forms';

/** Custom forms for commands whose generated form is not good enough. */
@Injectable()
export class HandMadeForms {
  constructor(
    private readonly candidates: Candidates,
    private readonly custody: CustodyForms,
    private readonly technicians: TechnicianForms,
  ) {}

  async of(verb: string, form: FormOf): Promise<HandMade> {
    return this.byVerb[verb]?.(form) ?? plainForm;
  }

  private readonly byVerb: Readonly<Record<string, (form: FormOf) => HandMade | Promise<HandMade>>> = {
    assign: (form) => this.technicians.assign(form),
    forward: (form) => this.custody.forward(form),
    return: (form) => this.custody.goingBack(form),
    recall: (form) => this.custody.goingBack(form),
    'merge-into': (form) => this.candidates.form(form, 'primary'),
    'add-duplicates': (form) => this.candidates.form(form, 'duplicates'),
    'unlink-duplicate': unlinking,
    'redact-reply': () => ({ ...plainForm, inputs: { reply: { kind: 'hidden' } } }),
    'enter-solution': solution,
    close: closing,
    reopen: ({ ticket, typed }) => ({
      ...plainForm,
      above: 'conversation/reopen',
      // A form with input has its question answered.
      view: { phase: reopensIn(ticket), isAsked: typed.size === 0 },
    }),
  };
}

/** A failed check returns to the same technician (C30). A closed ticket restarts at the first phase of its kind (S1.30, C6). */
function reopensIn({ phase, assignee, kind, engagement }: FormOf['ticket']): number {
  return phase === 6 && assignee !== null ? 5 : profileOf(kind as Kind, engagement as Engagement).reopensIn;
}

/** The found fault and whether it is solved, in the one form that a technician fills in at the end (S1.22, S3.23). */
function solution({ ticket, typed }: FormOf): HandMade {
  const then = lastOf(typed, 'then') || 'solved';
  return {
    ...{ above: null, below: 'conversation/after-solution', inputs: withoutDamage(ticket) },
    view: {
      description: lastOf(typed, 'fault.description'),
      code: lastOf(typed, 'fault.code'),
      then: ['solved', 'keep'].map((value) => ({ value, isChosen: value === then })),
    },
  };
}

/** Only claims have damage (C24). */
const withoutDamage = ({ kind }: FormOf['ticket']): HandMade['inputs'] =>
  kind === 'claim' ? {} : { actualDamage: { kind: 'hidden' } };

/** Does not ask again for a known solution. */
const closing = ({ ticket }: FormOf): HandMade => ({
  ...plainForm,
  inputs: { ...withoutDamage(ticket), ...(ticket.solution !== null && { solution: { kind: 'hidden' } }) },
});

/** Lists duplicates by number. A duplicate that the reader may not see can only be unlinked by id, through the API. */
function unlinking({ ticket, typed }: FormOf): HandMade {
  const known = ticket.duplicates.flatMap(({ number }) => (number === null ? [] : [number]));
  const chosen = lastOf(typed, 'duplicate') || known[0];
  const options = known.map((number) => ({ value: number, label: number, isChosen: number === chosen }));
  return { ...plainForm, inputs: { duplicate: { kind: 'radios', options, hint: null } } };
}
