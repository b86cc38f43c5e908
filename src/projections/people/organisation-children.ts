import type { OrganisationEvent } from '../../domain/people/organisation.events';
import { parseStreamName } from '../../domain/kernel/ids';
import type { Document } from '../kernel/documents.port';
import type { Projection, SeenFact } from '../kernel/projection';
import type { ReadModels } from '../kernel/read-models';

/** `_id` is an organisation, `children` are those directly below it. An organisation without children has no document. */
export interface OrganisationChildren extends Document {
  readonly children: readonly string[];
}

/** Every fact names the parents that it changes, so moving a subtree changes two documents. */
export const organisationChildren: Projection<OrganisationChildren> = {
  name: 'organisation-children',
  version: 1,
  audience: 'everyone',
  indexes: [],
  handles: ['OrganisationFounded', 'ParentChanged'],
  opens: [],
  keys(fact) {
    const { from, to } = moveOf(fact);
    return [from, to].filter((parent) => parent !== null);
  },
  fold(item, fact, parent) {
    const child = parseStreamName(fact.stream)?.id ?? fact.stream;
    const others = (item?.children ?? []).filter((one) => one !== child);
    const children = parent === moveOf(fact).to ? [...others, child] : others;
    return children.length === 0 ? null : { _id: parent, children };
  },
};

type DataOf<Type extends OrganisationEvent['type']> = Extract<OrganisationEvent, { readonly type: Type }>['data'];

function moveOf({ type, data }: SeenFact): { readonly from: string | null; readonly to: string | null } {
  return type === 'ParentChanged'
    ? (data as DataOf<'ParentChanged'>)
    : { from: null, to: (data as DataOf<'OrganisationFounded'>).parent };
}

/** The organisation and all below it, at any depth. Takes one look-up per level. */
export async function withAllBelow(models: Pick<ReadModels, 'getMany'>, top: string): Promise<readonly string[]> {
  const found = new Set([top]);
  let level: readonly string[] = [top];
  while (level.length > 0) {
    const parents = await models.getMany<OrganisationChildren>(organisationChildren.name, level);
    level = [...parents.values()].flatMap(({ children }) => children).filter((child) => !found.has(child));
    for (const child of level) found.add(child);
  }
  return [...found];
}
