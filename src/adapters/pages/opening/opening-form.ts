import { Inject, Injectable } from '@nestjs/common';
import type { DomainError } from '../../../domain/kernel/errors';
import { isStaff, type Actor } from '../../../domain/people/actor';
import { ticketCommands } from '../../../domain/ticket/ticket.commands';
import type { ReadModels } from '../../../projections/kernel/read-models';
import type { OrganisationItem } from '../../../projections/people/organisations';
import { Finder } from '../../desk/finding/finder';
import { requestFields } from '../../desk/input/checked-input';
import { SolvedAtOnce } from '../../desk/tickets/solved-at-once';
import { READ_MODELS } from '../../desk/tokens';
import { Choices } from '../forms/choices';
import { textName, type Finding } from '../forms/finding-field';
import { inputOf, type Input, type InputParts, type Option } from '../forms/inputs';
import { leavesOf, type Leaf } from '../forms/leaves';
import { pathsIn, refusalWords, type RefusalWords } from '../forms/refusal-words';
import { lastOf, rowsTyped, type Typed } from '../forms/sent-values';
import type { Translate } from '../rendering/words';
import { engagementCards, kindCards } from './cards';
import { asFormErrors, solvingIn, typedAsCommand, watcherTrouble } from './typed-ticket';

export const openingFields = requestFields(ticketCommands.OpenTicket);
const leaves = leavesOf(openingFields);
const nothingRefused = { errors: new Map<string, string>(), notice: null };

export interface OpeningState {
  readonly typed: Typed;
  readonly kept: readonly { readonly id: string; readonly name: string }[];
  readonly refusal: DomainError | null;
  /** Possible matches of a typed name, by field. */
  readonly fits: ReadonlyMap<string, readonly Option[]>;
  /** Errors found by the page, by field. */
  readonly errors: ReadonlyMap<string, string>;
}

export const findings: { readonly customer: Finding; readonly requester: Finding } = {
  customer: { what: 'organisations' },
  requester: { what: 'people', within: 'customer' },
};

const always = [
  'title',
  'description',
  'priority',
  'details.category',
  'details.serialNumber',
  'details.branch',
  'files',
] as const;
/** Always has a value, chosen with a button instead of a list. */
const asked: ReadonlySet<string> = new Set(['priority']);
/** Inputs that only some users get. */
const noInputs = { requester: null, channel: null, occurredAt: null, technician: null, team: null };
const places = ['details.location', 'details.postalCode'] as const;

/** The form of a new ticket: who, what, when and where. It has only fields that the user may set (S0.16–S0.20, S4.62). */
@Injectable()
export class OpeningForm {
  constructor(
    private readonly choices: Choices,
    private readonly finder: Finder,
    private readonly atOnce: SolvedAtOnce,
    @Inject(READ_MODELS) private readonly models: ReadModels,
  ) {}

  async view(actor: Actor, state: OpeningState, t: Translate) {
    const typed = await this.withNames(state.typed, actor);
    const words = state.refusal === null ? nothingRefused : refusedIn(state.refusal, typed, t);
    const errors = new Map([...words.errors, ...fitErrors(state.fits, t), ...state.errors]);
    const parts = await this.parts(actor, { ...state, typed, errors }, t);
    const shown = this.pathsFor(actor).map((path) => [path.replace('details.', ''), hinted(inputAt(path, parts), t)] as const);
    return {
      ...{ notice: words.notice, kept: state.kept, isStaff: isStaff(actor), f: { ...noInputs, ...Object.fromEntries(shown) } },
      customer: mayNameOthers(actor) ? hinted(inputOf(customerLeaf, { ...parts, draft: '' }), t) : null,
      may: {
        requester: mayNameOthers(actor),
        ...{ customer: actor.permissions.has('organisation.create'), contact: actor.permissions.has('contact.manage') },
      },
      kinds: kindCards(lastOf(typed, 'kind'), isStaff(actor), t),
      ...(await this.footing(actor, lastOf(typed, 'engagement'), t)),
      ...{ watchers: lineOf('watchers', typed, errors), waiver: lineOf('waiver', typed, errors) },
      solving: { isOffered: this.atOnce.isFor(actor), ...solvingIn(typed), error: errors.get('solution') ?? null },
    };
  }

  private async parts(actor: Actor, { typed, errors, fits }: OpeningState, t: Translate): Promise<InputParts> {
    const chosen = await this.choices.of(
      leaves.filter(({ path }) => path === 'technician' || path === 'team'),
      { actor, ticket: null, only: new Map() },
    );
    return {
      ...{ t, typed, errors, required: asked, draft: 'new' },
      options: ({ path }) => fits.get(path) ?? chosen.get(path) ?? null,
      finding: ({ path }) => (path === 'requester' || path === 'customer' ? findings[path] : null),
    };
  }

  /** Fields that the user may set. The desk fills in the rest. */
  private pathsFor(actor: Actor): readonly string[] {
    const { permissions } = actor;
    return [
      ...always,
      ...places,
      ...(mayNameOthers(actor) ? ['requester'] : []),
      ...(isStaff(actor) ? ['details.channel', 'occurredAt'] : []),
      ...(permissions.has('ticket.assign') ? ['technician'] : []),
      ...(permissions.has('ticket.route') ? ['team'] : []),
    ];
  }

  private async footing(actor: Actor, chosen: string, t: Translate) {
    if (!isStaff(actor)) return { engagements: [], mayWaive: false };
    const own = await this.models.get<OrganisationItem>('organisations', actor.organisation);
    const isAspBusiness = own?.preferences?.isAspBusiness === true;
    return {
      engagements: engagementCards(chosen, { actor, isAspBusiness }, t),
      mayWaive: actor.permissions.has('ticket.waive-gate'),
    };
  }

  /** Shows the names of ids from the URL, if the user may see them. */
  private async withNames(typed: Typed, actor: Actor): Promise<Typed> {
    const named = new Map(typed);
    for (const path of ['customer', 'requester'] as const) {
      const value = lastOf(typed, path);
      if (value === '' || lastOf(typed, textName(path)) !== '') continue;
      const title = await this.titleOf(path === 'requester' ? value : `organisation:${value}`, actor);
      if (title === null) named.delete(path);
      else named.set(textName(path), [title]);
    }
    return named;
  }

  private async titleOf(value: string, actor: Actor): Promise<string | null> {
    const [kind = '', id = ''] = value.split(':');
    const hit = isNamed(kind) ? await this.finder.named(actor, kind, id) : null;
    return hit?.title ?? null;
  }
}

/** Maps a refusal from the command's field names to the form's. */
function refusedIn(refusal: DomainError, typed: Typed, t: Translate): RefusalWords {
  const command = typedAsCommand(typed, []);
  const { errors, notice } = refusalWords(refusal, {
    leaves: leavesOf(openingFields, '', rowsTyped(command)),
    typed: command,
    t,
  });
  const watchers = watcherTrouble(pathsIn(refusal), typed, t);
  const all = new Map([...asFormErrors(errors), ...(watchers === null ? [] : [['watchers', watchers] as const])]);
  return { errors: all, notice };
}

const isNamed = (kind: string): kind is 'organisation' | 'contact' | 'user' => ['organisation', 'contact', 'user'].includes(kind);

/** Users who may look people up may open a ticket on their behalf. */
export const mayNameOthers = ({ permissions }: Actor): boolean => permissions.has('user.read');

const customerLeaf: Leaf = { path: 'customer', form: { kind: 'id', of: 'organisation' }, required: false, nullable: false };

const lineOf = (name: string, typed: Typed, errors: ReadonlyMap<string, string>) => {
  return { value: lastOf(typed, name), error: errors.get(name) ?? null };
};

const hints: { readonly [path: string]: string } = {
  customer: 'opening.customerHint',
  requester: 'opening.requesterHint',
  occurredAt: 'opening.occurredHint',
  technician: 'opening.technicianHint',
};

/** Hint about an empty field, or about how to search. */
function hinted(input: Input | null, t: Translate): Input | null {
  const hint = hints[input?.name ?? ''];
  return input === null || hint === undefined ? input : { ...input, hint: t(hint) };
}

function inputAt(wanted: string, parts: InputParts): Input | null {
  const leaf = leaves.find(({ path }) => path === wanted);
  return leaf === undefined ? null : inputOf(leaf, parts);
}

function fitErrors(fits: OpeningState['fits'], t: Translate): readonly (readonly [string, string])[] {
  return [...fits].map(([path, options]) => [path, t(options.length === 0 ? 'finding.nobodyFits' : 'finding.severalFit')]);
}
