import type { FastifyReply } from 'fastify';
import type { Outcome } from '../desk/asker';
import { etag } from '../web/etag';

/** The response body of a command. */
export type OutcomeAnswer = Omit<Outcome, 'position'>;

/** Sets the ETag, and the Location of a created resource. */
export function answerOf(
  { id, revision, recorded, repeated, made }: Outcome,
  reply: FastifyReply,
  location?: string,
): OutcomeAnswer {
  void reply.header('etag', etag(revision));
  if (location !== undefined) void reply.status(201).header('location', location);
  return { id, revision, recorded, repeated, ...(made !== undefined && { made }) };
}
