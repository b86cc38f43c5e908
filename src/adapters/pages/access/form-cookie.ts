/** Holds the secret that form tokens are made of, for somebody who has not signed in. */
export const formCookie = 'docket-form';
