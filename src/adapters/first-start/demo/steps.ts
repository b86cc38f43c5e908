import type { Case } from './cases';
import { pick } from './cases';
import type { Story } from './stories';

/** One command of the demo: its sender, and the minutes since the previous one. */
export interface Step {
  /** Keys of organisation and person: `organisation/person`. */
  readonly by: string;
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly after: number;
  /** Files of `pictures` to attach. */
  readonly pictures?: readonly string[];
}

/** Part of a ticket's life. */
export type Beat = (of: Case) => readonly Step[];

type Who = (of: Case) => string;

export const customer: Who = ({ site, seed }) => `${site.customer}/${pick(site.users, seed)}`;
/** The last of a site's users. */
export const customerAdmin: Who = ({ site }) => `${site.customer}/${site.users.at(-1) ?? ''}`;
const staff =
  (role: 'callCentre' | 'agent' | 'dispatcher' | 'manager' | 'checker'): Who =>
  ({ site, crew }) =>
    `${site.partner}/${crew[role]}`;
export const [callCentre, agent, dispatcher, manager, checker] = (
  ['callCentre', 'agent', 'dispatcher', 'manager', 'checker'] as const
).map(staff) as [Who, Who, Who, Who, Who];
export const technician: Who = ({ site, crew, seed }) => `${site.partner}/${pick(crew.technicians, seed)}`;
export const otherTechnician: Who = ({ site, crew, seed }) => `${site.partner}/${pick(crew.technicians, seed + 1)}`;

/** A single command. */
export const step =
  (by: Who, type: string, after: number, body: (of: Case) => Readonly<Record<string, unknown>> = () => ({})): Beat =>
  (of) => [{ by: by(of), type, after, body: body(of) }];

export const all =
  (...beats: readonly Beat[]): Beat =>
  (of) =>
    beats.flatMap((beat) => beat(of));

export const when =
  (holds: (of: Case) => boolean, beat: Beat): Beat =>
  (of) =>
    holds(of) ? beat(of) : [];

export const reply = (by: Who, after: number, text: (of: Case) => string): Beat =>
  step(by, 'Reply', after, (of) => ({ audience: 'everyone', body: text(of) }));

export const note = (by: Who, after: number, text: (of: Case) => string): Beat =>
  step(by, 'Reply', after, (of) => ({ audience: 'staff', body: text(of) }));

/** The story's text with its picture. */
export const replyWithPicture =
  (by: Who, after: number, text: (story: Story) => string): Beat =>
  (of) => {
    const { picture } = of.story;
    const said = { by: by(of), type: 'Reply', after, body: { audience: 'everyone', body: text(of.story) } };
    return [{ ...said, ...(picture !== undefined && { pictures: [picture] }) }];
  };
