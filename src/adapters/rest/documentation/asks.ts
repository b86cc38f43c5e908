import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiParam, ApiQuery } from '@nestjs/swagger';
import type { Fields } from '../../../domain/kernel/fields';
import { schemaOfField, schemaOfFields } from './json-schema';

/** Describes the query of a route by its fields. */
export function AsksQuery(fields: Fields): MethodDecorator {
  return applyDecorators(
    ...Object.entries(fields).map(([name, field]) => {
      const { description, ...schema } = schemaOfField(field);
      return ApiQuery({
        name,
        required: field.presence === 'required',
        description: description as string,
        schema,
        explode: false,
      });
    }),
  );
}

/** Describes the body of a route by its fields. */
export function AsksBody(fields: Fields): MethodDecorator {
  return ApiBody({ schema: schemaOfFields(fields) });
}

/** Describes the path of a route by its fields. */
export function AsksPath(fields: Fields): MethodDecorator {
  return applyDecorators(
    ...Object.entries(fields).map(([name, field]) => {
      const { description, ...schema } = schemaOfField(field);
      return ApiParam({ name, description: description as string, schema });
    }),
  );
}
