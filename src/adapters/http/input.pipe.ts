import { Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { getMetadataStorage, type ValidationError } from 'class-validator';
import { refuseFields, type FieldError } from './problems/problem';
import { rememberRules } from './remembered-rules';

rememberRules();

const maxDepth = 32;
const textLimit = 10;

/**
 * Everything that comes in, before anybody looks at it: first what no stored value may hold (docs/fact-format.md: lone surrogates, control characters,
 * fractions), then what the DTO says. Nothing is converted or dropped in silence.
 */
@Injectable()
export class InputPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      // One thing to repair per field: text that is missing is not also too short.
      stopAtFirstError: true,
      // Only to name the known fields; nothing of it leaves this file.
      validationError: { target: true, value: false },
      exceptionFactory: (errors) => refuse(errors.flatMap((error) => fieldErrors(error))),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'custom') return value;
    const input = metadata.type === 'body' ? objectIn(value) : value;
    const troubles = unstorable(input, metadata.data ?? '', maxDepth).slice(0, textLimit);
    if (troubles.length > 0) refuse(troubles);
    return (await super.transform(input, metadata)) as unknown;
  }
}

/** A command without fields may be sent without a body. */
function objectIn(body: unknown): object {
  const input = body ?? {};
  if (typeof input === 'object' && !Array.isArray(input)) return input;
  return refuseFields([{ field: '(body)', message: 'must be a JSON object' }]);
}

function refuse(errors: readonly FieldError[]): never {
  const [first = { field: '(body)', message: 'has a wrong form' }, ...others] = errors;
  return refuseFields([first, ...others]);
}

const loneSurrogate = /\p{Surrogate}/u;
// Tab, line feed and carriage return are text; NUL, escape sequences and the C1 block are not.
// eslint-disable-next-line no-control-regex -- finding control characters is the point
const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

function unstorable(value: unknown, field: string, depth: number): readonly FieldError[] {
  if (typeof value === 'string') return textTrouble(value, field);
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    return [{ field, message: 'must be a whole number within ±(2^53 − 1)' }];
  if (typeof value !== 'object' || value === null) return [];
  if (depth === 0) return [{ field: field.slice(0, 100), message: `is nested deeper than ${maxDepth} levels` }];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...textTrouble(key, field === '' ? '(a field name)' : field),
    ...unstorable(inner, join(field, key), depth - 1),
  ]);
}

function textTrouble(text: string, field: string): readonly FieldError[] {
  if (loneSurrogate.test(text))
    return [{ field, message: 'holds half a character (a lone surrogate); send well-formed Unicode' }];
  if (controlCharacter.test(text)) return [{ field, message: 'holds control characters; only tab and line breaks are allowed' }];
  return [];
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function fieldErrors(error: Readonly<ValidationError>, path = ''): readonly FieldError[] {
  const field = join(path, error.property);
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({ field, message: say(rule, message, error) }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, field))];
}

function say(rule: string, message: string, error: ValidationError): string {
  if (rule !== 'whitelistValidation') return missing(error) ? `is missing: it ${message}` : message;
  const target = error.target?.constructor;
  const known = target === undefined ? [] : getMetadataStorage().getTargetValidationMetadatas(target, '', false, false);
  const names = [...new Set(known.map(({ propertyName }) => propertyName))].sort();
  return names.length === 0
    ? 'is not a field here; no fields are expected'
    : `is not a field here; known fields: ${names.join(', ')}`;
}

function missing({ target, property }: ValidationError): boolean {
  return target !== undefined && (target as Record<string, unknown>)[property] === undefined;
}
