import { ERASED } from '../../../domain/kernel/event';

/** A sealed text for display. Null if there is none, or its key was destroyed. */
export const readable = (text: string | null): string | null => (text === ERASED ? null : text);
