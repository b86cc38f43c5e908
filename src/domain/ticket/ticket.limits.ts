// Limits of what people enter; lengths in characters (kernel/characters.ts). The API documents and enforces the same numbers.

export const maxTitle = 300;
/** Descriptions, replies, solutions, summaries: a whole log may be pasted. */
export const maxText = 100_000;
/** Reasons. */
export const maxReason = 4_000;
/** One entry of a catalogue. */
export const maxCode = 100;
/** Files in one command. */
export const maxFiles = 100;
/** Affected items of a claim. */
export const maxItems = 200;
export const maxMinutes = 100_000;
/** Watchers named when a ticket is opened. */
export const maxWatchers = 50;
/** Duplicates in one command. */
export const maxDuplicates = 50;
