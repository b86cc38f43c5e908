/** Holds the secret for form tokens of visitors without a session. */
export const formCookie = 'docket-form';
