import { compareBy } from '../../../projections/kernel/scalars';
import type { Printed } from '../../desk/dossier/dossier-printer.port';
import { factView } from '../audit-trail/fact-view';
import type { Worded } from './worded';

const byRecording = compareBy([{ field: 'recordedAt' }, { field: 'revision' }]);

/** Every fact in words, with its revision and hash; those of merged tickets between, labelled. */
export function logRows({ ticket, merged }: Printed, worded: Worded) {
  const of = [ticket, ...merged].flatMap(({ detail, facts }) =>
    facts.map((fact) => ({ ...fact, number: detail._id === ticket.detail._id ? null : detail.number })),
  );
  return of
    .sort((a, b) => byRecording(a as never, b as never))
    .map((fact) => ({ ...factView(fact, worded), ofTicket: fact.number }));
}
