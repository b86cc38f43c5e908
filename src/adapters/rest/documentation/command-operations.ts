import { verbOf, type CommandForm } from '../../../domain/kernel/commands';
import { requestFields } from '../../desk/input/checked-input';
import type { VerbTable } from '../../desk/resources';
import { headersOf, type AnswerHeader } from '../answers/answers';
import type { AnySchema } from '../answers/schema';
import { schemaOfFields } from './json-schema';
import { smallestBody } from './smallest-body';

/** A resource as the description of the API needs it. */
export interface DescribedResource {
  readonly tag: string;
  readonly noun: string;
  readonly plural: string;
  readonly table: VerbTable;
  readonly outcome: AnySchema;
  readonly outcomeHeaders: readonly AnswerHeader[];
  /** `Prefer: return=representation` is understood. */
  readonly prefers?: true;
}

const idempotencyKey = {
  ...{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', minLength: 1, maxLength: 200 } },
  description: 'Repeating a request with the same key answers the first outcome again and records nothing.',
};
const prefer = {
  ...{ name: 'Prefer', in: 'header', required: false, schema: { type: 'string' } },
  description: '`return=representation` answers the resource itself.',
};
const ifMatch = ({ needsRevision }: CommandForm) => ({
  ...{ name: 'If-Match', in: 'header', required: needsRevision === true, schema: { type: 'string' } },
  description: 'ETag of what you read; 412 if it has changed since.',
});

/** One POST operation for each command of a resource, from the commands' own descriptions. */
export function commandOperations(resource: DescribedResource): Readonly<Record<string, { readonly post: object }>> {
  const { noun, plural, table } = resource;
  const addressed = Object.entries(table.forms).map(([type, form]) => {
    const verb = verbOf(type, noun);
    const path = form.creates === true ? `/v1/${plural}` : `/v1/${plural}/{id}/${verb}`;
    return [path, { post: operation(resource, verb, form) }] as const;
  });
  return Object.fromEntries(addressed);
}

function operation({ tag, plural, outcome, outcomeHeaders, prefers }: DescribedResource, verb: string, form: CommandForm) {
  const isNew = form.creates === true;
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' }, description: idOf(plural) };
  const headers = isNew ? [...outcomeHeaders, 'Location' as const] : outcomeHeaders;
  return {
    operationId: `${plural}_${camelCase(verb)}`,
    summary: form.does,
    description: descriptionOf(form),
    tags: [tag],
    parameters: [...(isNew ? [] : [id]), idempotencyKey, ifMatch(form), ...(prefers === true ? [prefer] : [])],
    requestBody: bodyOf(form),
    responses: {
      [isNew ? 201 : 200]: {
        description: isNew ? 'It was made.' : 'Done.',
        headers: headersOf(headers),
        content: { 'application/json': { schema: outcome } },
      },
    },
  };
}

const idOf = (plural: string): string =>
  plural === 'tickets' ? 'Id or number of the ticket.' : `Id, as \`GET /v1/${plural}\` answers it.`;

function descriptionOf({ does, needsRevision, someField, creates }: CommandForm): string {
  return [
    `${does}.`,
    ...(creates === true ? ['The answer names the new id, and `Location` its address.'] : []),
    ...(needsRevision === true ? ['It overwrites values, so `If-Match` is required.'] : []),
    ...(someField === true ? ['At least one field must be sent.'] : []),
  ].join(' ');
}

function bodyOf(form: CommandForm): object {
  const schema = schemaOfFields(requestFields(form));
  const json = { schema, example: smallestBody(schema) };
  const isRequired = 'required' in schema || form.someField === true;
  if (!Object.values(form.fields).some(({ form: { kind } }) => kind === 'files'))
    return { required: isRequired, content: { 'application/json': json } };
  return { required: isRequired, content: { 'application/json': json, 'multipart/form-data': { schema: formOf(schema) } } };
}

/** The same fields as parts of a form, with the files themselves in place of the ids of uploads. */
function formOf(schema: AnySchema): AnySchema {
  const { files, ...properties } = schema['properties'] as Readonly<Record<string, AnySchema>>;
  const required = (schema['required'] as readonly string[] | undefined)?.filter((name) => name !== 'files');
  const file = {
    type: 'array',
    items: { type: 'string', format: 'binary' },
    description: files?.['description'] ?? 'The files.',
  };
  return { type: 'object', ...(required !== undefined && { required }), properties: { ...properties, file } };
}

export function camelCase(kebab: string): string {
  return kebab.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
