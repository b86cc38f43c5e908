import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import type { UserPasswords } from '../../desk/people/user-passwords';
import { USER_PASSWORDS } from '../../desk/tokens';
import { unless } from '../../desk/unless';
import { allPages } from '../exports/all-pages';
import { exportMenu } from '../exports/export-menu';
import { column, type Table } from '../exports/table';
import { PageDrawer } from '../rendering/page-drawer';
import type { PageOf } from '../rendering/answer';
import {
  addressOf,
  columns,
  contactRow,
  organisationRow,
  questionIn,
  readable,
  roleRow,
  textsOf,
  userRow,
  type PeopleQuestion,
  type Row,
} from './list-view';
import { PeopleRecords, type User } from './people-records';
import { RoleNames } from './role-names';
import { newAct, type Drawn } from './thing-page';
import { things, type Noun } from './things';

const perPage = 50;

interface Listed {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

/** Lists of organisations, users, contacts and roles: searched by name, in pages, of one organisation or all within reach. */
@Injectable()
export class ListPages {
  constructor(
    private readonly records: PeopleRecords,
    private readonly roleNames: RoleNames,
    private readonly drawer: PageDrawer,
    @Inject(USER_PASSWORDS) private readonly passwords: Pick<UserPasswords, 'asked'>,
  ) {}

  async page(noun: Noun, query: Readonly<Record<string, unknown>>, actor: Actor, request: FastifyRequest): Promise<PageOf> {
    const { t, formats } = this.drawer.face(request);
    const question = questionIn(query);
    const drawn = { actor, t, ago: formats.ago };
    const { rows, next } = await this.lists[noun](question, drawn);
    const { plural, icon } = things[noun];
    const title = t(`people.title.${noun}`);
    return {
      ...{ template: 'people/list', title, here: plural },
      view: {
        ...{
          noun,
          plural,
          title,
          rows,
          picture: icon,
          columns: columns[noun],
          q: question.q,
          organisation: question.organisation,
        },
        exporting: exportMenu(`/${plural}/export`, addressOf(plural, question)),
        chips: await this.chipsOf(plural, question, drawn),
        isFiltered: question.q !== '' || question.organisation !== null,
        act: newAct(drawn, noun, question.organisation === null ? {} : { [ownerOf(noun)]: question.organisation }),
        first: question.after === null ? null : addressOf(plural, question),
        next: next === null ? null : addressOf(plural, question, { after: next }),
      },
    };
  }

  /** The same rows as the page, on to the last page. */
  async table(noun: Noun, query: Readonly<Record<string, unknown>>, actor: Actor, request: FastifyRequest): Promise<Table> {
    const { t, formats } = this.drawer.face(request);
    const question = questionIn(query);
    const pages = await allPages(async (after) => {
      const { rows, next } = await this.lists[noun]({ ...question, after }, { actor, t, ago: formats.ago });
      return { rows: rows.map((row) => textsOf(row, t)), next };
    });
    const keys = ['name', ...columns[noun]];
    return { title: t(`people.title.${noun}`), columns: keys.map((key) => column(t(`people.column.${key}`))), pages };
  }

  private readonly lists: {
    readonly [noun in Noun]: (
      question: PeopleQuestion,
      drawn: Drawn & { readonly ago: (at: string) => string },
    ) => Promise<Listed>;
  } = {
    organisation: async (question, { actor, t }) => {
      const { items, names, next } = await this.records.organisations(paramsOf(question), actor);
      return { rows: items.map((item) => organisationRow(item, names, t)), next };
    },
    contact: async (question, { actor }) => {
      const { items, names, next } = await this.records.contacts(paramsOf(question), actor);
      return { rows: items.map((item) => contactRow(item, names)), next };
    },
    role: async (question, { actor, t }) => {
      const { items, builtIn, names, next } = await this.records.roles(paramsOf(question), actor);
      const all = question.after === null && question.q === '' && question.organisation === null ? [...builtIn, ...items] : items;
      return { rows: all.map((item) => roleRow(item, names, t)), next };
    },
    user: async (question, { actor, t, ago }) => {
      const { items, names, next } = await this.records.users(paramsOf(question), actor);
      const [roleNames, asked] = await Promise.all([
        this.roleNames.of(
          items.flatMap(({ roles }) => roles),
          t,
        ),
        this.passwords.asked(
          actor,
          items.map(({ id }) => id),
        ),
      ]);
      const rolesOf = ({ roles }: User): string => roles.map((role) => roleNames.get(role) ?? '–').join(', ');
      const noteOf = ({ id }: User): string | null => {
        const at = asked.get(id);
        return at === undefined ? null : t('people.forgot', { when: ago(at) });
      };
      return { rows: items.map((item) => userRow(item, names, t, { roles: rolesOf(item), note: noteOf(item) })), next };
    },
  };

  private async chipsOf(plural: string, question: PeopleQuestion, { actor, t }: Drawn) {
    const { q, organisation } = question;
    const of =
      organisation === null
        ? null
        : await this.records.organisation(organisation, actor).catch(unless(null, 'unknown', 'not-permitted'));
    return [
      ...(q === '' ? [] : [{ label: t('tickets.chip.q', { q }), href: addressOf(plural, question, { q: '' }) }]),
      ...(organisation === null
        ? []
        : [
            {
              label: t('people.of', { name: readable(of?.name) ?? '–' }),
              href: addressOf(plural, question, { organisation: null }),
            },
          ]),
    ];
  }
}

const ownerOf = (noun: Noun): string => (noun === 'organisation' ? 'parent' : 'organisation');

function paramsOf({ q, organisation, after }: PeopleQuestion) {
  return { q: q === '' ? undefined : q, organisation: organisation ?? undefined, after: after ?? undefined, limit: perPage };
}
