import { ERASED } from '../../../domain/kernel/event';

/** A sealed text as it may be shown: null where there is none, and where its key is gone. */
export const readable = (text: string | null): string | null => (text === ERASED ? null : text);
