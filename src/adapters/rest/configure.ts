import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { serveDocumentation } from './documentation/documentation';
import { addLinks } from './links';

/** What the REST face needs of Fastify before `init` or `listen`. */
export function configureRest(app: NestFastifyApplication): void {
  addLinks(app.getHttpAdapter().getInstance());
  serveDocumentation(app);
}
