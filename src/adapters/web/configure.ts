import multipart from '@fastify/multipart';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';
import type { Authenticator } from '../auth/authenticator.port';
import { authenticateFirst } from './authentication';
import type { PageGate } from './page-gate.port';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { maxFileBytes, maxFiles, maxFormFieldBytes, maxFormFields } from './limits';
import { AUTHENTICATOR } from '../desk/tokens';

/** Completes an application made with `httpAdapter` and `httpOptions`. Call it before `init` or `listen`. */
export async function configureHttp(app: NestFastifyApplication, gate: PageGate | null = null): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  protect(fastify);
  authenticateFirst(fastify, app.get<Authenticator>(AUTHENTICATOR), gate);
  await app.register(multipart, {
    limits: {
      fileSize: maxFileBytes,
      files: maxFiles,
      fields: maxFormFields,
      fieldSize: maxFormFieldBytes,
      parts: maxFiles + maxFormFields,
      headerPairs: 50,
    },
  });
}

/**
 * Helmet's headers are the same for every answer, so they are computed once and set by Fastify. On the raw response each would be
 * processed twice.
 */
function protect(fastify: FastifyInstance): void {
  // Docket may be served by plain HTTP inside a network; a proxy in front of it upgrades.
  const secure = helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } });
  const answer = new ServerResponse(new IncomingMessage(new Socket()));
  secure(answer.req, answer, () => undefined);
  const headers = answer.getHeaders();
  fastify.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(headers);
    done();
  });
}
