import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import { answerSchemaOf } from './answers';
import { projectOf } from './project';

/** Every answer is cut to what its schema names; a route without one answers for itself (files, pages). */
@Injectable()
export class AllowListed implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const schema = answerSchemaOf(context.getHandler());
    return schema === undefined ? next.handle() : next.handle().pipe(map(projectOf(schema)));
  }
}
