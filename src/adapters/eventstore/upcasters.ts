import { upcastBy, type Upcaster } from '../../domain/kernel/upcast';

/** Every retired type of every aggregate. Empty: all types are at their first version. */
const upcasters: readonly Upcaster[] = [];

/** Checked when the program starts. */
export const { upcast: toNewest, currentType } = upcastBy(upcasters);
