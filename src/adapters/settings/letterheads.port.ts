import type { OrganisationId } from '../../domain/kernel/ids';

export type Logo = {
  /** PNG, base64. */
  readonly png: string;
  readonly width: number;
  readonly height: number;
};

/** What stands on an organisation's dossiers. Empty texts are left out. */
export interface Letterhead {
  /** Instead of the name in the desk. */
  readonly name: string;
  /** Up to five lines. */
  readonly address: string;
  /** One line at the bottom of every page. */
  readonly footer: string;
  readonly logo: Logo | null;
}

export interface KeptLetterhead extends Letterhead {
  /** From 1. A dossier records it, because another version makes other bytes. */
  readonly version: number;
  readonly changedAt: string;
}

export type NextLetterhead = Omit<Letterhead, 'logo'> & Partial<Pick<Letterhead, 'logo'>>;

/** Contract: test/contracts/letterheads.contract.ts. */
export interface Letterheads {
  /** Null if the organisation never set one. */
  of(organisation: OrganisationId): Promise<KeptLetterhead | null>;
  /** Makes the next version, unless nothing changes. A logo that is left out stays. */
  set(organisation: OrganisationId, next: NextLetterhead, at: string): Promise<KeptLetterhead>;
}

export const LETTERHEADS = Symbol('Letterheads');
