import type { OutcomeAnswer } from '../outcome-reply';
import { about, count, id, listOf, object, optional, text, yesNo } from './schema';

/** What a command answers. */
export const outcome = object<OutcomeAnswer>('Outcome', {
  id: about('What the command was about; a new thing is named here.', id),
  revision: about('Revision after it; also in ETag.', count),
  recorded: about('Types of the facts recorded, in order; empty when everything held already.', listOf(text)),
  repeated: about('This very request had been carried out before; this is its outcome.', yesNo),
  made: optional(about('The part that was made, such as a team or a watcher.', id)),
});
