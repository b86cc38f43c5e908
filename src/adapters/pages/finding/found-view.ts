import type { Findable, Hit } from '../../desk/finding/finder';
import type { Translate } from '../rendering/words';
import { statusKey } from '../tickets/status-key';

/** A search result in an option list or on the results page. */
export interface Found {
  /** Value that a form submits. */
  readonly value: string;
  readonly href: string;
  readonly title: string;
  readonly detail: string;
  readonly icon: string | null;
  /** Set for tickets. */
  readonly status: string | null;
}

export interface FoundGroup {
  readonly key: Findable;
  readonly hits: readonly Found[];
}

const icons = { organisation: 'building', contact: 'address-book', user: 'user' } as const;
const paths = { organisation: '/organisations/', contact: '/contacts/', user: '/users/' } as const;

/** Non-empty groups in the order of kinds. `inForm` makes values distinguish users from contacts. */
export function groupsOf(hits: readonly Hit[], t: Translate, inForm: 'id' | 'person' = 'id'): readonly FoundGroup[] {
  const kinds = [...new Set(hits.map(({ kind }) => kind))];
  return kinds.map((key) => ({
    key,
    hits: hits.filter(({ kind }) => kind === key).map((hit) => foundOf(hit, t, inForm)),
  }));
}

export function foundOf(hit: Hit, t: Translate, inForm: 'id' | 'person' = 'id'): Found {
  const { kind, id, title } = hit;
  const shown = { title: title ?? t('finding.erased'), detail: detailOf(hit, t) };
  if (kind === 'ticket') return { ...shown, ...ofTicket(hit) };
  const value = inForm === 'person' ? `${kind}:${id}` : id;
  return { ...shown, value, href: `${paths[kind]}${id}`, icon: icons[kind], status: null };
}

/** Users identify tickets by number. */
function ofTicket({ ticket }: Hit): Pick<Found, 'value' | 'href' | 'icon' | 'status'> {
  const value = ticket?.number ?? '';
  return { value, href: `/tickets/${value}`, icon: null, status: ticket === undefined ? null : statusKey(ticket) };
}

function detailOf({ details, organisationKind }: Hit, t: Translate): string {
  const kind = organisationKind === undefined ? [] : [t(`people.kind.${organisationKind}`)];
  return [...kind, ...details].join(' · ');
}
