export const mebibyte = 1024 * 1024;
export const maxBodyBytes = mebibyte;
export const maxFileBytes = 25 * mebibyte;
export const maxFiles = 10;
/** How long a request waits for a read model to catch up with what it has just recorded. */
export const freshWithinMs = 2_000;
/** What every 503 says in Retry-After. */
export const retryAfterSeconds = 5;
