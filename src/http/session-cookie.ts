import { stringifySetCookie } from 'cookie';

/** The name of a session's cookie. Off loopback the browser holds it to this host and to TLS by that name. */
export const sessionCookie = (isSecure: boolean): string => (isSecure ? '__Host-govledger' : 'govledger');

const attributes = (isSecure: boolean) =>
  ({ httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure }) as const;

export const signedInCookie = (session: string, expires: string, isSecure: boolean): string =>
  stringifySetCookie(sessionCookie(isSecure), session, {
    ...attributes(isSecure),
    expires: new Date(expires),
  });

export const signedOutCookie = (isSecure: boolean): string =>
  stringifySetCookie(sessionCookie(isSecure), '', { ...attributes(isSecure), maxAge: 0 });
