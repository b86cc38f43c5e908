import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from './problems/problem';

/** What the pages for people add to the edge: their own way in, and problems that are shown instead of sent. */
export interface PageGate {
  /** Before the body is read. @throws {EdgeError} unauthenticated, not-permitted */
  admit(request: FastifyRequest, page: 'open' | 'signed-in'): Promise<void>;
  /** Once the body is there: a form that was not made by our own page is refused. @throws {EdgeError} not-permitted */
  checkForm(request: FastifyRequest): Promise<void>;
  /** Whether whoever asked reads pages and not JSON. */
  wantsPage(request: FastifyRequest): boolean;
  show(problem: Problem, request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

export const PAGE_GATE = Symbol('PageGate');
