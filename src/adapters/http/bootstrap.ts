import multipart from '@fastify/multipart';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';
import type { Authenticator } from '../auth/authenticator.port';
import { authenticateFirst } from './authentication';
import { serveDocumentation } from './documentation/documentation';
import { maxFileBytes, maxFiles } from './limits';
import { AUTHENTICATOR } from './tokens';

/** What an application made with `httpAdapter` and `httpOptions` still needs before `init` or `listen`. */
export async function configureHttp(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  protect(fastify);
  authenticateFirst(fastify, app.get<Authenticator>(AUTHENTICATOR));
  await app.register(multipart, {
    limits: { fileSize: maxFileBytes, files: maxFiles, fields: 5, fieldSize: 1024, parts: maxFiles + 5, headerPairs: 50 },
  });
  serveDocumentation(app);
}

/** helmet itself: its Fastify plugin makes all of it anew for every request, which takes longer than deciding a command. */
function protect(fastify: FastifyInstance): void {
  // Docket may well be reached by plain HTTP inside a house; the proxy in front of it is who upgrades.
  const secure = helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } });
  fastify.addHook('onRequest', (request, reply, done) =>
    secure(request.raw, reply.raw, (error) => done(error as Error | undefined)),
  );
}
