import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { type AllowedHosts, requireAllowedHost } from './host.ts';
import { HttpRefusal } from './problem.ts';

/** What stands before every route of either listener. */

const longestAddress = 2_048;

/** Every request has an id of ours, never a caller's, by which the log can be searched. */
export const identified: RequestHandler = (_request, response, next) => {
  response.locals['requestId'] = randomUUID();
  response.set('X-Request-Id', String(response.locals['requestId']));
  response.set('Cache-Control', 'no-cache');
  next();
};

/** Only a path is an address here: an absolute one could name another host than the `Host` header does. */
export const soundAddress: RequestHandler = ({ url }, _response, next) => {
  if (url.length > longestAddress)
    throw new HttpRefusal('uri-too-long', `an address has at most ${longestAddress} characters`, {
      limit: longestAddress,
    });
  if (!url.startsWith('/'))
    throw new HttpRefusal('invalid-request', 'an address begins with /', { field: 'address', rule: '/' });
  next();
};

export const calledBy =
  (hosts: AllowedHosts): RequestHandler =>
  (request, _response, next) => {
    const [host, ...more] = request.headersDistinct['host'] ?? [];
    if (more.length > 0)
      throw new HttpRefusal('invalid-request', 'Host: stands more than once', {
        field: 'Host',
        rule: 'once',
      });
    requireAllowedHost(host, hosts);
    next();
  };

/** Nothing that is served here is a page that may load anything. */
export const headers = helmet({
  contentSecurityPolicy: {
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    useDefaults: false,
  },
  // Who ends TLS in front of this server says whether it stays.
  strictTransportSecurity: false,
});

export const onlyReading =
  (says: string): RequestHandler =>
  ({ method }, response, next) => {
    if (method === 'GET' || method === 'HEAD') {
      next();
      return;
    }
    response.set('Allow', 'GET, HEAD');
    throw new HttpRefusal('method-not-allowed', says, { accepted: ['GET', 'HEAD'] });
  };

export const nothingHere: RequestHandler = () => {
  throw new HttpRefusal('no-such-page', 'there is nothing at this address; / lists what there is');
};
