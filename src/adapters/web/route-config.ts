import { RouteConfig } from '@nestjs/platform-fastify';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants';
import type { FastifyContextConfig } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Needs no authentication, unlike every other route. */
    public?: boolean;
    /** Also accepts multipart forms. */
    forms?: boolean;
    /** A page, which accepts sessions and never tokens. `open` pages are also shown to visitors without a session. */
    page?: 'open' | 'signed-in';
    /** A response that stays open, such as server-sent events. Its problems are not shown as pages. */
    live?: boolean;
  }
}

/** Merges with the route config of other decorators. */
const says = (config: FastifyContextConfig): MethodDecorator => {
  return (target, name, descriptor) => {
    const said: unknown = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, descriptor.value as object);
    return RouteConfig({ ...(said as FastifyContextConfig | undefined), ...config })(target, name, descriptor);
  };
};

/** A route without authentication. */
export const Public = (): MethodDecorator => says({ public: true });

/** A route that also accepts multipart forms. */
export const TakesForms = (): MethodDecorator => says({ forms: true });

/** A page for signed-in users. Its forms must carry the session's CSRF token. */
export const Page = (): MethodDecorator => says({ page: 'signed-in', forms: true });

/** A page for everybody, such as the sign-in page. */
export const OpenPage = (): MethodDecorator => says({ page: 'open', forms: true });

/** A long-lived connection of a page, with the page's access rules. */
export const LivePage = (): MethodDecorator => says({ page: 'signed-in', live: true });
