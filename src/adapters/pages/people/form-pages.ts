import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CommandForm } from '../../../domain/kernel/commands';
import { DomainError } from '../../../domain/kernel/errors';
import type { Actor } from '../../../domain/people/actor';
import { rejectWithout } from '../../../domain/people/rights';
import { Finder } from '../../desk/finding/finder';
import { resolved } from '../finding/finding';
import { formView } from '../forms/command-form';
import { textName, type Finding } from '../forms/finding-field';
import type { Option } from '../forms/inputs';
import { leavesOf, type Leaf } from '../forms/leaves';
import { lastOf, type Typed } from '../forms/sent-values';
import type { PageOf } from '../rendering/answer';
import { translateFor } from '../rendering/wording';
import type { Translate } from '../rendering/words';
import { PeopleChoices } from './people-choices';
import type { Item, Organisation } from './people-records';
import { peopleRefusal } from './people-refusals';
import { permissionOf, things, type Noun } from './things';

/** Commands that cannot be undone. */
const grave: ReadonlySet<string> = new Set(['erase', 'suspend']);

export interface FormOf {
  readonly noun: Noun;
  /** Null for the form of a new record. */
  readonly verb: string | null;
  readonly form: CommandForm;
  readonly item: Item | null;
  readonly actor: Actor;
  readonly request: FastifyRequest;
}

export interface FormState {
  readonly typed: Typed;
  readonly refusal: DomainError | null;
  readonly fits: ReadonlyMap<string, readonly Option[]>;
  /** Field of another form that waits for the new record. */
  readonly use: string;
}

export const untouched = { refusal: null, fits: new Map<string, readonly Option[]>() } as const;

/** Forms of all commands on organisations, people and roles, as pages and as dialogs. */
@Injectable()
export class FormPages {
  constructor(
    private readonly choices: PeopleChoices,
    private readonly finder: Finder,
  ) {}

  /** @throws {DomainError} not-permitted */
  demand({ permissions }: Actor, noun: Noun, verb: string | null): void {
    const needed = verb === null ? things[noun].mayCreate : permissionOf(things[noun], verb);
    if (needed !== null && !permissions.has(needed)) rejectWithout(needed);
  }

  async page(of: FormOf, state: FormState): Promise<PageOf> {
    const { noun, verb, item, request } = of;
    const t = translateFor(request);
    const { title, does, submit } = wordsOf(of, t);
    const { notice, inputs } = await this.drawn(of, state, t);
    const { plural } = things[noun];
    const { back, action } = addressesOf(of);
    return {
      ...{ template: 'people/do', dialog: 'forms/command-form', here: plural, title },
      status: state.refusal === null && state.fits.size === 0 ? 200 : 422,
      view: {
        ...{ noun, plural, title, notice, inputs, back, subject: item === null ? null : nameOf(item, t) },
        ...{ does, submit, action, hidden: state.use === '' ? [] : [{ name: 'use', value: state.use }] },
        ...{ isLive: false, hasFiles: false, above: null, below: null, kept: [] },
        isGrave: verb !== null && grave.has(verb),
      },
    };
  }

  /** Resolves typed names. Only a single match is taken. */
  async resolved({ noun, item, form, actor, request }: FormOf, typed: Typed) {
    const findings = new Map(
      leavesOf(form.fields).flatMap((leaf): readonly (readonly [string, Finding])[] => {
        const finding = this.choices.findingFor(leaf, { noun, item });
        return finding === null ? [] : [[leaf.path, finding]];
      }),
    );
    return resolved(typed, findings, { finder: this.finder, actor, t: translateFor(request) });
  }

  private async drawn(of: FormOf, { typed, refusal, fits }: FormState, t: Translate) {
    const { noun, verb, form, item, actor } = of;
    const leaves = leavesOf(form.fields);
    const chosen = await this.choices.of(leaves, { noun, item, actor, t });
    const special = await this.special(of, typed);
    const finding = (leaf: Leaf): Finding | null =>
      special.has(leaf.path) ? null : this.choices.findingFor(leaf, { noun, item });
    const options = (leaf: Leaf): readonly Option[] | null =>
      special.get(leaf.path) ?? fits.get(leaf.path) ?? chosen.get(leaf.path) ?? null;
    const own = peopleRefusal(refusal, leaves, t);
    const unresolved = new Map([...own.errors, ...fitErrors(fits, t)]);
    const named = await this.withNames(
      leaves.filter((leaf) => finding(leaf) !== null),
      typed,
      of,
    );
    const view = formView({
      ...{ fields: form.fields, typed: named, refusal, t, options, finding, unresolved },
      draft: draftOf(noun, item?.id, verb),
    });
    return { ...view, notice: own.errors.size > 0 ? null : (own.notice ?? view.notice) };
  }

  /** Options of fields with few possible values. */
  private async special({ verb, item }: FormOf, typed: Typed): Promise<ReadonlyMap<string, readonly Option[]>> {
    if (verb === 'remove-team-member' && item !== null)
      return new Map([['user', await this.choices.members({ item: item as Organisation, team: lastOf(typed, 'team') })]]);
    return new Map();
  }

  /** Shows the names of ids, if the user may see them. */
  private async withNames(leaves: readonly Leaf[], typed: Typed, { actor }: FormOf): Promise<Typed> {
    const named = new Map(typed);
    for (const { path, form } of leaves) {
      const id = lastOf(typed, path);
      if (id === '' || lastOf(typed, textName(path)) !== '' || form.kind !== 'id') continue;
      const hit = await this.finder.named(actor, form.of === 'user' ? 'user' : 'organisation', id);
      if (hit === null) named.delete(path);
      else named.set(textName(path), [hit.title ?? '–']);
    }
    return named;
  }
}

/** Name of the drafts of a form. */
export const draftOf = (noun: Noun, id = 'new', verb: string | null = null): string => `${noun}:${id}:${verb ?? 'new'}`;

function fitErrors(fits: FormState['fits'], t: Translate): readonly (readonly [string, string])[] {
  return [...fits].map(([path, found]) => [path, t(found.length === 0 ? 'finding.nobodyFits' : 'finding.severalFit')]);
}

function wordsOf({ noun, verb, actor }: FormOf, t: Translate) {
  if (verb === null) {
    const text = noun === 'user' && !consentsAlone(actor) ? 'userWaits' : noun;
    return { title: t(`people.new.${noun}`), does: t(`people.newText.${text}`), submit: t('people.create') };
  }
  const title = t(`people.do.${noun}.${verb}.title`);
  return { title, does: t(`people.do.${noun}.${verb}.does`), submit: title };
}

/** Whether no account that they add waits for the consent of somebody else. */
function consentsAlone({ organisationKind, permissions }: Actor): boolean {
  return organisationKind !== 'customer' && permissions.has('user.approve') && permissions.has('organisation.create');
}

function addressesOf({ noun, verb, item }: FormOf) {
  const { plural } = things[noun];
  if (item === null || verb === null) return { back: `/${plural}`, action: `/${plural}/new` };
  return { back: `/${plural}/${item.id}`, action: `/${plural}/${item.id}/do/${verb}` };
}

function nameOf(item: Item, t: Translate): string {
  if ('key' in item && item.key !== null) return t(`people.role.${item.key}`);
  return item.name === null || item.name === 'ERASED' ? t('people.erased') : item.name;
}
