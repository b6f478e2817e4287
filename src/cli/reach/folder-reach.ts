import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Ledger } from '../../folder/open-ledger.ts';
import { HttpRefusal, httpStatuses } from '../../http/problem.ts';
import type { Answer, Asked, Asker, Content, RequestHeader, Route } from '../../http/route.ts';
import { routes } from '../../http/routes/routes.ts';
import type { Surface } from '../../http/surface.ts';
import { isOpen, requirePlainly } from '../../http/who-may.ts';
import { type Caller, notSignedIn, operatorCaller } from '../../identity/caller.ts';
import type { Identity } from '../../identity/identity.ts';
import { viewerOf } from '../../members/viewer.ts';
import type { Context } from '../context.ts';
import { withIdentity } from '../opened-identity.ts';
import { reading, writing } from '../opened-ledger.ts';
import { folderSurface } from './folder-surface.ts';
import type { Wanting } from './open.ts';
import type { Answered, Reach, Request } from './reach.ts';
import { ReachError } from './reach-error.ts';
import { exitOf } from './refused.ts';

/** Whose token was shown, the operator who shows none, or nobody who says who they are. */
export type Showing = { readonly token: string } | 'operator' | 'nobody';

/** Opens the data folder, as its one writer where something is to be recorded, and asks there what a server would be asked. */
export function withFolder<T>(
  context: Context,
  showing: Showing,
  wanting: Wanting,
  work: (reach: Reach) => Promise<T>,
): Promise<T> {
  const open = wanting === 'writes' ? writing : reading;
  return open(context, (ledger) =>
    withIdentity(context, async (identity) => {
      // What another process recorded before has to show to whoever names it.
      if (wanting === 'writes') await ledger.projector.waitFor();
      const asker = showing === 'nobody' ? null : await askerFor(ledger, identity, showing);
      const surface = folderSurface(ledger, identity, ledger.access);
      try {
        return await work(new FolderReach(ledger, surface, asker));
      } finally {
        await surface.background.idle();
      }
    }),
  );
}

async function askerFor(
  ledger: Ledger,
  identity: Identity,
  showing: Exclude<Showing, 'nobody'>,
): Promise<Asker> {
  const caller: Caller | null =
    showing === 'operator' ? operatorCaller(ledger.operator) : await identity.callerOfToken(showing.token);
  const viewer = caller === null ? null : viewerOf(caller, await ledger.handler.directory.now());
  if (caller === null || viewer === null) throw notSignedIn();
  return { caller, viewer, session: null };
}

/** Answers by the same table of routes as a server, without one. */
class FolderReach implements Reach {
  readonly by = 'folder';
  readonly where: string;
  readonly asPerson: boolean;
  readonly #surface: Surface;
  readonly #asker: Asker | null;

  constructor(ledger: Ledger, surface: Surface, asker: Asker | null) {
    this.where = ledger.folder.path;
    this.asPerson = asker !== null && asker.viewer.via !== 'operator';
    this.#surface = surface;
    this.#asker = asker;
  }

  async ask(request: Request): Promise<Answered> {
    const { status = 200, content, tagged } = await this.#answer(request, new AbortController().signal);
    const person = this.#asker?.viewer.person;
    const etag = tagged === undefined || person === undefined ? null : this.#surface.tags.of(person, tagged);
    return { status, body: await bodyOf(content), etag };
  }

  async bring(file: string, mediaType: string): Promise<Answered> {
    const request: Request = { method: 'POST', path: '/api/attachments' };
    const upload = { bytes: createReadStream(file), mediaType };
    const { status = 200, content } = await this.#answer(request, new AbortController().signal, upload);
    return { status, body: await bodyOf(content), etag: null };
  }

  async *lines(request: Request, signal: AbortSignal): AsyncGenerator<string> {
    const { content } = await this.#answer(request, signal);
    if (!('events' in content)) return;
    for await (const { body } of content.events) {
      if (signal.aborted) return;
      yield body;
    }
  }

  async *bytes(request: Request): AsyncGenerator<Uint8Array> {
    const { content } = await this.#answer(request, new AbortController().signal);
    if ('bytes' in content) yield* content.bytes;
    else if ('pieces' in content) for await (const piece of content.pieces) yield Buffer.from(piece);
  }

  async #answer(request: Request, signal: AbortSignal, upload: Upload = nothing()): Promise<Answer> {
    const { route, params } = routeFor(routes, request);
    if (!isOpen(route)) {
      if (this.#asker === null) throw notSignedIn();
      requirePlainly(route, this.#asker.viewer);
    }
    try {
      return await route.answer(
        this.#surface,
        askedOf({ route, request, params, signal, asker: this.#asker, upload }),
      );
    } catch (error) {
      if (!(error instanceof HttpRefusal)) throw error;
      const { code, message, facts } = error;
      throw new ReachError(code, message, { facts, exit: exitOf(httpStatuses[code]), cause: error });
    }
  }
}

async function bodyOf(content: Content): Promise<unknown> {
  if ('json' in content) return content.json;
  if ('pieces' in content) {
    let text = '';
    for await (const piece of content.pieces) text += piece;
    return JSON.parse(text);
  }
  return 'text' in content ? content.text : null;
}

interface Upload {
  readonly bytes: Readable;
  readonly mediaType: string;
}
const nothing = (): Upload => ({ bytes: Readable.from([]), mediaType: '' });

interface Asking {
  readonly upload: Upload;
  readonly route: Route;
  readonly request: Request;
  readonly params: unknown;
  readonly signal: AbortSignal;
  readonly asker: Asker | null;
}

function askedOf({
  route,
  request,
  params,
  signal,
  asker,
  upload,
}: Asking): Asked<unknown, URLSearchParams, unknown> {
  const { path, query = {}, body, once, ifMatch } = request;
  const url = new URL(path, 'http://localhost');
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.append(name, String(value));
  const headers: Readonly<Partial<Record<RequestHeader, string | undefined>>> = {
    'idempotency-key': once,
    'if-match': ifMatch,
  };
  return {
    asker: isOpen(route) ? null : asker,
    params,
    query: url.searchParams,
    body,
    header: (name) => (route.headers?.includes(name) === true ? headers[name] : undefined),
    ...upload,
    from: 'folder',
    base: url.origin,
    signal,
  };
}

/** The route of an address, with what stands in the places that it leaves open. */
function routeFor(
  all: readonly Route[],
  { method, path }: Request,
): {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
} {
  for (const route of all) {
    const params = route.method === method ? paramsIn(route.path, path) : null;
    if (params !== null) return { route, params };
  }
  throw new ReachError('no-such-page', `there is nothing at ${path}`, { exit: 2 });
}

function paramsIn(template: string, path: string): Readonly<Record<string, string>> | null {
  const parts = template.split('/');
  const given = path.split('/');
  if (parts.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of parts.entries()) {
    const value = given[i] ?? '';
    if (part.startsWith('{') && value !== '') params[part.slice(1, -1)] = decodeURIComponent(value);
    else if (part !== value) return null;
  }
  return params;
}
