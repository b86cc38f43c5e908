import { RouteConfig } from '@nestjs/platform-fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Needs no sign-in. Every other route does. */
    public?: boolean;
    /** Takes multipart forms, too. */
    forms?: boolean;
  }
}

/** A route that needs no sign-in. */
export const Public = (): MethodDecorator => RouteConfig({ public: true });

/** A route that takes multipart forms, too. */
export const TakesForms = (): MethodDecorator => RouteConfig({ forms: true });
