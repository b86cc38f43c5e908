import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { serveDocumentation } from './documentation';
import { maxFileBytes, maxFiles } from './limits';

/** What an application made with `httpAdapter` and `httpOptions` still needs before `init` or `listen`. */
export async function configureHttp(app: NestFastifyApplication): Promise<void> {
  // Docket may well be reached by plain HTTP inside a house; the proxy in front of it is who upgrades.
  await app.register(helmet, { contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } });
  await app.register(multipart, {
    limits: { fileSize: maxFileBytes, files: maxFiles, fields: 5, fieldSize: 1024, parts: maxFiles + 5, headerPairs: 50 },
  });
  serveDocumentation(app);
}
