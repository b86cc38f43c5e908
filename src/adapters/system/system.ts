import { v7 } from 'uuid';
import { fromMillis } from '../../domain/kernel/instant';
import type { Clock, Ids } from './clock.port';

export const systemClock: Clock = { now: () => fromMillis(Date.now()) };

export const systemIds: Ids = { next: () => v7() };
