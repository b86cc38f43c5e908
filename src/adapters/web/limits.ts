export const mebibyte = 1024 * 1024;
export const maxBodyBytes = mebibyte;
export const maxFileBytes = 25 * mebibyte;
export const maxFiles = 10;
/** Beside its files a form holds the fields of a command. */
export const maxFormFields = 60;
export const maxFormFieldBytes = 256 * 1024;
/** What every 503 says in Retry-After. */
export const retryAfterSeconds = 5;
