import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from './problems/problem';

/** What the pages add to the HTTP edge: sessions, CSRF checks and problems shown as pages. */
export interface PageGate {
  /** Runs before the body is read. @throws {EdgeError} unauthenticated, not-permitted */
  admit(request: FastifyRequest, page: 'open' | 'signed-in'): Promise<void>;
  /** Runs after the body is read, and refuses forms from other sites. @throws {EdgeError} not-permitted */
  checkForm(request: FastifyRequest): Promise<void>;
  /** Whether the client prefers HTML to JSON. */
  wantsPage(request: FastifyRequest): boolean;
  show(problem: Problem, request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

export const PAGE_GATE = Symbol('PageGate');
