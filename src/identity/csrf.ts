import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a form or a header of a session has to carry. It follows from the session's secret, which scripts never see. */
export const csrfOf = (session: string): string =>
  createHmac('sha256', session).update('govledger csrf').digest('base64url');

/** Whether `given` is the session's CSRF token, compared in constant time. */
export function isCsrfOf(session: string, given: string): boolean {
  const [expected, actual] = [Buffer.from(csrfOf(session)), Buffer.from(given)];
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
