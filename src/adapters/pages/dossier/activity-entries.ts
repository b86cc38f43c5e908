import { compareBy } from '../../../projections/kernel/scalars';
import { fullSort } from '../../../projections/kernel/served-by';
import { shown } from '../../../projections/kernel/shown';
import { activityOrder } from '../../../projections/tickets/activity';
import { labelled } from '../../../projections/tickets/merged-view';
import type { Printed } from '../../desk/dossier/dossier-printer.port';
import { feedView } from '../conversation/feed-view';
import { figureOf } from './file-rows';
import type { Worded } from './worded';

const byTime = compareBy(fullSort(activityOrder));

/** What happened, oldest first, with what happened to merged tickets between, each labelled with its own number (rule 3). */
export function activityEntries(dossier: Printed, worded: Worded) {
  const { ticket, merged, files } = dossier;
  const { names } = worded;
  const details = new Map([ticket, ...merged].map(({ detail }) => [detail._id, detail]));
  const lines = [ticket, ...merged].flatMap(({ activity }) => activity).sort(byTime);
  const items = lines.map((line) => labelled(shown(line), details.get(line.ticket) ?? ticket.detail, ticket.detail._id));
  const page = { items, names, earlier: null, later: null };
  const { entries } = feedView({ ...worded, ticket: { number: ticket.detail.number, title: ticket.detail.title, names }, page });
  const known = new Map(files.map((file) => [`${file.number} ${file.line.file}`, file]));
  return entries.map((entry) => {
    const own = entry.files.map((file) => ({
      ...file,
      figure: figureOf(known.get(`${entry.origin ?? ticket.detail.number} ${file.id}`), worded),
    }));
    return {
      ...{ at: entry.at, recordedAt: entry.recordedAt, who: entry.who, organisation: entry.organisation, origin: entry.origin },
      ...{
        isStaffOnly: entry.isStaffOnly,
        isSaid: entry.isSaid,
        isGone: entry.isGone,
        text: entry.text,
        title: entry.title,
        sentence: entry.sentence,
      },
      figures: own.flatMap(({ figure }) => figure ?? []),
      files: own.filter(({ figure }) => figure === null).map(({ name, bytes }) => ({ name, bytes })),
    };
  });
}
