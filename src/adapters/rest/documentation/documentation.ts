import type { Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { describedResources } from './described-resources';
import { describeApi } from './describe-api';
import { addressHere } from './guide';

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Docket API</title><link rel="icon" href="data:,"><body><div id="reader"></div>
<noscript>This page needs JavaScript. The same stands in <a href="/openapi.json">/openapi.json</a>.</noscript>
<script src="/docs/scalar.js"></script><script src="/docs/start.js"></script></body></html>`;

/** Turns off every feature of the viewer that calls its vendor's servers. */
const settings = {
  url: '/openapi.json',
  ...{ withDefaultFonts: false, telemetry: false, proxyUrl: '', agent: { disabled: true }, mcp: { disabled: true } },
  ...{ hideClientButton: true, showDeveloperTools: 'never', documentDownloadType: 'direct', showOperationId: true },
  ...{ defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' }, persistAuth: false, defaultOpenAllTags: false },
};
const start = `Scalar.createApiReference('#reader', ${JSON.stringify(settings)});`;

/** Serves OpenAPI 3.1 at /openapi.json, and its viewer at /docs. */
export function serveDocumentation(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const open = { config: { public: true } };
  let known: string | undefined;
  const description = () =>
    (known ??= JSON.stringify(describeApi({ controllers: controllersOf(app), resources: describedResources })));
  fastify.get('/docs', open, (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  fastify.get('/docs/start.js', open, (_request, reply) => reply.type('text/javascript; charset=utf-8').send(start));
  fastify.get('/docs/scalar.js', open, (_request, reply) =>
    reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'max-age=86400')
      // Resolve on demand, so that the API runs without the viewer's package.
      .send(createReadStream(join(dirname(require.resolve('@scalar/fastify-api-reference')), 'js', 'standalone.js'))),
  );
  fastify.get('/openapi.json', open, (request, reply) =>
    reply.type('application/json; charset=utf-8').send(description().replaceAll(addressHere, addressOf(request))),
  );
}

/** The server's address as the client wrote it, if it is safe in JSON and in a shell. */
function addressOf({ protocol, host }: FastifyRequest): string {
  return /^[\w.:[\]-]+$/.test(host) ? `${protocol}://${host}` : '';
}

function controllersOf(app: NestFastifyApplication): readonly Type[] {
  const modules = [...app.get(ModulesContainer).values()];
  return modules.flatMap((module) => [...module.controllers.keys()] as Type[]);
}
