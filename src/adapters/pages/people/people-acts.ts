import { Injectable } from '@nestjs/common';
import type { Asker, Outcome } from '../../desk/asker';
import { Enrolment, type Enrolled } from '../../desk/people/enrolment';
import { PeopleDesk } from '../../desk/people/people-desk';
import { UserDesk } from '../../desk/people/user-desk';
import { things, type Noun } from './things';

interface Command {
  readonly noun: Noun;
  readonly type: string;
  /** Null for a new record. */
  readonly id: string | null;
  readonly body: object;
}

/** Sends commands to the desk in charge: accounts have their own. */
@Injectable()
export class PeopleActs {
  constructor(
    private readonly people: PeopleDesk,
    private readonly accounts: UserDesk,
    private readonly enrolment: Enrolment,
  ) {}

  /** @throws {DomainError} the refusal */
  act(asker: Asker, { noun, ...request }: Command): Promise<Outcome> {
    const desk: Pick<PeopleDesk, 'act'> = noun === 'user' ? this.accounts : this.people;
    return desk.act(asker, { resource: things[noun].resource, ...request });
  }

  /** Creates a user, with the chosen role if any. @throws {DomainError} the refusal */
  enrol(asker: Asker, { role, ...body }: Readonly<Record<string, unknown>>): Promise<Enrolled> {
    return this.enrolment.enrol(asker, body, typeof role === 'string' ? role : null);
  }
}
