import type { INestApplication } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ticketVerbs } from '../../desk/tickets/ticket-desk';
import { outcome } from '../answers/outcomes';
import { peopleResources } from '../people/people.controllers';
import { ticketOrOutcome } from '../tickets/ticket.answer';
import { commandOperations, type DescribedResource } from './command-operations';
import { withAnswers } from './documentation-answers';

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

/** In the order in which people look for them. */
const sections = ['Tickets', 'Ticket commands', 'Files', 'Reports'] as const;

const described: readonly DescribedResource[] = [
  {
    ...{ tag: 'Ticket commands', noun: 'ticket', plural: 'tickets', table: ticketVerbs, outcome: ticketOrOutcome },
    ...{ outcomeHeaders: ['ETag', 'Preference-Applied'], prefers: true },
  },
  ...peopleResources.map((resource) => ({ ...resource, outcome, outcomeHeaders: ['ETag' as const] })),
];

/** OpenAPI 3.1 at /openapi.json, and a page to try it at /docs, where the bare address leads. */
export function serveDocumentation(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const open = { config: { public: true } };
  fastify.addHook('onRoute', (route) => {
    if (/^\/(docs|openapi\.)/.test(route.url)) route.config = { ...route.config, ...open.config };
  });
  fastify.get(phoneScript, open, (_request, reply) => reply.type('text/javascript').send(fitPhones));
  fastify.get('/', open, (_request, reply) => reply.redirect('/docs'));
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
  const document = SwaggerModule.createDocument(app, config);
  return withAnswers(withCommands(document));
}

/** Commands are described by themselves; their routes are two for each resource. */
function withCommands({ paths, ...document }: OpenAPIObject): OpenAPIObject {
  const all: Record<string, object> = { ...paths };
  for (const [path, operations] of described.flatMap((resource) => Object.entries(commandOperations(resource))))
    all[path] = { ...all[path], ...operations };
  return { ...document, paths: all };
}
