import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { ErrorCode } from '../../events/errors.ts';
import type { CommandName } from '../commands/catalogue.ts';
import type { Caller } from '../identity/caller.ts';
import type { Viewer } from '../members/viewer.ts';
import type { RequestName } from '../permissions/requests.ts';
import type { EventForm, EventOut } from './events-out.ts';
import { type HttpCode, HttpRefusal } from './problem.ts';
import { parseQuery } from './query.ts';
import type { Surface } from './surface.ts';

/** Who is asking: a credential that was shown, and what the directory says now of the person whose it is. */
export interface Asker {
  readonly caller: Caller;
  readonly viewer: Viewer;
  /** The secret of a session, to end it by. */
  readonly session: string | null;
}

/** What a request asks, checked. */
export interface Asked<P, Q, B> {
  /** Null only on routes that anyone may call. */
  readonly asker: Asker | null;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Of the headers that the route lists, by lower-case name. */
  readonly header: (name: RequestHeader) => string | undefined;
  /** The bytes of an upload, where `body` says `bytes`. */
  readonly bytes: Readable;
  /** The media type of an upload. */
  readonly mediaType: string;
  /** The caller's address, for limits. */
  readonly from: string;
  /** Where the server was reached, like `https://ledger.example`. */
  readonly base: string;
  /** Aborted when the caller has gone or the server stops. */
  readonly signal: AbortSignal;
}

export type RequestHeader = 'idempotency-key' | 'if-match' | 'if-none-match' | 'last-event-id' | 'accept';

/** What an entity tag stands for: what this viewer reads, without the clock, at a revision of its stream. */
export interface Tagged {
  readonly reading: unknown;
  readonly revision: number;
}

export type Content =
  /** JSON. */
  | { readonly json: unknown }
  | { readonly text: string; readonly type: string }
  | { readonly bytes: AsyncIterable<Uint8Array>; readonly type: string; readonly length: number }
  /** Text that is made while it is sent. */
  | { readonly pieces: AsyncIterable<string>; readonly type: string }
  | { readonly events: AsyncIterable<EventOut>; readonly form: EventForm; readonly staying: boolean }
  | { readonly nothing: true };

export interface Answer {
  /** 200 where it is left out. */
  readonly status?: number;
  readonly content: Content;
  readonly headers?: Readonly<Record<string, string>>;
  readonly tagged?: Tagged;
  /** Where the next page is: the bounds that change in the query of this one. */
  readonly next?: Readonly<Record<string, string>> | null;
}

export interface AnswerSpec {
  readonly status: number;
  readonly says: string;
  /** The JSON of it; null for an answer without one. */
  readonly schema: z.ZodType | null;
  /** Where it is not JSON. */
  readonly types?: readonly string[];
  readonly tagged?: true;
  readonly paged?: true;
}

interface Common {
  /** OpenAPI's operationId, in camel case: `readTimeline`. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** As OpenAPI writes it: `/api/submissions/{submission}/timeline`. */
  readonly path: string;
  readonly area: Area;
  readonly summary: string;
  /** Who may: an entry of the table of requests, or the command that it hands to the one door. */
  readonly may: RequestName | { readonly command: CommandName };
  readonly headers?: readonly RequestHeader[];
  /** That `If-Match` must be there. */
  readonly matched?: true;
  /** The body is described here and checked by whom it is handed to: whoever may not know of something learns nothing of it. */
  readonly checkedLater?: true;
  readonly answers: readonly AnswerSpec[];
  /** The refusals that it can answer with, beside those that every route has. */
  readonly refuses?: readonly (ErrorCode | HttpCode)[];
}

export type Area =
  | 'service'
  | 'credentials'
  | 'me'
  | 'people'
  | 'frameworks'
  | 'submissions'
  | 'record'
  | 'audit';

const NoQuery = z.strictObject({});

export interface RouteSpec<P, Q, B> extends Common {
  readonly params?: z.ZodType<P>;
  readonly query?: z.ZodObject & z.ZodType<Q>;
  /** JSON; `bytes` for an upload that is read as it comes. */
  readonly body?: z.ZodType<B> | 'bytes';
  readonly answer: (surface: Surface, asked: Asked<P, Q, B>) => Promise<Answer>;
}

/** One route of the table from which the server, the OpenAPI document, the docs and the matrix test are made. */
export interface Route extends Common {
  readonly params?: z.ZodType;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType | 'bytes';
  /** @throws HttpRefusal, LedgerError */
  readonly answer: (surface: Surface, asked: Asked<unknown, URLSearchParams, unknown>) => Promise<Answer>;
}

/** A route whose params, query and body are checked before it answers. */
export function route<P = undefined, Q = undefined, B = undefined>(spec: RouteSpec<P, Q, B>): Route {
  return { ...spec, answer: (surface, asked) => spec.answer(surface, checked(spec, asked)) };
}

function checked<P, Q, B>(
  { params, query, body, checkedLater }: RouteSpec<P, Q, B>,
  asked: Asked<unknown, URLSearchParams, unknown>,
): Asked<P, Q, B> {
  // Each of the three is what its own schema made, or is not there and typed as undefined.
  return {
    ...asked,
    params: params === undefined ? undefined : parsed(params, asked.params, ''),
    query: query === undefined ? parseQuery(asked.query, NoQuery) : parseQuery(asked.query, query),
    body: body === undefined || body === 'bytes' ? undefined : bodyOf(body, asked.body, checkedLater),
  } as Asked<P, Q, B>;
}

const bodyOf = (schema: z.ZodType, body: unknown, checkedLater: true | undefined): unknown =>
  checkedLater === true ? body : parsed(schema, body, 'body');

/** @throws HttpRefusal `invalid-request`, naming the first field that does not fit */
function parsed<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = [...(issue?.path ?? []).map(String), ...(unknown === undefined ? [] : [unknown])];
  const field = path.join('.') || where;
  const rule = unknown === undefined ? (issue?.message ?? 'does not fit') : 'is not known here';
  throw new HttpRefusal('invalid-request', `${field}: ${rule.replace(/^Invalid input: /, '')}`, {
    field,
    rule,
  });
}
