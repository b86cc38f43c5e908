import { RouteConfig } from '@nestjs/platform-fastify';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants';
import type { FastifyContextConfig } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Needs no sign-in. Every other route does. */
    public?: boolean;
    /** Takes multipart forms, too. */
    forms?: boolean;
  }
}

/** Adds to what other decorators say of the route. */
const says = (config: FastifyContextConfig): MethodDecorator => {
  return (target, name, descriptor) => {
    const said: unknown = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, descriptor.value as object);
    return RouteConfig({ ...(said as FastifyContextConfig | undefined), ...config })(target, name, descriptor);
  };
};

/** A route that needs no sign-in. */
export const Public = (): MethodDecorator => says({ public: true });

/** A route that takes multipart forms, too. */
export const TakesForms = (): MethodDecorator => says({ forms: true });
