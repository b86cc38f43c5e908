import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Authenticator } from '../auth/authenticator.port';
import { EdgeError } from './problems/problem';
import { AUTHENTICATOR } from './tokens';

const open = 'docket:open';
/** Reached without a token. */
export const Open = () => SetMetadata(open, true);

const bearer = /^Bearer +([\x21-\x7e]{1,500})$/i;

@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(AUTHENTICATOR) private readonly authenticator: Authenticator,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean | undefined>(open, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const token = bearer.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new EdgeError('unauthenticated', 'Send a token: "Authorization: Bearer <token>".');
    request.actor = await this.authenticator.authenticate(token);
    if (request.actor === null) {
      throw new EdgeError('unauthenticated', 'This token is unknown, expired or revoked, or its user is not active.');
    }
    return true;
  }
}
