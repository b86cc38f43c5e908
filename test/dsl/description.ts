import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Api, Exchange } from './api';

type Content = Readonly<Record<string, { readonly schema: object; readonly examples?: object }>>;
const problemType = 'application/problem+json';

interface Response {
  readonly $ref?: string;
  readonly headers?: Readonly<Record<string, object>>;
  readonly content?: Content;
}

interface Operation {
  readonly operationId: string;
  /** One route answers every command on a resource, so any of them stands for all. */
  readonly label: string;
  readonly responses: Readonly<Record<string, Response>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Omit<Operation, 'label'>>>>>;
  readonly components: {
    readonly schemas: Record<string, { readonly properties?: object; additionalProperties?: unknown }>;
    readonly responses: Readonly<Record<string, Response>>;
  };
}

const described = ['etag', 'link', 'location', 'preference-applied', 'retry-after', 'www-authenticate'];

/** The API's own description, with every object closed, so that an undescribed field is a fault like a missing one. */
export class Description {
  private readonly ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, validateSchema: false });
  /** Every answer seen so far: `<label> <status>`, and the same with each header. */
  readonly seen = new Set<string>();

  private constructor(private readonly document: Document) {
    addFormats(this.ajv);
    this.ajv.addVocabulary(['example']);
    for (const schema of Object.values(document.components.schemas))
      if (schema.properties !== undefined) schema.additionalProperties ??= false;
    this.ajv.addSchema({ $defs: document.components.schemas }, 'schemas');
  }

  static async of(api: Api): Promise<Description> {
    const { text } = await api.as('Administrator').get('/openapi.json');
    return new Description(JSON.parse(text.replaceAll('#/components/schemas/', 'schemas#/$defs/')) as Document);
  }

  /** Every described success: `<label> <status>`, and the same with each header. */
  get promised(): readonly string[] {
    return this.operations().flatMap(({ operation }) =>
      Object.entries(operation.responses).flatMap(([status, { headers = {} }]) => {
        const name = `${operation.label} ${status}`;
        return status.startsWith('2') ? [name, ...Object.keys(headers).map((each) => `${name} ${each.toLowerCase()}`)] : [];
      }),
    );
  }

  /** The differences between the answer and its description. */
  faultsOf({ method, url, answer }: Exchange): readonly string[] {
    const operation = this.operationOf(method, url);
    const name = `${operation.operationId} ${answer.status}`;
    const status = String(answer.status);
    const promise = operation.responses[status];
    if (promise === undefined) return [`${name} is not described: ${answer.text}`];
    const response = this.document.components.responses[promise.$ref?.split('/').at(-1) ?? ''] ?? promise;
    const headers = described.filter((header) => header in answer.headers);
    for (const each of ['', ...headers.map((header) => ` ${header}`)]) this.seen.add(`${operation.label} ${status}${each}`);
    const known = Object.keys(response.headers ?? {}).map((header) => header.toLowerCase());
    const unknown = headers.filter((header) => !known.includes(header)).map((header) => `${name} does not describe ${header}`);
    return [...unknown, ...this.bodyFaults(name, response, answer)];
  }

  private bodyFaults(name: string, { content }: Response, answer: Exchange['answer']): readonly string[] {
    if (content === undefined) return answer.text === '' ? [] : [`${name} has a body`];
    const isFile = ['application/octet-stream', 'application/zip'].some((type) => type in content);
    if (isFile) return [];
    if (!('application/x-ndjson' in content) || answer.status !== 200) return this.jsonFaults(name, content, answer);
    const lines = answer.text.trimEnd().split('\n');
    return [...new Set(lines.flatMap((text) => this.jsonFaults(name, content, { ...answer, text })))];
  }

  private jsonFaults(name: string, content: Content, { headers, text }: Exchange['answer']): readonly string[] {
    const type = String(headers['content-type']).split(';', 1).join();
    const { schema, examples = {} } = content[type] ?? {};
    if (schema === undefined) return [`${name} is ${type}`];
    const body = JSON.parse(text) as { readonly code?: string };
    const unnamed =
      type === problemType && !((body.code ?? '') in examples) ? [`${name} does not name ${String(body.code)}`] : [];
    return [...unnamed, ...this.misfits(schema, body).map((misfit) => `${name}${misfit}`)];
  }

  private misfits(schema: object, body: unknown): readonly string[] {
    const check = this.ajv.compile(schema);
    if (check(body)) return [];
    return (check.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${String(message)} ${JSON.stringify(params)}`,
    );
  }

  private operationOf(method: string, url: string) {
    const asked = url.split('?')[0] ?? '';
    const found = this.operations().find(
      (each) => each.method === method.toLowerCase() && new RegExp(`^${each.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(asked),
    );
    if (found === undefined) throw new Error(`${method} ${url} is not described`);
    return found.operation;
  }

  private operations() {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => {
        const isCommand = method === 'post' && '200' in operation.responses && /\{id\}\/[\w-]+$/.test(path);
        const { operationId } = operation;
        const label = isCommand ? operationId.replace(/_\w+$/, '_command') : operationId;
        return { path, method, operation: { ...operation, label } };
      }),
    );
  }
}
