import type { FastifyRequest } from 'fastify';
import type { VerbTable } from '../desk/resources';
import { EdgeError } from '../web/problems/problem';

interface Addressed<Type extends string> {
  readonly plural: string;
  readonly table: VerbTable<Type>;
}

/** The command in the path. Logs and metrics show its name instead of `:verb`. @throws {EdgeError} no-such-route */
export function commandIn<Type extends string>({ plural, table }: Addressed<Type>, request: FastifyRequest): Type {
  const { verb = '' } = request.params as { readonly verb?: string };
  const type = table.verbs.get(verb);
  if (type !== undefined) {
    request.command = verb;
    return type;
  }
  const known = [...table.verbs.keys()].sort().join(', ');
  throw new EdgeError('no-such-route', `There is no command "${verb.slice(0, 50)}" for ${plural}. There are: ${known}.`);
}
