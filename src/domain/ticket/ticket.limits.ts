// How long what people type may be, in characters (kernel/characters.ts). The API documents and enforces the same numbers.

export const maxTitle = 200;
/** Descriptions, replies, solutions, summaries. */
export const maxText = 20_000;
/** Why something was done. */
export const maxReason = 4_000;
/** One entry of a catalogue. */
export const maxCode = 100;
/** Attached by one command. */
export const maxFiles = 100;
/** Things a claim is about. */
export const maxItems = 200;
export const maxMinutes = 100_000;
/** Addresses named when a ticket is opened. */
export const maxWatchers = 50;
/** Merged by one command. */
export const maxDuplicates = 50;
