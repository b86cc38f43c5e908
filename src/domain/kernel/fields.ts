import type { Instant } from './instant';
import type { Value } from './value';

/**
 * The form of a value, as data. A command's type, its validation, the request class, the API's schema and the dialog are derived
 * from it.
 */
export type Form =
  | { readonly kind: 'text'; readonly max: number; readonly lines: 'one' | 'many'; readonly mayBeEmpty?: 'always' | 'imported' }
  | { readonly kind: 'email' }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  /** A client may send one of the `keys` instead of the id that it stands for. */
  | { readonly kind: 'id'; readonly of: Noun; readonly keys?: Keys }
  | { readonly kind: 'whole'; readonly min: number; readonly max: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'instant' }
  /** Without duplicates. Objects are compared `by` one of their fields. */
  | { readonly kind: 'list'; readonly each: Form; readonly min: number; readonly max: number; readonly by?: string }
  | { readonly kind: 'object'; readonly fields: Fields }
  /** An object with exactly one of the fields. */
  | { readonly kind: 'either'; readonly fields: Fields }
  /** Clients send uploads; commands hold stored files with their names. */
  | { readonly kind: 'files'; readonly min: number; readonly max: number }
  /** Never sent by a client, so only its type is described. */
  | { readonly kind: 'opaque' };

/** Names that stand for fixed ids. */
export type Keys = { readonly [key: string]: string };

/** What an id refers to. A dialog offers these to choose from. */
export type Noun = 'ticket' | 'organisation' | 'user' | 'contact' | 'role' | 'team' | 'watcher' | 'reply' | 'file' | 'token';

/**
 * Who provides the value. `required`, `optional`: the client. `unless-imported`: the client must, importers may omit it.
 * `defaulted`: the client, else `otherwise`. `given`: the desk, from `source`. `internal`: importers and processes, optionally.
 */
export type Presence = 'required' | 'unless-imported' | 'optional' | 'defaulted' | 'given' | 'internal';

/** `command-id` is the id of the one thing a command creates, so repeating the command names the same thing. */
/** `address-id`: of the e-mail address beside it, in whatever spelling. */
export type Source = 'command-id' | 'new-id' | 'address-id' | 'ticket-number' | 'import';

/** The default when the client sends no value. */
export type Otherwise = { readonly value: Value } | { readonly from: 'own organisation' | 'asker' };

declare const holds: unique symbol;

export interface Field<T = unknown, P extends Presence = Presence> {
  readonly form: Form;
  readonly presence: P;
  /** One sentence for the person who fills it in. */
  readonly about: string;
  readonly example?: Value;
  /** `null` is a value of its own, explained by `about`. It never means the same as leaving the field out. */
  readonly nullable?: true;
  readonly otherwise?: Otherwise;
  readonly source?: Source;
  readonly [holds]?: T;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- fields of every type stand side by side; `Values` tells them apart again
export type Fields = { readonly [name: string]: Field<any> };

type Held<F> = F extends Field<infer T> ? T : never;
type Names<F extends Fields, P extends Presence> = { [N in keyof F]: F[N]['presence'] extends P ? N : never }[keyof F];
type Plain<T> = { readonly [K in keyof T]: T[K] };

/** The values that fields describe, as a decision takes them. */
export type Values<F extends Fields> = Plain<
  { readonly [N in Names<F, 'required' | 'defaulted' | 'given'>]: Held<F[N]> } & {
    readonly [N in Names<F, 'optional' | 'unless-imported' | 'internal'>]?: Held<F[N]>;
  }
>;

interface Words<T = Value> {
  readonly about: string;
  readonly example?: T;
}

const field = <T>(form: Form, { about, example }: Words): Field<T, 'required'> => ({
  form,
  presence: 'required',
  about,
  ...(example !== undefined && { example }),
});

/** At least one visible character. Line breaks are allowed. */
export const text = (max: number, words: Words<string>) => field<string>({ kind: 'text', max, lines: 'many' }, words);
/** Text without line breaks. */
/** A text that may be empty. */
export const textOrNone = (max: number, words: Words<string>) =>
  field<string>({ kind: 'text', max, lines: 'many', mayBeEmpty: 'always' }, words);
/** One line that imports may leave empty. */
export const title = (max: number, words: Words<string>) =>
  field<string>({ kind: 'text', max, lines: 'one', mayBeEmpty: 'imported' }, words);
export const line = (max: number, words: Words<string>) => field<string>({ kind: 'text', max, lines: 'one' }, words);
export const email = (words: Words<string>) => field<string>({ kind: 'email' }, { example: 'ada@example.org', ...words });
export const choice = <const T extends string>(values: readonly T[], words: Words<T>) =>
  field<T>({ kind: 'choice', values }, words);
export const id = <T extends string = string>(of: Noun, words: Words<string>, keys?: Keys) =>
  field<T>({ kind: 'id', of, ...(keys !== undefined && { keys }) }, words);
export const whole = (min: number, max: number, words: Words<number>) => field<number>({ kind: 'whole', min, max }, words);
export const yesNo = (words: Words<boolean>) => field<boolean>({ kind: 'boolean' }, words);
export const instant = (words: Words<Instant>) =>
  field<Instant>({ kind: 'instant' }, { example: '2026-11-23T18:11:54.000Z', ...words });
export const list = <T>(
  each: Field<T>,
  { min = 1, ...size }: { readonly min?: number; readonly max: number; readonly by?: keyof T & string },
  words: Words,
) => field<readonly T[]>({ kind: 'list', each: each.form, min, ...size }, words);
export const object = <const F extends Fields>(fields: F, words: Words) => field<Values<F>>({ kind: 'object', fields }, words);
/** Exactly one of the fields. */
export const either = <const F extends Fields>(fields: F, words: Words) =>
  field<{ [N in keyof F]: { readonly [K in N]: Held<F[N]> } }[keyof F]>({ kind: 'either', fields }, words);
export const files = <T>({ min = 0, max }: { readonly min?: number; readonly max: number }, words: Words) =>
  field<readonly T[]>({ kind: 'files', min, max }, words);

export const optional = <T>(of: Field<T>): Field<T, 'optional'> => ({ ...of, presence: 'optional' });
export const unlessImported = <T>(of: Field<T>): Field<T, 'unless-imported'> => ({ ...of, presence: 'unless-imported' });
export const nullable = <T, P extends Presence>(of: Field<T, P>): Field<T | null, P> => ({ ...of, nullable: true });
export const otherwise = <T>(value: T & Value, of: Field<T>): Field<T, 'defaulted'> => ({
  ...of,
  presence: 'defaulted',
  otherwise: { value },
});
export const otherwiseFrom = <T>(from: 'own organisation' | 'asker', of: Field<T>): Field<T, 'defaulted'> => ({
  ...of,
  presence: 'defaulted',
  otherwise: { from },
});
/** Provided by the desk. */
export const given = <T>(source: Source): Field<T, 'given'> => ({
  form: { kind: 'opaque' },
  presence: 'given',
  about: '',
  source,
});
/** Provided by importers and processes. */
export const internal = <T>(): Field<T, 'internal'> => ({ form: { kind: 'opaque' }, presence: 'internal', about: '' });

/** Whether a client may send it. */
export const isFromOutside = ({ presence }: Field): boolean => presence !== 'given' && presence !== 'internal';

/** Whether a client must send it. */
export const isRequired = ({ presence }: Field): boolean => presence === 'required' || presence === 'unless-imported';
