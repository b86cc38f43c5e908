import { verbOf, type CommandForm } from '../../../domain/kernel/commands';
import type { ErrorCode } from '../../../domain/kernel/errors';
import { requestFields } from '../../desk/input/checked-input';
import type { VerbTable } from '../../desk/resources';
import type { ProblemCode } from '../../web/problems/problem-catalogue';
import { headersOf, type AnswerHeader } from '../answers/answers';
import { exampleId } from '../answers/cast';
import type { AnySchema } from '../answers/schema';
import { smallestBody } from './examples';
import { schemaOfFields } from './json-schema';
import type { Parameter, Route } from './openapi';
import { refusalsOfCommands, refusalsOfShape } from './refusals';

/** A resource, reduced to what the description of the API needs. */
export interface DescribedResource {
  readonly noun: string;
  readonly plural: string;
  readonly table: VerbTable;
  readonly outcome: AnySchema;
  readonly outcomeHeaders: readonly AnswerHeader[];
  /** Supports `Prefer: return=representation`. */
  readonly prefers?: true;
  /** The section of a command. Default: the resource's. */
  readonly tagOf?: (type: string) => string | undefined;
  /** Who may send a command, and when. */
  readonly whoMay?: (type: string) => string | undefined;
  /** Problem codes from the rule tables. */
  readonly refusals?: (type: string) => readonly ErrorCode[];
}

/** A route without its responses and its section. */
export interface Described extends Omit<Route, 'operation'> {
  readonly operation: Omit<Route['operation'], 'responses' | 'tags'> & { readonly responses: Readonly<Record<string, object>> };
  readonly tag?: string | undefined;
  readonly refuses: readonly ProblemCode[];
}

const header = (name: string, description: string, schema: AnySchema, required = false): Parameter => ({
  ...{ name, in: 'header', required, description, schema: { type: 'string', ...schema } },
});
const idempotencyKey = header(
  'Idempotency-Key',
  'A repeated request with the same key returns the first outcome and records nothing.',
  { minLength: 1, maxLength: 200, example: '4f8e2c1a' },
);
const prefer = header('Prefer', '`return=representation` returns the ticket itself.', { example: 'return=representation' });
const ifMatch = ({ needsRevision }: CommandForm) =>
  header(
    'If-Match',
    '`ETag` of the revision that you read. After a newer change the response is 412.',
    { example: '"7"' },
    needsRevision === true,
  );

/** One POST operation per command, generated from the command descriptions. */
export function commandOperations(resource: DescribedResource): readonly Described[] {
  return Object.entries(resource.table.forms).map(([type, form]) => {
    const verb = verbOf(type, resource.noun);
    const path = form.creates === true ? `/v1/${resource.plural}` : `/v1/${resource.plural}/{id}/${verb}`;
    const operationId = `${resource.plural}_${camelCase(verb)}`;
    return {
      ...{ path, method: 'post', tag: resource.tagOf?.(type), refuses: refusalsOf(resource, type, form) },
      operation: { operationId, ...operation(resource, type, form) },
    };
  });
}

function operation(resource: DescribedResource, type: string, form: CommandForm) {
  const { outcome, outcomeHeaders, prefers } = resource;
  const isNew = form.creates === true;
  const headers = isNew ? [...outcomeHeaders, 'Location' as const] : outcomeHeaders;
  return {
    summary: form.does,
    description: descriptionOf(form, resource.whoMay?.(type)),
    parameters: [...(isNew ? [] : [idOf(resource)]), ...[idempotencyKey, ifMatch(form)], ...(prefers === true ? [prefer] : [])],
    requestBody: bodyOf(type, form),
    responses: {
      [isNew ? 201 : 200]: {
        description: isNew ? 'It was created. `id` is its id.' : 'The command was executed, or changed nothing.',
        ...headersOf(headers),
        content: { 'application/json': { schema: outcome } },
      },
    },
  };
}

function refusalsOf(resource: DescribedResource, type: string, form: CommandForm): readonly ProblemCode[] {
  const shape = { isPublic: false, isAddressed: form.creates !== true, takesValues: true, takesBody: true };
  return [
    ...refusalsOfShape(shape),
    ...refusalsOfCommands,
    ...(form.needsRevision === true ? (['precondition-required'] as const) : []),
    ...(form.refuses ?? []),
    ...(resource.refusals?.(type) ?? []),
  ];
}

function idOf({ noun, plural }: DescribedResource): Parameter {
  const description = `Id of the ${noun}, from \`GET /v1/${plural}\`.`;
  const example = exampleId(noun);
  return { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid', example }, description };
}

function descriptionOf({ needsRevision, someField, creates }: CommandForm, whoMay: string | undefined): string {
  return [
    ...(whoMay === undefined ? [] : [whoMay]),
    creates === true
      ? 'The response has the new id, and `Location` its URL.'
      : 'The response lists the recorded facts. The list is empty if the command changed nothing.',
    ...(needsRevision === true ? ['The command overwrites values, so `If-Match` is required.'] : []),
    ...(someField === true ? ['Send at least one field.'] : []),
  ].join(' ');
}

function bodyOf(type: string, form: CommandForm): object {
  const schema: AnySchema = { title: `${type}Request`, ...schemaOfFields(requestFields(form)) };
  const json = { schema, example: smallestBody(schema) };
  const description = 'The fields of the command. Unknown fields are refused.';
  const required = 'required' in schema || form.someField === true;
  if (!Object.values(form.fields).some(({ form: { kind } }) => kind === 'files'))
    return { description, required, content: { 'application/json': json } };
  const parts = { schema: { title: `${type}Form`, ...formOf(schema) }, example: json.example };
  return { description, required, content: { 'application/json': json, 'multipart/form-data': parts } };
}

/** The multipart form of a command: its fields, with files instead of upload ids. */
function formOf(schema: AnySchema): AnySchema {
  const { files, ...properties } = schema['properties'] as Readonly<Record<string, AnySchema>>;
  const required = (schema['required'] as readonly string[] | undefined)?.filter((name) => name !== 'files');
  const file = {
    ...{ type: 'array', items: { type: 'string', format: 'binary' }, example: ['plan.txt'] },
    description: files?.['description'] ?? 'The files.',
  };
  return { type: 'object', ...(required !== undefined && { required }), properties: { ...properties, file } };
}

export function camelCase(kebab: string): string {
  return kebab.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
