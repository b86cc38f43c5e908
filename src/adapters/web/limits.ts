import { maxText } from '../../domain/ticket/ticket.limits';

export const mebibyte = 1024 * 1024;
export const maxBodyBytes = mebibyte;
export const maxFileBytes = 25 * mebibyte;
export const maxFiles = 10;
/** Maximum number of fields in a form, without its files. */
export const maxFormFields = 60;
/** The longest text, in characters of four bytes each. */
export const maxFormFieldBytes = 4 * maxText;
/** Retry-After of every 503. */
export const retryAfterSeconds = 5;
