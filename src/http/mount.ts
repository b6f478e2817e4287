import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Express, Request, RequestHandler, Response } from 'express';
import { notSignedIn } from '../identity/caller.ts';
import { goneOf, writeEvents } from './events-out.ts';
import { nextLink } from './next-link.ts';
import { HttpRefusal } from './problem.ts';
import { readJson } from './read-json.ts';
import type { Answer, Asked, Asker, Content, RequestHeader, Route } from './route.ts';
import type { Surface } from './surface.ts';
import { whoAsks } from './who-asks.ts';
import { isOpen, requirePlainly } from './who-may.ts';

/** Serves the routes of the table; nothing else can be served. */
export function mount(app: Express, routes: readonly Route[], surface: Surface): void {
  for (const each of routes) {
    const path = expressPath(each.path);
    const handler = handlerOf(each, surface);
    if (each.method === 'GET') app.get(path, handler);
    else if (each.method === 'POST') app.post(path, handler);
    else app.delete(path, handler);
  }
  app.use('/api', unknownTo(routes, surface));
}

const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

function handlerOf(route: Route, surface: Surface): RequestHandler {
  return async (request, response) => {
    const asker = isOpen(route) ? null : await signedIn(request, response, surface);
    if (asker !== null) requirePlainly(route, asker.viewer);
    const body = route.body === undefined || route.body === 'bytes' ? undefined : await readJson(request);
    const answer = await route.answer(surface, askedOf({ route, request, response, asker, body, surface }));
    await send({ surface, request, response, asker }, answer);
  };
}

/** Before anything is read of a request: whoever shows no live credential learns nothing, not even what there is. */
async function signedIn(request: Request, response: Response, surface: Surface): Promise<Asker> {
  response.set('Cache-Control', 'private, no-store');
  response.vary('Authorization').vary('Cookie');
  const asker = await whoAsks(request, surface);
  if (asker !== null) return asker;
  response.set('WWW-Authenticate', 'Bearer');
  throw notSignedIn();
}

interface Asking {
  readonly route: Route;
  readonly surface: Surface;
  readonly request: Request;
  readonly response: Response;
  readonly asker: Asker | null;
  readonly body: unknown;
}

function askedOf({
  route,
  surface,
  request,
  response,
  asker,
  body,
}: Asking): Asked<unknown, URLSearchParams, unknown> {
  const url = new URL(request.originalUrl, 'http://localhost');
  return {
    asker,
    params: { ...request.params },
    query: url.searchParams,
    body,
    header: (name) => headerOf(request, route, name),
    bytes: request,
    mediaType: request.headers['content-type'] ?? '',
    from: request.ip ?? '',
    url,
    base: `${surface.isSecure ? 'https' : 'http'}://${request.headers.host ?? 'localhost'}`,
    signal: AbortSignal.any([goneOf(response), surface.stopping]),
  };
}

/** @throws HttpRefusal `invalid-request` for a header that stands more than once */
function headerOf(
  request: IncomingMessage,
  { headers = [] }: Route,
  name: RequestHeader,
): string | undefined {
  if (!headers.includes(name)) return undefined;
  const [value, ...more] = request.headersDistinct[name] ?? [];
  if (more.length === 0) return value;
  throw new HttpRefusal('invalid-request', `${name}: stands more than once`, { field: name, rule: 'once' });
}

interface Sending {
  readonly surface: Surface;
  readonly request: Request;
  readonly response: Response;
  readonly asker: Asker | null;
}

async function send({ surface, request, response, asker }: Sending, answer: Answer): Promise<void> {
  const { status = 200, content, headers = {}, tagged, next = null } = answer;
  response.status(status).set(headers);
  if (next !== null) response.append('Link', nextLink(request, next));
  if (tagged !== undefined && asker !== null) {
    const tag = surface.tags.of(asker.viewer.person, tagged);
    response.set('ETag', tag);
    if (request.method === 'GET' && isAmong(tag, request.headers['if-none-match'])) {
      response.status(304).end();
      return;
    }
  }
  await write(response, content);
}

/** RFC 9110 §13.1.2; a weak comparison, as it says for this header. */
const isAmong = (tag: string, given: string | undefined): boolean =>
  (given ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === tag);

async function write(response: Response, content: Content): Promise<void> {
  if ('json' in content) response.type('application/json').send(JSON.stringify(content.json));
  else if ('text' in content) response.type(content.type).send(content.text);
  else if ('events' in content) await writeEvents(response, content.events, content.form, content.staying);
  else if ('pieces' in content) await pipeline(content.pieces, response.type(content.type));
  else if ('bytes' in content) {
    response.type(content.type).set('Content-Length', String(content.length));
    await pipeline(content.bytes, response);
  } else response.end();
}

/** Under `/api` whoever is not signed in gets the same answer for what there is and for what there is not. */
function unknownTo(routes: readonly Route[], surface: Surface): RequestHandler {
  const known = routes.map(({ method, path }) => ({ method, pattern: patternOf(path) }));
  return async (request, response) => {
    await signedIn(request, response, surface);
    const path = new URL(request.originalUrl, 'http://localhost').pathname;
    const accepted = known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    if (accepted.length === 0)
      throw new HttpRefusal(
        'no-such-page',
        'there is nothing at this address; /openapi.json describes what there is',
      );
    response.set('Allow', accepted.join(', '));
    throw new HttpRefusal('method-not-allowed', `this address takes ${accepted.join(', ')}`, { accepted });
  };
}

const patternOf = (path: string): RegExp => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
