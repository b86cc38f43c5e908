import type { CommandForm } from '../../../domain/kernel/commands';
import type { Field, Fields, Form, Source } from '../../../domain/kernel/fields';
import type { CommandId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';

/** Values that the desk adds to a request. */
export interface Given {
  readonly actor: Actor;
  readonly commandId: CommandId;
  readonly newId: () => string;
  readonly ticketNumber?: string;
  /** Equal for every spelling of one e-mail address. */
  readonly addressId: (email: string) => string;
}

type Input = Readonly<Record<string, unknown>>;

export interface AnyCommand {
  readonly type: string;
}

/** Builds the command of a checked request, with defaults and ids for missing fields. */
export function commandFrom<C extends AnyCommand>(type: C['type'], { fields }: CommandForm, input: Input, given: Given): C {
  return { type, ...filled(fields, input, given) } as unknown as C;
}

function filled(fields: Fields, input: Input, given: Given): Input {
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    const value = valueOf(fields[name] as Field, input[name], { ...given, input });
    if (value !== undefined) values[name] = value;
  }
  return values;
}

function valueOf({ form, source, otherwise }: Field, said: unknown, given: Given & { readonly input: Input }): unknown {
  if (source !== undefined) return givenBy(source, given);
  if (said !== undefined) return within(form, said, given);
  if (otherwise === undefined) return undefined;
  if ('value' in otherwise) return otherwise.value;
  return otherwise.from === 'asker' ? { user: given.actor.user } : given.actor.organisation;
}

function within(form: Form, said: unknown, given: Given): unknown {
  if (said === null) return null;
  if (form.kind === 'object') return filled(form.fields, said as Input, given);
  if (form.kind === 'list' && form.each.kind === 'object')
    return (said as readonly unknown[]).map((one) => within(form.each, one, given));
  return form.kind === 'either' ? filled(form.fields, said as Input, given) : said;
}

function givenBy(
  source: Source,
  { commandId, newId, addressId, ticketNumber, input }: Given & { readonly input: Input },
): unknown {
  switch (source) {
    case 'command-id':
      return commandId;
    case 'new-id':
      return newId();
    case 'address-id':
      return addressId(String(input['email']));
    case 'ticket-number':
      return ticketNumber;
    case 'import':
      return undefined;
  }
}

/** Id of the part that a command creates inside its aggregate, such as a team or a watcher. Null when it creates none. */
export function partOf({ fields, creates }: CommandForm, command: AnyCommand): string | null {
  if (creates === true) return null;
  const [part] = Object.entries(fields).find(([, { source }]) => source === 'command-id' || source === 'address-id') ?? [];
  return part === undefined ? null : String((command as Input & AnyCommand)[part]);
}
