import { upcastBy, type Upcaster } from '../../domain/kernel/upcast';

/** Upcasters of every retired event type. Empty while all types are at their first version. */
const upcasters: readonly Upcaster[] = [];

/** Validated at start-up. */
export const { upcast: toNewest, currentType } = upcastBy(upcasters);
