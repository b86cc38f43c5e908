import { createHash } from 'node:crypto';
import { can } from '../../../domain/people/rights';
import type { Actor } from '../../../domain/people/actor';
import type { Permission } from '../../../domain/people/permission';
import type { Projection } from '../../../projections/kernel/projection';
import { organisations } from '../../../projections/people/organisations';
import { users } from '../../../projections/people/users';
import { ticketList } from '../../../projections/tickets/ticket-list';
import { ticketMeasuresStaff } from '../../../projections/tickets/ticket-measures';
import type { AnySchema } from '../answers/schema';
import { organisationCopy, ticketCopy, ticketMeasuresCopy, userCopy } from './copies';

/** A read model that reporting jobs may copy. */
export interface ReportedModel {
  /** In paths. */
  readonly name: string;
  readonly about: string;
  readonly projection: Pick<Projection, 'name' | 'version'>;
  readonly schema: AnySchema;
  /** The permission that some of its fields need beside `report.copy`. */
  readonly guarded?: { readonly permission: Permission; readonly fields: readonly string[] };
}

export const reportedModels: readonly ReportedModel[] = [
  {
    ...{ name: 'tickets', projection: ticketList, schema: ticketCopy },
    about: 'One document per ticket, as lists show it. The title needs `ticket.read-everything`.',
    guarded: { permission: 'ticket.read-everything', fields: ['title'] },
  },
  {
    ...{ name: 'ticket-measures', projection: ticketMeasuresStaff, schema: ticketMeasuresCopy },
    about: 'One document per ticket with the values that reports count.',
  },
  {
    ...{ name: 'organisations', projection: organisations, schema: organisationCopy },
    about: 'One document per organisation, with its teams.',
  },
  {
    ...{ name: 'users', projection: users, schema: userCopy },
    about: 'One document per user. Name and e-mail need `user.read`.',
    guarded: { permission: 'user.read', fields: ['name', 'email'] },
  },
];

export interface ModelForm {
  readonly version: string;
  readonly schema: AnySchema;
}

/** What one asker is given of a model. The version changes with the fields, so a copy never mixes two forms. */
export function formFor(actor: Actor, { projection, schema, guarded }: ReportedModel): ModelForm {
  const withheld = guarded === undefined || can(actor, guarded.permission) ? [] : guarded.fields;
  const shown = without(schema, withheld);
  const digest = createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 8);
  return { version: `${projection.version}-${digest}`, schema: shown };
}

function without(schema: AnySchema, fields: readonly string[]): AnySchema {
  const { properties, required, ...rest } = schema as { readonly properties: object; readonly required: readonly string[] };
  return {
    ...rest,
    required: required.filter((name) => !fields.includes(name)),
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !fields.includes(name))),
  };
}
