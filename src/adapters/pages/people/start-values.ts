import type { Typed } from '../forms/sent-values';
import { readable } from './list-view';
import type { Contact, Item, Organisation, Role, User } from './people-records';
import type { Noun } from './things';

type Start = Readonly<Record<string, string | readonly string[] | null | undefined>>;

const starts: { readonly [command: string]: (item: never) => Start } = {
  'organisation rename': ({ name }: Organisation) => ({ name }),
  'organisation change-parent': ({ parent }: Organisation) => ({ parent }),
  'organisation change-preferences': ({ preferences }: Organisation) => ({
    isAspBusiness: preferences?.isAspBusiness === true ? 'on' : 'off',
    reopenWindowDays: String(preferences?.reopenWindowDays ?? 30),
  }),
  'user revise': ({ name, email }: User) => ({ name: readable(name), email: readable(email) }),
  'contact revise': ({ name, phones, emails }: Contact) => {
    return { name: readable(name), phones: phones.join('\n'), emails: emails.join('\n') };
  },
  'role revise': ({ name, permissions }: Role) => ({ name, permissions }),
};

/** Initial values of a form: the current values that the command changes. */
export function startValues(noun: Noun, verb: string, item: Item): Typed {
  const start: Start = starts[`${noun} ${verb}`]?.(item as never) ?? {};
  return new Map(
    Object.entries(start).flatMap(([path, value]) => {
      if (value === null || value === undefined) return [];
      return [[path, typeof value === 'string' ? [value] : value] as const];
    }),
  );
}

/** Only changed fields. Omitted ones keep their value. */
export function changedOnly(body: Readonly<Record<string, unknown>>, before: Readonly<Record<string, unknown>>): object {
  const isSame = (name: string, value: unknown): boolean => JSON.stringify(value) === JSON.stringify(before[name]);
  return Object.fromEntries(Object.entries(body).filter(([name, value]) => !isSame(name, value)));
}
