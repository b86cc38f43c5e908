import type { ErrorCode } from './errors';
import type { Fields, Values } from './fields';
import type { Category } from './ids';

/** Describes one command: a sentence about what it does, and its fields. */
export interface CommandForm<F extends Fields = Fields> {
  readonly does: string;
  readonly fields: F;
  /** The command overwrites values, so the client must send the revision it has seen (If-Match). */
  readonly needsRevision?: true;
  /** The command creates its aggregate, with the command's id. */
  readonly creates?: true;
  /** The command needs at least one of its fields. */
  readonly someField?: true;
  /** Error codes of this command, besides those that every command can return. */
  readonly refuses?: readonly ErrorCode[];
}

export type CommandForms = { readonly [type: string]: CommandForm };

/** A resource of the API: its path, and the commands that people may send. */
export interface Resource {
  readonly noun: Category;
  readonly plural: string;
  readonly commands: CommandForms;
}

type Options = Pick<CommandForm, 'needsRevision' | 'creates' | 'someField' | 'refuses'>;

const noFields = {} satisfies Fields;

export function command(does: string): CommandForm<typeof noFields>;
export function command<const F extends Fields>(does: string, fields: F, options?: Options): CommandForm<F>;
export function command(does: string, fields: Fields = noFields, options: Options = {}): CommandForm {
  return { does, fields, ...options };
}

/** The type of one described command. */
export type CommandOf<C extends CommandForms, Type extends keyof C & string> = { readonly type: Type } & Values<
  C[Type]['fields']
>;

/** The union of all described commands. */
export type CommandsOf<C extends CommandForms> = { [Type in keyof C & string]: CommandOf<C, Type> }[keyof C & string];

/**
 * The public name of a command in paths, operations, `allowed` and messages: `AssignTicket` becomes `assign`, `ReviseDetails`
 * becomes `revise-details`.
 */
export function verbOf(type: string, noun: string): string {
  const bare = type.toLowerCase().endsWith(noun) ? type.slice(0, -noun.length) : type;
  return bare.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
