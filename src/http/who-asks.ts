import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { parseCookie } from 'cookie';
import { type Caller, operatorCaller } from '../identity/caller.ts';
import { isCsrfOf } from '../identity/csrf.ts';
import { viewerOf } from '../members/viewer.ts';
import { HttpRefusal } from './problem.ts';
import type { Asker } from './route.ts';
import { sessionCookie } from './session-cookie.ts';
import type { Surface } from './surface.ts';

type Who = Pick<Surface, 'identity' | 'ledger' | 'operatorToken' | 'isSecure'>;

/**
 * Who asks: null for nobody, for a credential that is unknown or over, and for somebody whom the directory does not hold.
 * @throws HttpRefusal `invalid-request` for credentials that contradict each other, `cross-site` for a form of elsewhere
 */
export async function whoAsks(request: IncomingMessage, who: Who): Promise<Asker | null> {
  const authorizations = request.headersDistinct['authorization'] ?? [];
  const session = sessionIn(request, who.isSecure);
  if (authorizations.length > 1 || (authorizations.length === 1 && session !== null)) {
    throw new HttpRefusal('invalid-request', 'Authorization: show one credential, a token or a session', {
      field: 'Authorization',
      rule: 'one credential',
    });
  }
  const [authorization] = authorizations;
  const caller =
    authorization === undefined ? await bySession(session, who) : await byToken(authorization, who);
  if (caller === null) return null;
  if (caller.via === 'session' && session !== null) requireOwnForm(request, session);
  const viewer = viewerOf(caller, await who.ledger.handler.directory.now());
  return viewer === null ? null : { caller, viewer, session: authorization === undefined ? session : null };
}

async function byToken(authorization: string, who: Who): Promise<Caller | null> {
  const [, token] = /^bearer ([\x21-\x7e]{1,200})$/i.exec(authorization) ?? [];
  if (token === undefined) return null;
  if (who.operatorToken !== null && isSame(token, who.operatorToken))
    return operatorCaller(who.ledger.operator);
  return who.identity.callerOfToken(token);
}

const bySession = async (session: string | null, { identity }: Who): Promise<Caller | null> =>
  session === null ? null : identity.callerOfSession(session);

function sessionIn({ headers }: IncomingMessage, isSecure: boolean): string | null {
  return parseCookie(headers.cookie ?? '')[sessionCookie(isSecure)] ?? null;
}

const isSame = (a: string, b: string): boolean => timingSafeEqual(hash(a), hash(b));
const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

const safe: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * A browser sends the cookie along whoever made the page, so what changes anything has to come from a page of ours: it
 * carries the session's own token, and no header that says it comes from elsewhere.
 */
function requireOwnForm({ method = '', headers }: IncomingMessage, session: string): void {
  if (safe.includes(method)) return;
  const given = headers['x-csrf-token'];
  const site = headers['sec-fetch-site'];
  const fromHere = site === undefined || site === 'same-origin' || site === 'none';
  if (typeof given === 'string' && isCsrfOf(session, given) && fromHere && isOwnOrigin(headers)) return;
  throw new HttpRefusal('cross-site', 'X-CSRF-Token: the token of this session, from a page of this server', {
    header: 'X-CSRF-Token',
  });
}

function isOwnOrigin({ origin, host }: IncomingMessage['headers']): boolean {
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
