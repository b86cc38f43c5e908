export const mebibyte = 1024 * 1024;
export const maxBodyBytes = mebibyte;
export const maxFileBytes = 25 * mebibyte;
export const maxFiles = 10;
/** Maximum number of fields in a form, without its files. */
export const maxFormFields = 60;
export const maxFormFieldBytes = 256 * 1024;
/** Retry-After of every 503. */
export const retryAfterSeconds = 5;
