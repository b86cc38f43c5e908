import type { Actor } from '../../../domain/people/actor';
import type { Engagement, Kind } from '../../../domain/ticket/ticket.events';
import { engagements, kinds } from '../../../domain/ticket/ticket.events';
import { profileOf } from '../../../domain/ticket/ticket.profiles';
import type { Translate } from '../rendering/words';

/** A ticket kind or engagement to choose, with its conditions. */
export interface ChoiceCard {
  readonly value: string;
  readonly label: string;
  readonly about: string;
  /** Conditions on its way. */
  readonly gates: readonly string[];
  /** Why it is disabled. Null if it is enabled. */
  readonly off: string | null;
  readonly isChosen: boolean;
  readonly icon: string;
}

const kindIcons: { readonly [kind in Kind]: string } = {
  service: 'tool',
  maintenance: 'refresh',
  claim: 'flag',
  issue: 'alert-circle',
};
const engagementIcons: { readonly [engagement in Engagement]: string } = {
  own: 'building-store',
  asp: 'building',
  visit: 'map-pin',
  subcontracted: 'arrow-forward-up',
};

/** Conditions concern the handler, so only staff see them. */
export function kindCards(chosen: string, isStaff: boolean, t: Translate): readonly ChoiceCard[] {
  return kinds.map((kind) => {
    const { beforeQualifying, beforeQualified } = profileOf(kind, 'own');
    const gates = isStaff ? [...beforeQualifying, ...beforeQualified] : [];
    return {
      ...{ value: kind, label: t(`forms.values.${kind}`), about: t(`opening.kind.${kind}`), icon: kindIcons[kind] },
      gates: gates.map((gate) => t(`opening.gate.${gate}`)),
      ...{ off: null, isChosen: chosen === kind },
    };
  });
}

/** ASP business is a preference of the opener's organisation. */
export interface Footing {
  readonly actor: Actor;
  readonly isAspBusiness: boolean;
}

export function engagementCards(chosen: string, footing: Footing, t: Translate): readonly ChoiceCard[] {
  return engagements.map((engagement) => ({
    ...{ value: engagement, label: t(`forms.values.${engagement}`), about: t(`opening.engagement.${engagement}`) },
    ...{ gates: [], off: whyOff(engagement, footing, t), isChosen: chosen === engagement, icon: engagementIcons[engagement] },
  }));
}

/** Warns before the user fills in a form that would be refused. */
function whyOff(engagement: Engagement, { actor, isAspBusiness }: Footing, t: Translate): string | null {
  if (engagement === 'asp' && !isAspBusiness) return t('opening.off.aspBusiness');
  if (engagement === 'asp' && !actor.permissions.has('asp.open')) return t('opening.off.asp');
  const mayWaive = actor.permissions.has('ticket.waive-gate');
  return profileOf('service', engagement).atOpening.length > 0 && !mayWaive ? t('opening.off.visit') : null;
}
