import { NotFoundException } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor } from '../../domain/people/actor';
import type { Authenticator } from '../auth/authenticator.port';
import type { PageGate } from './page-gate.port';
import { EdgeError } from './problems/problem';

const bearer = /^Bearer +([\x21-\x7e]{1,500})$/i;

/**
 * Every route needs a token unless it is `Public`, and pages need a session instead. A hook and not a Nest guard, because it must run before
 * anybody can make the server parse a large body.
 */
export function authenticateFirst(fastify: FastifyInstance, authenticator: Authenticator, gate: PageGate | null = null): void {
  fastify.addHook('onRequest', async (request) => {
    // Nest's words, which it also uses for a known path with another method.
    if (request.is404) throw new NotFoundException(`Cannot ${request.method} ${request.originalUrl}`);
    const { public: isPublic, page } = request.routeOptions.config;
    if (page !== undefined) await gate?.admit(request, page);
    else if (isPublic !== true) request.actor = await actorOf(request, authenticator);
  });
  if (gate === null) return;
  fastify.addHook('preHandler', async (request) => {
    if (request.routeOptions.config.page !== undefined && request.method === 'POST') await gate.checkForm(request);
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
