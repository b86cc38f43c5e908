import type { INestApplication } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { operationsOf, withAnswers } from './documentation-answers';
import { smallestBody } from './documentation-examples';

const about = `Every change is a command on its own path; what is recorded is never overwritten.

Press *Authorize* and paste a token: the first start prints those of the demo, \`npm run token -- create\` makes others.

* Every error is an \`application/problem+json\` with a stable \`type\`; see [the list](/problems).
* \`Idempotency-Key\` makes repeating a request harmless: the first outcome is answered again.
* \`ETag\` and \`If-Match\` keep you from overwriting what you have not seen.
* Nothing that was recorded is called absent: what is asked for by its id and cannot be shown yet is a 503 with \`Retry-After\`. A ticket waits two seconds for its newest change, and its \`ETag\` says which it shows; lists, activity and log may be a moment behind.
* Lists are paged by the \`next\` of the page before; the header \`Link\` holds the same as an address.
* \`X-Correlation-Id\` names a request in logs and facts; yours is kept, else one is made.`;

/** The page of @nestjs/swagger says nothing of phones, and takes no more than scripts and styles. */
const phoneScript = '/docs/phone.js';
const fitPhones =
  'document.head.append(Object.assign(document.createElement("meta"), { name: "viewport", content: "width=device-width" }));';

/** What stands first is what people come for. */
const sections = ['Tickets', 'Ticket commands', 'Files', 'Reports'] as const;

/** OpenAPI 3.1 at /openapi.json, and a page to try it at /docs, where whoever types the bare address is sent. */
export function serveDocumentation(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get(phoneScript, (_request, reply) => reply.type('text/javascript').send(fitPhones));
  fastify.get('/', (_request, reply) => reply.redirect('/docs'));
  SwaggerModule.setup('docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Docket API',
    customCss: '.swagger-ui .topbar { display: none }',
    customJs: phoneScript,
    swaggerOptions: { tryItOutEnabled: true, filter: true },
  });
}

export function describeApi(app: INestApplication): OpenAPIObject {
  const config = sections
    .reduce((builder, section) => builder.addTag(section), new DocumentBuilder())
    .setOpenAPIVersion('3.1.0')
    .setTitle('Docket')
    .setDescription(about)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'token')
    .addSecurityRequirements('token')
    .build();
  return withExamples(withAnswers(modern(SwaggerModule.createDocument(app, config)) as OpenAPIObject));
}

/** OpenAPI 3.1 knows no `nullable`: null is a type like any other. */
function modern(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(modern);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, modern(value)]));
  return nullable === true ? orNull(rest) : rest;
}

function orNull(schema: Record<string, unknown>): Record<string, unknown> {
  const values = Array.isArray(schema['enum']) ? { enum: [...(schema['enum'] as unknown[]), null] } : {};
  if (typeof schema['type'] === 'string') return { ...schema, ...values, type: [schema['type'], 'null'] };
  return { oneOf: [schema, { type: 'null' }] };
}

/** The smallest body to try a command with. */
function withExamples(document: OpenAPIObject): OpenAPIObject {
  for (const operation of operationsOf(document)) Object.assign(bodyOf(operation), exampleOf(operation, document));
  return document;
}

interface Body {
  readonly schema?: object;
}

function bodyOf({ requestBody }: { readonly requestBody?: object }): Body {
  return (requestBody as { content?: Readonly<Record<string, Body>> } | undefined)?.content?.['application/json'] ?? {};
}

function exampleOf(operation: { readonly requestBody?: object }, document: OpenAPIObject): object {
  const { schema } = bodyOf(operation);
  return schema === undefined ? {} : { example: smallestBody(schema, document) };
}
