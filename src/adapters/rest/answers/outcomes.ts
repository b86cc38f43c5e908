import type { OutcomeAnswer } from '../outcome-reply';
import { cast, exampleId } from './cast';
import { about, count, id, listOf, object, optional, text, yesNo } from './schema';

const described = object<OutcomeAnswer>('Outcome', {
  id: about('Id of the changed or created resource.', id, cast.ticket),
  revision: about('Revision after the command. Also in `ETag`.', count, 1),
  recorded: about('Types of the recorded facts, in order. Empty if the command changed nothing.', listOf(text), [
    'TicketAssigned',
  ]),
  repeated: about('Whether this request was executed before. The outcome is the first one.', yesNo, false),
  made: optional(about('The part that was created, such as a team or a watcher.', id, exampleId('watcher'))),
});

const example: OutcomeAnswer = { id: cast.ticket, revision: 1, recorded: ['TicketAssigned'], repeated: false };

/** The response to a command. `made` is optional, so the example omits it. */
export const outcome: typeof described = { ...described, example };
