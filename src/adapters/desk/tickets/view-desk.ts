import { Inject, Injectable } from '@nestjs/common';
import { reject } from '../../../domain/kernel/errors';
import type { Actor } from '../../../domain/people/actor';
import type { Permission } from '../../../domain/people/permission';
import type { Ids } from '../../system/clock.port';
import type { SavedView, SavedViews } from '../../settings/saved-views.port';
import { refuseFields } from '../refuse-fields';
import { IDS, SAVED_VIEWS } from '../tokens';

/** Any of these permissions is enough to share views. */
const sharing: readonly Permission[] = ['ticket.manage', 'organisation.manage'];
export const longestViewName = 60;
const longestQuery = 4_000;
const mostOwn = 50;

export interface ViewWish {
  readonly name: string;
  readonly isShared: boolean;
}

export interface VisibleView extends SavedView {
  readonly isOwn: boolean;
  /** Whether the reader may rename, share and delete the view. */
  readonly isChangeable: boolean;
}

/** Saved views: the user's own, and their organisation's. */
@Injectable()
export class ViewDesk {
  constructor(
    @Inject(SAVED_VIEWS) private readonly views: SavedViews,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  mayShare({ permissions }: Actor): boolean {
    return sharing.some((permission) => permissions.has(permission));
  }

  async visibleTo(actor: Actor): Promise<readonly VisibleView[]> {
    return (await this.views.visibleTo(actor)).map((view) => this.asSeenBy(actor, view));
  }

  /** @throws {DomainError} invalid; already-exists; not-permitted when sharing; too-large when there are too many views */
  async save(actor: Actor, { query, ...wish }: ViewWish & { readonly query: string }): Promise<void> {
    const name = nameIn(wish);
    const visible = await this.visibleTo(actor);
    const own = visible.filter(({ isOwn }) => isOwn);
    if (own.length >= mostOwn) reject('too-large', `You have ${mostOwn} views. Delete one first.`, { most: mostOwn });
    if (query.length > longestQuery) reject('too-large', 'This list has too many filters to be saved.', { most: longestQuery });
    demandOwnName(name, visible);
    await this.views.put({ id: this.ids.next(), name, query, owner: actor.user, sharedIn: this.sharedIn(actor, wish) });
  }

  /** @throws {DomainError} invalid; already-exists; not-permitted; unknown when the actor cannot see such a view */
  async revise(actor: Actor, id: string, wish: ViewWish): Promise<void> {
    const view = await this.changeable(actor, id);
    const isAsBefore = wish.isShared === (view.sharedIn !== null);
    const sharedIn = isAsBefore ? view.sharedIn : this.sharedIn(actor, wish);
    const name = nameIn(wish);
    const others = (await this.visibleTo(actor)).filter((one) => one.id !== id);
    if (name !== view.name) demandOwnName(name, others);
    await this.views.put({ ...storedOf(view), name, sharedIn });
  }

  /** @throws {DomainError} not-permitted; unknown when the actor cannot see such a view */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.views.remove((await this.changeable(actor, id)).id);
  }

  private async changeable(actor: Actor, id: string): Promise<VisibleView> {
    const found = await this.views.find(id);
    const isVisible = found !== null && (found.owner === actor.user || found.sharedIn === actor.organisation);
    if (!isVisible) return reject('unknown', 'There is no such view, or none that you may see.');
    const view = this.asSeenBy(actor, found);
    return view.isChangeable ? view : refuseSharing();
  }

  private asSeenBy(actor: Actor, view: SavedView): VisibleView {
    const isOwn = view.owner === actor.user;
    const isOfTheirs = view.sharedIn === actor.organisation && this.mayShare(actor);
    return { ...view, isOwn, isChangeable: isOwn || isOfTheirs };
  }

  private sharedIn(actor: Actor, { isShared }: ViewWish): SavedView['sharedIn'] {
    if (!isShared) return null;
    return this.mayShare(actor) ? actor.organisation : refuseSharing();
  }
}

function refuseSharing(): never {
  reject('not-permitted', 'Shared views are made and changed by those who manage tickets or the organisation.', {
    permission: 'ticket.manage',
  });
}

function storedOf({ id, name, query, owner, sharedIn }: SavedView): SavedView {
  return { id, name, query, owner, sharedIn };
}

/** Two tabs of one name cannot be told apart. @throws {DomainError} already-exists */
function demandOwnName(name: string, others: readonly SavedView[]): void {
  const isTaken = others.some((one) => one.name.toLowerCase() === name.toLowerCase());
  if (isTaken) reject('already-exists', 'You see another view of this name. Choose another name.', { name });
}

/** @throws {DomainError} invalid */
function nameIn({ name }: ViewWish): string {
  const plain = name.normalize('NFC').replace(/\s+/gu, ' ').trim();
  if (plain !== '' && plain.length <= longestViewName) return plain;
  return refuseFields([{ field: 'name', message: `must have 1 to ${longestViewName} characters` }]);
}
