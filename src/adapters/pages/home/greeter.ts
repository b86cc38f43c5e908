import { Inject, Injectable } from '@nestjs/common';
import { ERASED } from '../../../domain/kernel/event';
import type { Actor } from '../../../domain/people/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { namesOf } from '../../../projections/people/names';
import { CLOCK, READ_MODELS } from '../../desk/tokens';
import type { Clock } from '../../system/clock.port';
import { dayPart } from './day-part';

/** Greets users by first name and time of day. */
@Injectable()
export class Greeter {
  constructor(
    @Inject(READ_MODELS) private readonly models: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async greet({ user }: Actor, timeZone: string) {
    const name = (await namesOf(this.models, { users: [user] }))[user] ?? ERASED;
    return { part: dayPart(this.clock.now(), timeZone), name: name === ERASED ? '' : (name.split(/\s+/u)[0] ?? '') };
  }
}
