import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { serveDocumentation } from './documentation/documentation';
import { addLinks } from './links';

/** Configures Fastify for the REST API. Call it before `init` or `listen`. */
export function configureRest(app: NestFastifyApplication): void {
  addLinks(app.getHttpAdapter().getInstance());
  serveDocumentation(app);
}
