import { ApiResponse } from '@nestjs/swagger';
import type { AnySchema, Schema } from './schema';

/** Headers of a good answer, by what they say. */
const headers = {
  ETag: 'The revision, for If-Match.',
  Link: 'Address of the next page, rel="next"; missing on the last one.',
  Location: 'Address of what was made.',
  'Preference-Applied': '`return=representation` where the answer is the resource itself.',
} as const;

export interface AnswerOptions {
  /** Default: 200. */
  readonly status?: number;
  readonly description?: string;
  readonly headers?: readonly (keyof typeof headers)[];
}

type Answering<T> = <Method extends (...parameters: never[]) => T | Promise<T>>(
  target: object,
  name: string | symbol,
  method: TypedPropertyDescriptor<Method>,
) => void;

/** Describes what a route answers; tsc refuses it on a method that answers anything else. */
export function Answers<T>(schema: Schema<T>, options: AnswerOptions = {}): Answering<T> {
  return (target, name, method) => describedAs(schema, options)(target, name, method);
}

/** The same for a route that is added from a table. */
export function describedAs(schema: AnySchema, { status = 200, description = 'Done.', headers: names = [] }: AnswerOptions) {
  const described = names.map((name) => [name, { description: headers[name], schema: { type: 'string' } }] as const);
  return ApiResponse({ status, description, schema, headers: Object.fromEntries(described) });
}
