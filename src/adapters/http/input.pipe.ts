import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import type { Class } from './dto/shape';
import { refuseFields, type FieldError } from './problems/problem';
import { noteText, readAs } from './read-input';

/** Everything that comes in, before anybody looks at it. Nothing is converted or dropped in silence. */
@Injectable()
export class InputPipe implements PipeTransform {
  transform(value: unknown, { type, metatype, data = '' }: ArgumentMetadata): unknown {
    if (type === 'custom') return value;
    const troubles: FieldError[] = [];
    if (typeof value === 'string' && data !== '') noteText(value, data, troubles);
    const read = isDto(metatype) ? readAs(metatype, objectIn(value), '', troubles) : value;
    const [first, ...others] = troubles;
    return first === undefined ? read : refuseFields([first, ...others]);
  }
}

const noDtos: readonly unknown[] = [undefined, String, Object];

function isDto(metatype: ArgumentMetadata['metatype']): metatype is Class {
  return !noDtos.includes(metatype);
}

/** A command without fields may be sent without a body. */
function objectIn(body: unknown): object {
  const input = body ?? {};
  if (typeof input === 'object' && !Array.isArray(input)) return input;
  return refuseFields([{ field: '(body)', message: 'must be a JSON object' }]);
}
