import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { visitOf } from '../access/visit';
import { translateWith } from '../labels/label-keys';
import type { Translate } from './words';

/** Messages in the reader's language, for texts that a controller composes, such as page titles. */
export const Wording = createParamDecorator((_: unknown, context: ExecutionContext): Translate =>
  translateFor(context.switchToHttp().getRequest<FastifyRequest>()),
);

export function translateFor(request: FastifyRequest): Translate {
  const { viewer, labels } = visitOf(request);
  return translateWith(viewer.language, labels);
}
