import { applyDecorators, SetMetadata } from '@nestjs/common';
import type { ProblemCode } from '../../web/problems/problem-catalogue';
import { projectOf, type Project } from './project';
import type { AnySchema, Schema } from './schema';

/** Headers of a good answer. */
const headers = {
  ETag: { description: 'The revision. Send it as `If-Match` with the next change.', example: '"7"' },
  Link: {
    description: 'URL of the next page, `rel="next"`. Missing on the last page.',
    example: '</v1/tickets?after=eyJ2IjpbMV19>; rel="next"',
  },
  Location: { description: 'URL of the created resource.', example: '/v1/tickets/019e2f60-0c5a-7a00-8000-000000000042' },
  'Preference-Applied': {
    description: '`return=representation` if the body is the resource itself.',
    example: 'return=representation',
  },
} as const;

export type AnswerHeader = keyof typeof headers;

/** The OpenAPI description of one route. */
export interface Description<T> {
  /** `<plural>_<verb>`. The part before the underscore names the section (documentation/sections.ts). */
  readonly id: string;
  /** A sentence without a full stop, starting with a verb. */
  readonly does: string;
  /** Additional notes for callers. */
  readonly more?: string;
  readonly answer: Schema<T>;
  /** The schema of a line, where `answer` is a stream of lines. */
  readonly line?: AnySchema;
  /** Default: application/json. */
  readonly mediaType?: string;
  /** Default: 200. */
  readonly status?: number;
  /** Default: Done. */
  readonly means?: string;
  /** Another status with the same response body. */
  readonly also?: { readonly status: number; readonly means: string };
  readonly headers?: readonly AnswerHeader[];
  /** Problem codes beyond those that its inputs imply (documentation/refusals.ts). */
  readonly refuses?: readonly ProblemCode[];
  /** A multipart form instead of the fields of `BodyOf`. */
  readonly form?: AnySchema;
}

type Answering<T> = <Method extends (...parameters: never[]) => T | Promise<T>>(
  target: object,
  name: string | symbol,
  method: TypedPropertyDescriptor<Method>,
) => void;

const schemaKey = 'answer schema';
const descriptionKey = 'description of the route';

/** Limits the response to the fields of the schema. tsc rejects a method that returns another type. */
export function Answers<T>(schema: Schema<T>): Answering<T> {
  return applyDecorators(cutTo(projectOf(schema)), SetMetadata(schemaKey, schema));
}

/** Wraps the method. An interceptor would cost every request a chain of observables. */
function cutTo(project: Project): MethodDecorator {
  return (_target, name, descriptor) => {
    const method = descriptor.value as ((...asked: unknown[]) => unknown) | undefined;
    if (method === undefined) return;
    const cut = async function (this: unknown, ...asked: unknown[]): Promise<unknown> {
      return project(await method.apply(this, asked));
    };
    for (const key of Reflect.getMetadataKeys(method) as string[])
      Reflect.defineMetadata(key, Reflect.getMetadata(key, method), cut);
    Object.defineProperty(cut, 'name', { value: name });
    descriptor.value = cut as never;
  };
}

/** Like `Answers`, and adds the route to the description of the API. `PathOf`, `QueryOf` and `BodyOf` describe the inputs. */
export function Describes<T>(description: Description<T>): Answering<T> {
  return applyDecorators(Answers(description.answer) as MethodDecorator, SetMetadata(descriptionKey, description));
}

export function answerSchemaOf(handler: object): AnySchema | undefined {
  return Reflect.getMetadata(schemaKey, handler) as AnySchema | undefined;
}

export function descriptionOf(handler: object): Description<unknown> | undefined {
  return Reflect.getMetadata(descriptionKey, handler) as Description<unknown> | undefined;
}

export function headersOf(names: readonly AnswerHeader[]) {
  const described = names.map((name) => [name, { ...headers[name], schema: { type: 'string' } }] as const);
  return names.length === 0 ? {} : { headers: Object.fromEntries(described) };
}
