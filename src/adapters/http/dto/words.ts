import type { Audience } from '../../../domain/kernel/event';

export const audiences = ['everyone', 'staff'] as const satisfies readonly Audience[];
export const acknowledgedBy = ['mail', 'phone', 'visit', 'other'] as const;
