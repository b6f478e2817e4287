import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Express, Request, RequestHandler, Response } from 'express';
import { addressOf, isReadable } from './address.ts';
import { eventTypes, untilGone, writeEvents } from './events-out.ts';
import type { Gate } from './gate.ts';
import { nextLink } from './next-link.ts';
import { HttpRefusal } from './problem.ts';
import { readJson } from './read-json.ts';
import type { Answer, Asked, Asker, Content, RequestHeader, Route } from './route.ts';
import type { Surface } from './surface.ts';
import { whoAsks } from './who-asks.ts';
import { isOpen, requirePlainly } from './who-may.ts';

/** Serves the routes of the table; nothing else can be served. */
export function mount(app: Express, routes: readonly Route[], surface: Surface, gate: Gate): void {
  app.use(readable(gate));
  for (const each of routes) {
    const path = expressPath(each.path);
    const handler = handlerOf(each, surface, gate);
    if (each.method === 'GET') app.get(path, handler);
    else if (each.method === 'POST') app.post(path, handler);
    else app.delete(path, handler);
  }
  app.use(unknownTo(routes, gate));
}

const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

function handlerOf(route: Route, surface: Surface, gate: Gate): RequestHandler {
  return async (request, response) => {
    if (route.path.startsWith('/api/')) response.set('Cache-Control', 'private, no-store');
    const asker = isOpen(route) ? null : await gate.signedIn(request, response);
    if (asker === null) await gate.anybody(request, response);
    else requirePlainly(route, asker.viewer);
    const body = route.body === undefined || route.body === 'bytes' ? undefined : await readJson(request);
    const answer = await route.answer(surface, askedOf({ route, request, response, asker, body, surface }));
    await send({ surface, request, response, asker }, answer);
  };
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
  return {
    asker,
    params: { ...request.params },
    query: addressOf(request).query,
    body,
    header: (name) => headerOf(request, route, name),
    bytes: request,
    mediaType: request.headers['content-type'] ?? '',
    from: request.ip ?? '',
    base: `${surface.isSecure ? 'https' : 'http'}://${request.headers.host ?? 'localhost'}`,
    signal: untilGone(response, surface.stopping),
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
    if (request.method !== 'POST' && isAmong(tag, request.headers['if-none-match'])) {
      response.status(304).end();
      return;
    }
  }
  if (request.method === 'HEAD' && !('json' in content)) {
    response.type(typeOf(content));
    if ('length' in content) response.set('Content-Length', String(content.length));
    response.end();
    return;
  }
  await write(response, content, async () => asker === null || (await whoAsks(request, surface)) !== null);
}

const typeOf = (content: Exclude<Content, { readonly json: unknown }>): string =>
  'events' in content ? eventTypes[content.form] : 'type' in content ? content.type : 'text/plain';

/** RFC 9110 §13.1.2; a weak comparison, as it says for this header. */
const isAmong = (tag: string, given: string | undefined): boolean =>
  (given ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === tag);

async function write(response: Response, content: Content, isLive: () => Promise<boolean>): Promise<void> {
  if ('json' in content) response.type('application/json').send(JSON.stringify(content.json));
  else if ('text' in content) response.type(content.type).send(content.text);
  else if ('events' in content) {
    const { events, form, staying } = content;
    await writeEvents(response, staying ? whileLive(events, isLive) : events, form, staying);
  } else if ('pieces' in content) await pipeline(content.pieces, response.type(content.type));
  else if ('bytes' in content) {
    response.type(content.type).set('Content-Length', String(content.length));
    await pipeline(content.bytes, response);
  } else response.end();
}

/** Whoever stays is asked again, at every event, whether their credential is still good. */
async function* whileLive<T>(events: AsyncIterable<T>, isLive: () => Promise<boolean>): AsyncGenerator<T> {
  for await (const event of events) {
    if (!(await isLive())) return;
    yield event;
  }
}

/** Whoever is not signed in gets the same answer for what there is and for what there is not. */
function unknownTo(routes: readonly Route[], gate: Gate): RequestHandler {
  const known = routes.map(({ method, path }) => ({ method, pattern: patternOf(path) }));
  return async (request, response) => {
    await gate.signedIn(request, response);
    const { path } = addressOf(request);
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

/** Express decodes an address before it knows who asks; what it cannot decode is met here. */
const readable =
  (gate: Gate): RequestHandler =>
  async (request, response, next) => {
    if (isReadable(addressOf(request).path)) return next();
    await gate.signedIn(request, response);
    throw new HttpRefusal('invalid-request', 'the address holds an escape that cannot be read');
  };

const patternOf = (path: string): RegExp => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
