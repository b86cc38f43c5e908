import {
  applyDecorators,
  Controller,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import type { PageAnswer } from './answer';
import { PageDrawer } from './page-drawer';

@Injectable()
export class Drawing implements NestInterceptor<PageAnswer, Buffer | string> {
  constructor(private readonly drawer: PageDrawer) {}

  intercept(context: ExecutionContext, next: CallHandler<PageAnswer>): Observable<Buffer | string> {
    const http = context.switchToHttp();
    const draw = (answer: PageAnswer) =>
      this.drawer.draw(answer, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
    return next.handle().pipe(mergeMap(draw));
  }
}

/** A controller whose methods return a `PageAnswer`. Each method declares its audience (`Page`, `OpenPage`). */
export const PageController = (path = ''): ClassDecorator => applyDecorators(Controller(path), UseInterceptors(Drawing));
