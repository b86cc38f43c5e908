import { dossierSections, type DossierSection } from '../../../domain/ticket/ticket.events';
import { has } from '../../desk/dossier/dossier-model';
import type { Printed } from '../../desk/dossier/dossier-printer.port';
import type { Translate } from '../rendering/words';
import { readable } from '../tickets/readable';
import { statusKey } from '../tickets/status-key';
import { overviewView } from '../tickets/ticket-view';
import { activityEntries } from './activity-entries';
import { fileRows, figuresOf } from './file-rows';
import { logRows } from './log-rows';
import type { Worded } from './worded';

/** What print.hbs draws. */
export function pageView(dossier: Printed, worded: Worded) {
  const { ticket, asOf, isClosed, address, sender } = dossier;
  const { names, t, formats } = worded;
  const { detail } = ticket;
  const company = sender.letterhead?.name || (names[sender.organisation] ?? t('tickets.system'));
  const heading = readable(detail.title) ?? t('tickets.erased');
  return {
    letterhead: letterheadOf(dossier, company),
    ...{ company, address, number: detail.number, heading },
    title: `${t('dossier.running', { number: detail.number })}: ${heading}`,
    status: statusKey(detail),
    stamp: isClosed ? null : t('dossier.notClosed', { at: formats.moment(asOf.at) }),
    grid: gridOf(dossier, worded),
    contents: contentsOf(dossier),
    ...drawnSections(dossier, worded),
    proof: { head: asOf.head, revision: asOf.revision, logIndex: asOf.logIndex, sections: sectionsOf(dossier, t) },
  };
}

/** The block above everything; null for an organisation that never set one. */
function letterheadOf({ sender: { letterhead } }: Printed, company: string) {
  if (letterhead === null) return null;
  const { logo, address } = letterhead;
  return {
    name: company,
    lines: address.split('\n').filter((line) => line !== ''),
    logo: logo === null ? null : { ...logo, src: `data:image/png;base64,${logo.png}` },
  };
}

function drawnSections(dossier: Printed, worded: Worded) {
  const drawn = <T>(section: DossierSection, draw: (dossier: Printed, worded: Worded) => T): T | null =>
    has(dossier, section) ? draw(dossier, worded) : null;
  return {
    overview: drawn('overview', overviewOf),
    contact: drawn('contact', contactOf),
    activity: drawn('activity', activityEntries),
    logs: drawn('logs', logRows),
    merged: drawn('merged', mergedOf),
    attachments: drawn('attachments', fileRows),
    // With the activity they stand where they were said.
    figures: has(dossier, 'activity') ? [] : (drawn('attachments', figuresOf) ?? []),
  };
}

const sectionsOf = (dossier: Printed, t: Translate): string =>
  dossier.wish.sections.map((section) => t(`dossier.section.${section}`)).join(', ');

const cell = (label: string, value: string | null | undefined, below: string | null | undefined = null) => ({
  label,
  value: value ?? '–',
  below: below ?? null,
});

function gridOf({ ticket: { detail } }: Printed, { names, t, formats }: Worded) {
  const { ownerOrganisation, details, handler, assignee, openedAt, takenInHandlingAt, closure } = detail;
  return [
    cell(t('dossier.customer'), names[ownerOrganisation], details.branch ?? details.location),
    cell(t('dossier.serviceBy'), names[handler], names[assignee ?? '']),
    cell(t('dossier.machine'), details.configurationItem, details.serialNumber),
    cell(t('dossier.opened'), formats.moment(openedAt)),
    cell(
      t('dossier.taken'),
      takenInHandlingAt === null ? null : t('dossier.after', { time: between(openedAt, takenInHandlingAt) }),
    ),
    cell(t('dossier.closed'), closure === null ? null : formats.moment(closure.at)),
  ];

  function between(from: string, to: string): string {
    return formats.duration(Date.parse(to) - Date.parse(from));
  }
}

function contentsOf(dossier: Printed) {
  return dossierSections.filter((section) => has(dossier, section)).map((section, at) => ({ section, nth: at + 1 }));
}

function overviewOf({ ticket: { detail } }: Printed, { names }: Worded) {
  const { description, details, solution, closure, work, faults, waivers, affectedItems } = overviewView({ ...detail, names });
  return { description, details, solution, closure, work, faults, waivers, affectedItems };
}

function contactOf({ ticket: { detail } }: Printed, { names, contacts, t }: Worded) {
  const { requester, creator, owner, watchers, details } = detail;
  const known = [
    cell(t('dossier.requester'), names['user' in requester ? requester.user : requester.contact]),
    cell(t('dossier.phone'), contacts.phones.join(', ') || null),
    cell(t('dossier.email'), contacts.emails.join(', ') || null),
    cell(t('tickets.creator'), names[creator.user]),
    cell(t('tickets.side.owner'), [names[owner.user], names[owner.organisation]].filter((one) => one !== undefined).join(', ')),
    cell(t('dossier.place'), [details.branch, details.postalCode].filter((one) => one !== undefined).join(', ') || null),
  ];
  return { known, watchers: watchers.map(({ email, kinds }) => ({ email: readable(email), kinds })) };
}

function mergedOf({ merged }: Printed, { names }: Worded) {
  return merged.map(({ detail }) => ({
    ...{ number: detail.number, status: statusKey(detail), title: readable(detail.title), openedAt: detail.openedAt },
    description: readable(detail.description),
    customer: names[detail.ownerOrganisation] ?? '–',
  }));
}
