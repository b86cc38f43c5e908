import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { map, type Observable } from 'rxjs';
import { answerSchema } from './answers';
import { projectOf } from './project';
import type { AnySchema } from './schema';

/** Every answer is cut to what its schema names; a route without one answers for itself (files, pages). */
@Injectable()
export class AllowListed implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const schema = this.reflector.get<AnySchema | undefined>(answerSchema, context.getHandler());
    return schema === undefined ? next.handle() : next.handle().pipe(map(projectOf(schema)));
  }
}
