import type { Audience } from '../../kernel/event';
import { choice, either, files, id, instant, line, list, nullable, optional, otherwise, text } from '../../kernel/fields';
import type { ContactId, UserId } from '../../kernel/ids';
import { affectedKinds, gates, mailKinds, type AttachedFile } from '../ticket.events';
import { maxCode, maxFiles, maxReason } from '../ticket.limits';

/** A stored file, with the name that goes into the box. */
export interface NamedFile extends AttachedFile {
  readonly name: string;
}

export const audiences = ['everyone', 'staff'] as const satisfies readonly Audience[];

export const attachments = optional(files<NamedFile>({ max: maxFiles }, { about: 'Files to attach.' }));

const why = { about: 'The reason, kept with the ticket.', example: 'Needs a part that only the manufacturer has.' };

/** The fields of a command that needs a reason. */
export const withReason = {
  reason: text(maxReason, why),
  audience: optional(
    choice(audiences, {
      about: 'Who reads the reason. `staff` narrows the default of the command; it can never be widened.',
    }),
  ),
  files: attachments,
};

export const staffReason = optional(
  text(maxReason, { about: 'The reason. Staff only.', example: 'The night shift has the key.' }),
);

export const requester = either(
  {
    user: id<UserId>('user', { about: 'The user who has the problem.' }),
    contact: id<ContactId>('contact', { about: 'The contact (a person without an account) who has the problem.' }),
  },
  { about: 'The person who has the problem: a user or a contact.' },
);

export const waiverFields = {
  gate: choice(gates, { about: 'The condition to waive.' }),
  reason: text(maxReason, {
    about: 'The reason for the waiver. Staff only.',
    example: 'Contract is being signed, e-mail of 20 November.',
  }),
  until: otherwise(null, nullable(instant({ about: 'When the waiver ends. Null or left out: never.' }))),
};

export const mailKindsOf = list(
  choice(mailKinds, { about: 'A kind of mail.' }),
  { max: mailKinds.length },
  { about: 'The e-mails that this address gets.', example: ['reply', 'close'] },
);

export const affectedItem = {
  kind: choice(affectedKinds, { about: 'Kind of the item.' }),
  reference: line(maxCode, { about: 'Number of the item.', example: 'SO-2026-0815' }),
};
