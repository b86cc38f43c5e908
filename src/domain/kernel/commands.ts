import type { ErrorCode } from './errors';
import type { Fields, Values } from './fields';
import type { Category } from './ids';

/** One command: what it does, in a sentence, and what it takes. */
export interface CommandForm<F extends Fields = Fields> {
  readonly does: string;
  readonly fields: F;
  /** It overwrites values, so the client must say which it has seen (If-Match). */
  readonly needsRevision?: true;
  /** It creates its aggregate, whose id is the command's. */
  readonly creates?: true;
  /** At least one of its fields must be there. */
  readonly someField?: true;
  /** Codes that this command is refused with beside those that any command may be. */
  readonly refuses?: readonly ErrorCode[];
}

export type CommandForms = { readonly [type: string]: CommandForm };

/** An aggregate as the outer layers offer it: its path and the commands that people may send. */
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

/** The command that a description describes. */
export type CommandOf<C extends CommandForms, Type extends keyof C & string> = { readonly type: Type } & Values<
  C[Type]['fields']
>;

/** All of them. */
export type CommandsOf<C extends CommandForms> = { [Type in keyof C & string]: CommandOf<C, Type> }[keyof C & string];

/**
 * The one public name of a command: path, operation, `allowed` and texts use it. `AssignTicket` of a ticket is `assign`,
 * `ReviseDetails` is `revise-details`.
 */
export function verbOf(type: string, noun: string): string {
  const bare = type.toLowerCase().endsWith(noun) ? type.slice(0, -noun.length) : type;
  return bare.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
