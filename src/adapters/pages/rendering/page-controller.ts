import {
  applyDecorators,
  Controller,
  Injectable,
  StreamableFile,
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
export class Drawing implements NestInterceptor<PageAnswer | StreamableFile, Buffer | string | StreamableFile> {
  constructor(private readonly drawer: PageDrawer) {}

  intercept(
    context: ExecutionContext,
    next: CallHandler<PageAnswer | StreamableFile>,
  ): Observable<Buffer | string | StreamableFile> {
    const http = context.switchToHttp();
    const draw = async (answer: PageAnswer | StreamableFile) =>
      answer instanceof StreamableFile
        ? answer
        : this.drawer.draw(answer, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
    return next.handle().pipe(mergeMap(draw));
  }
}

/** A controller whose methods return a `PageAnswer`, or a file. Each method declares its audience (`Page`, `OpenPage`). */
export const PageController = (path = ''): ClassDecorator => applyDecorators(Controller(path), UseInterceptors(Drawing));
