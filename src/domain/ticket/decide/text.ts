import type { DecisionContext } from '../../context';
import { reject } from '../../kernel/errors';
import { itself, type Audience, type Confidential } from '../../kernel/event';
import type { PersonSubject } from '../../kernel/ids';
import { isStaff } from '../../people/actor';
import { isImporting } from '../../people/rights';
import type { NamedFile } from '../ticket.commands';
import type { FilesAttached, ReasonGiven, Requester, TicketEvent } from '../ticket.events';
import type { OpenedState } from '../ticket.state';

/** Title and description belong to the requester, whoever typed them. */
export function subjectOf(requester: Requester): PersonSubject {
  return 'user' in requester ? `user-${requester.user}` : `contact-${requester.contact}`;
}

/**
 * The subject whose key seals a text. Texts of the customer's side are sealed for their writer and erased with them. Staff texts about the case
 * are sealed for the ticket and outlive the people.
 */
export function writerOf({ requester }: Pick<OpenedState['ticket'], 'requester'>, { actor }: DecisionContext): Writer {
  const isRequester = 'user' in requester && requester.user === actor.user;
  return isStaff(actor) && !isRequester ? itself : `user-${actor.user}`;
}

type Writer = PersonSubject | typeof itself;

/** One box with the values that are not empty, or no box. */
export function sealed<Field extends string>(
  subject: Writer,
  values: { readonly [F in Field]: string | undefined },
): { readonly confidential?: readonly Confidential<Field>[] } {
  const said = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== '')) as {
    readonly [F in Field]?: string;
  };
  return Object.keys(said).length === 0 ? {} : { confidential: [{ subject, values: said }] };
}

/** The files not yet on the ticket, each once and in a fact of its own. Redacting one destroys no other file's name (rule 7). */
export function attached(files: readonly NamedFile[] = [], audience: Audience, on: Attachable): readonly FilesAttached[] {
  const fresh = [...new Map(files.map((file) => [file.file, file])).values()].filter(({ file }) => !on.files.includes(file));
  return fresh.map(({ file, sha256, bytes, mediaType, keyId, name }) => ({
    type: 'FilesAttached',
    audience,
    data: { files: [{ file, sha256, bytes, mediaType, keyId }] },
    ...sealed(on.writer, { [file]: name }),
  }));
}

interface Attachable {
  /** Files already on the ticket. */
  readonly files: OpenedState['ticket']['files'];
  readonly writer: Writer;
}

interface Explained {
  readonly of: TicketEvent['type'];
  /** Who reads the reason, unless the writer narrows it (rule 4). */
  readonly audience: Audience;
  readonly text: string | undefined;
  readonly narrowedTo?: Audience | undefined;
  readonly files?: readonly NamedFile[] | undefined;
}

/** The reason, in a fact of its own because its audience may differ, and the files that came with it. */
export function explained(explanation: Explained, { ticket }: OpenedState, context: DecisionContext): readonly TicketEvent[] {
  const { of, text, files } = explanation;
  const audience = narrowed(explanation, context);
  const writer = writerOf(ticket, context);
  const reason: ReasonGiven = {
    type: 'ReasonGiven',
    audience,
    data: { for: of },
    ...sealed(writer, { text }),
  };
  return [...(text === undefined || text === '' ? [] : [reason]), ...attached(files, audience, { files: ticket.files, writer })];
}

function narrowed({ audience, narrowedTo = audience }: Explained, context: DecisionContext): Audience {
  if (audience === 'staff' && narrowedTo === 'everyone') {
    return reject('invalid', 'This reason is for staff only, and you cannot show it to everyone. Reply to everyone instead.', {
      fields: { audience: 'staff, or leave it out' },
    });
  }
  if (narrowedTo === 'staff' && audience === 'everyone' && !isStaff(context.actor) && !isImporting(context)) {
    return reject('invalid', 'Customers can write only to everyone. Leave the audience out.', {
      fields: { audience: 'everyone, or leave it out' },
    });
  }
  return narrowedTo;
}
