import { RouteConfig } from '@nestjs/platform-fastify';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants';
import type { FastifyContextConfig } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Needs no sign-in. Every other route does. */
    public?: boolean;
    /** Takes multipart forms, too. */
    forms?: boolean;
    /** A page for people: entered with a session and never with a token. `open` pages are also shown to those who have none. */
    page?: 'open' | 'signed-in';
    /** An answer that stays open, such as server-sent events. Its problems are not shown as pages. */
    live?: boolean;
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

/** A page for those who have signed in. Forms posted to it carry the token that the session was given. */
export const Page = (): MethodDecorator => says({ page: 'signed-in', forms: true });

/** A page for everybody, such as the one to sign in. */
export const OpenPage = (): MethodDecorator => says({ page: 'open', forms: true });

/** A connection of a page that stays open: entered as a page is. */
export const LivePage = (): MethodDecorator => says({ page: 'signed-in', live: true });
