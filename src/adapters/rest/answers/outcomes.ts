import type { OutcomeAnswer } from '../outcome-reply';
import { cast, exampleId } from './cast';
import { about, count, id, listOf, object, optional, text, yesNo } from './schema';

const described = object<OutcomeAnswer>('Outcome', {
  id: about('What the command was about. A new thing is named here.', id, cast.ticket),
  revision: about('Revision after it. Also in `ETag`.', count, 1),
  recorded: about('Types of the recorded facts, in order. Empty when everything held already.', listOf(text), ['TicketAssigned']),
  repeated: about('This very request was carried out before. This is its outcome.', yesNo, false),
  made: optional(about('The part that was created, such as a team or a watcher.', id, exampleId('watcher'))),
});

const example: OutcomeAnswer = { id: cast.ticket, revision: 1, recorded: ['TicketAssigned'], repeated: false };

/** What a command answers. Most make no part. */
export const outcome: typeof described = { ...described, example };
