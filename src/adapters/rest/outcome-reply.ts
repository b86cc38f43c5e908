import type { FastifyReply } from 'fastify';
import type { Outcome } from '../desk/asker';
import { etag } from '../web/etag';

/** What a command answers. */
export type OutcomeAnswer = Omit<Outcome, 'position'>;

/** Notes the revision, and the address of what was made. */
export function answerOf(
  { id, revision, recorded, repeated, made }: Outcome,
  reply: FastifyReply,
  location?: string,
): OutcomeAnswer {
  void reply.header('etag', etag(revision));
  if (location !== undefined) void reply.status(201).header('location', location);
  return { id, revision, recorded, repeated, ...(made !== undefined && { made }) };
}
