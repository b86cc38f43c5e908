import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { AnySchema, Schema } from './schema';

/** Headers of a good answer, by what they say. */
const headers = {
  ETag: 'The revision, for If-Match.',
  Link: 'Address of the next page, rel="next"; missing on the last one.',
  Location: 'Address of what was made.',
  'Preference-Applied': '`return=representation` where the answer is the resource itself.',
} as const;

export type AnswerHeader = keyof typeof headers;

export interface AnswerOptions {
  /** Default: 200. */
  readonly status?: number;
  readonly description?: string;
  readonly headers?: readonly AnswerHeader[];
}

type Answering<T> = <Method extends (...parameters: never[]) => T | Promise<T>>(
  target: object,
  name: string | symbol,
  method: TypedPropertyDescriptor<Method>,
) => void;

/** Where `AllowListed` finds the schema of a route. */
export const answerSchema = 'answer schema';

/** Says what a route answers. It answers no more than the schema names, and tsc refuses a method that answers anything else. */
export function Answers<T>(schema: Schema<T>, options: AnswerOptions = {}): Answering<T> {
  const { status = 200 } = options;
  const described = ApiResponse({ status, ...responseOf(schema, options) });
  return applyDecorators(...(status < 300 ? [SetMetadata(answerSchema, schema)] : []), described);
}

/** The response as OpenAPI takes it, but for its media type. */
export function responseOf(schema: AnySchema, { description = 'Done.', headers: names = [] }: AnswerOptions) {
  return { description, schema, headers: headersOf(names) };
}

export function headersOf(names: readonly AnswerHeader[]) {
  return Object.fromEntries(names.map((name) => [name, { description: headers[name], schema: { type: 'string' } }] as const));
}
