import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
  type ValidationOptions,
} from 'class-validator';
import { isLongerThan } from '../../../domain/kernel/characters';
import { isUuid } from '../../../domain/kernel/ids';
import { isInstant } from '../../../domain/kernel/instant';
import type { Class, Reading } from './shape';

// One decorator per sort of field: what is checked and what the API's description says cannot drift apart.

interface Field {
  readonly about: string;
  readonly example?: unknown;
  /** May be left out. `null` is never the same as leaving out. */
  readonly optional?: true;
  /** `null` is a value of its own and means what `about` says. */
  readonly nullable?: true;
}

type ListOf = Field & { readonly min?: number; readonly max: number };

const documented = (field: Field, rest: Partial<ApiPropertyOptions>, reading: Reading = {}) => {
  const { about: description, example, optional, nullable } = field;
  const options = {
    ...rest,
    description,
    required: optional !== true,
    ...(nullable && { nullable }),
    ...(example !== undefined && { example }),
  };
  return [
    ApiProperty(options as ApiPropertyOptions),
    ValidateIf((_, value) => !(value === undefined && optional) && !(value === null && nullable), { context: reading }),
  ];
};

const filled = (message: string, each = false) => Matches(/\S/u, { message, each });

/** Counts as the domain does; class-validator leaves out variation selectors, too. */
const AtMost = (max: number, options: ValidationOptions) =>
  ValidateBy(
    { name: 'isAtMost', validator: { validate: (value) => typeof value === 'string' && !isLongerThan(value, max) } },
    options,
  );

/** Text with at least one visible character. */
export const Text = (max: number, field: Field) =>
  applyDecorators(
    ...documented(field, { type: String, minLength: 1, maxLength: max }),
    IsString({ message: 'must be text' }),
    AtMost(max, { message: `must have at most ${max} characters` }),
    MinLength(1, { message: 'must not be empty' }),
    filled('must not be blank'),
  );

export const OneOf = (values: readonly string[], field: Field) =>
  applyDecorators(
    ...documented(field, { type: String, enum: [...values] }),
    IsIn([...values], { message: `must be one of: ${values.join(', ')}` }),
  );

const uuidMessage = 'must be a UUID in lower case, as the API answers it';
const IsId = (each = false) =>
  ValidateBy(
    { name: 'isId', validator: { validate: (value) => typeof value === 'string' && isUuid(value) } },
    { message: uuidMessage, each },
  );

/** Id of something the API has answered before. */
export const Id = (field: Field) => applyDecorators(...documented(field, { type: String, format: 'uuid' }), IsId());

export const Whole = (min: number, max: number, field: Field, reading: Reading = {}) =>
  applyDecorators(
    ...documented(field, { type: 'integer', minimum: min, maximum: max }, reading),
    IsInt({ message: `must be a whole number from ${min} to ${max}` }),
    Min(min, { message: `must be at least ${min}` }),
    Max(max, { message: `must be at most ${max}` }),
  );

/** A whole number in a query string, which knows text only. */
export const WholeParameter = (min: number, max: number, field: Field) => Whole(min, max, field, { number: true });

export const YesNo = (field: Field) =>
  applyDecorators(
    ...documented(field, { type: Boolean }),
    ValidateBy(
      { name: 'isYesNo', validator: { validate: (value) => typeof value === 'boolean' } },
      { message: 'must be true or false' },
    ),
  );

export const When = (field: Field) =>
  applyDecorators(
    ...documented({ example: '2026-11-23T18:11:54.000Z', ...field }, { type: String, format: 'date-time' }),
    ValidateBy(
      { name: 'isInstant', validator: { validate: (value) => typeof value === 'string' && isInstant(value) } },
      { message: 'must be a UTC time with milliseconds, for example 2026-11-23T18:11:54.000Z' },
    ),
  );

const listed = (field: ListOf, entries: Partial<ApiPropertyOptions>, each: Reading = {}) => {
  const { min = 1, max } = field;
  return [
    ...documented(field, { ...entries, isArray: true, minItems: min, maxItems: max }, { list: { most: max, each } }),
    IsArray({ message: 'must be a list' }),
    ArrayMinSize(min, { message: `must have at least ${min} ${min === 1 ? 'entry' : 'entries'}` }),
    ArrayMaxSize(max, { message: `must have at most ${max} entries` }),
    ArrayUnique({ message: 'must not name anything twice' }),
  ];
};

export const Ids = (field: ListOf) => applyDecorators(...listed(field, { type: String, format: 'uuid' }), IsId(true));

export const SomeOf = (values: readonly string[], field: ListOf) =>
  applyDecorators(
    ...listed(field, { type: String, enum: [...values] }),
    IsIn([...values], { each: true, message: `must each be one of: ${values.join(', ')}` }),
  );

export const Texts = (max: number, field: ListOf) =>
  applyDecorators(
    ...listed(field, { type: String }),
    IsString({ each: true, message: 'must each be text' }),
    AtMost(max, { each: true, message: `must each have at most ${max} characters` }),
    filled('must not be blank', true),
  );

const IsAn = (type: Class) =>
  ValidateBy({ name: 'isObject', validator: { validate: (value) => value instanceof type } }, { message: 'must be an object' });

export const Nested = (nested: Class, field: Field) =>
  applyDecorators(...documented(field, { type: nested }, { nested }), IsAn(nested));

export const NestedList = (nested: Class, field: ListOf) => applyDecorators(...listed(field, { type: nested }, { nested }));

const email = /^[^\s@<>",;]{1,64}@[^\s@<>",;]{1,189}$/u;

export const Email = (field: Field) =>
  applyDecorators(
    ...documented({ example: 'ada@example.org', ...field }, { type: String, format: 'email', maxLength: 254 }),
    Matches(email, { message: 'must be one e-mail address, for example ada@example.org' }),
  );

type Said<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Leaves out what is undefined, so that commands hold only what was said. */
export function said<const T extends object>(values: T): Said<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Said<T>;
}
