import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import type { UserPasswords } from '../../desk/people/user-passwords';
import { USER_PASSWORDS } from '../../desk/tokens';
import { cookieOf } from '../access/cookies';
import { goTo, type PageAnswer, type Toast } from '../rendering/answer';
import { translateFor } from '../rendering/wording';
import { readable } from './list-view';
import { PeopleRecords } from './people-records';

const linkCookie = 'docket-link';
const linkSeconds = 600;

/** Shows a link to set a password once, to its creator, until there is mail. A cookie keeps it, so that a reload creates no new link. */
@Injectable()
export class LinkPages {
  constructor(
    private readonly records: PeopleRecords,
    @Inject(USER_PASSWORDS) private readonly passwords: Pick<UserPasswords, 'link'>,
  ) {}

  /** @throws {DomainError} invalid, not-permitted, unknown */
  async make(id: string, actor: Actor): Promise<PageAnswer> {
    return goToLink(id, await this.passwords.link(actor, id));
  }

  /** @throws {DomainError} unknown */
  async show(id: string, actor: Actor, request: FastifyRequest): Promise<PageAnswer> {
    const user = await this.records.user(id, actor);
    const [of, secret] = (cookieOf(request, linkCookie) ?? '').split(' ');
    if (of !== id || secret === undefined) return goTo(`/users/${id}`, { key: 'people.link.shown' });
    const name = readable(user.name) ?? '–';
    const address = `${request.protocol}://${request.host}/password/${secret}`;
    const title = translateFor(request)('people.link.title', { name });
    const view = { id, name, address, organisation: user.organisation };
    return { template: 'people/link', title, here: 'users', view, cookies: [{ name: linkCookie, value: '', seconds: 0 }] };
  }
}

export function goToLink(id: string, secret: string, toast?: Toast): PageAnswer {
  return goTo(`/users/${id}/password-link`, toast, [{ name: linkCookie, value: `${id} ${secret}`, seconds: linkSeconds }]);
}
