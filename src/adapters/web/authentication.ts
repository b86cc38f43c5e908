import { NotFoundException } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor } from '../../domain/people/actor';
import type { Authenticator } from '../auth/authenticator.port';
import { EdgeError } from './problems/problem';

const bearer = /^Bearer +([\x21-\x7e]{1,500})$/i;

/**
 * Every route needs a token unless it is `Public`. A hook and not a Nest guard, because it must run before the body is parsed: anybody
 * could otherwise make the server parse megabytes.
 */
export function authenticateFirst(fastify: FastifyInstance, authenticator: Authenticator): void {
  fastify.addHook('onRequest', async (request) => {
    // Nest's words, which it also uses for a known path with another method.
    if (request.is404) throw new NotFoundException(`Cannot ${request.method} ${request.originalUrl}`);
    if (request.routeOptions.config.public !== true) request.actor = await actorOf(request, authenticator);
  });
}

/** @throws {EdgeError} unauthenticated */
async function actorOf({ headers }: FastifyRequest, authenticator: Authenticator): Promise<Actor> {
  const token = bearer.exec(headers.authorization ?? '')?.[1];
  if (token === undefined) throw new EdgeError('unauthenticated', 'Send a token: "Authorization: Bearer <token>".');
  const actor = await authenticator.authenticate(token);
  if (actor === null)
    throw new EdgeError('unauthenticated', 'This token is unknown, expired or revoked, or its user is not active.');
  return actor;
}
