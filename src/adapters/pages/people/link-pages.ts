import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import type { UserPasswords } from '../../desk/people/user-passwords';
import { USER_PASSWORDS } from '../../desk/tokens';
import type { PageOf } from '../rendering/answer';
import { translateFor } from '../rendering/wording';
import { readable } from './list-view';
import { PeopleRecords } from './people-records';

interface Linked {
  readonly id: string;
  readonly secret: string;
  readonly actor: Actor;
  readonly request: FastifyRequest;
}

/** The link by which somebody sets a password: shown once, to whoever made it, until there is mail. */
@Injectable()
export class LinkPages {
  constructor(
    private readonly records: PeopleRecords,
    @Inject(USER_PASSWORDS) private readonly passwords: Pick<UserPasswords, 'link'>,
  ) {}

  /** @throws {DomainError} invalid, not-permitted, unknown */
  async make(id: string, actor: Actor, request: FastifyRequest): Promise<PageOf> {
    return this.page({ id, secret: await this.passwords.link(actor, id), actor, request });
  }

  async page({ id, secret, actor, request }: Linked): Promise<PageOf> {
    const user = await this.records.user(id, actor);
    const name = readable(user.name) ?? '–';
    const address = `${request.protocol}://${request.host}/password/${secret}`;
    const title = translateFor(request)('people.link.title', { name });
    return { template: 'people/link', title, here: 'users', view: { id, name, address, organisation: user.organisation } };
  }
}
