import type { z } from 'zod';
import { ReachError } from './reach-error.ts';

/** One question or act, in the API's own words: whoever answers it, the answer is the same. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Filled in: `/api/submissions/0190…/timeline`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: object;
  /** Of an act: a UUID by which it acts once. */
  readonly once?: string;
  /** The entity tag of what was shown: an act on something else is refused. */
  readonly ifMatch?: string;
}

export interface Answered {
  readonly status: number;
  readonly body: unknown;
  /** What to send back as `ifMatch`; null where the answer has none. */
  readonly etag: string | null;
}

/** How a verb reaches a ledger: over a server's API, or by opening the data folder and asking the same of it there. */
export interface Reach {
  readonly by: 'server' | 'folder';
  /** The server's address or the folder's path, for people. */
  readonly where: string;
  /** Whether a person's token is shown; else the operator asks. */
  readonly asPerson: boolean;
  /** @throws LedgerError, ReachError, UsageError: what was refused, as whoever answers said it */
  ask(request: Request): Promise<Answered>;
  /** Brings the bytes of a file, for a command that names them. */
  bring(file: string, mediaType: string): Promise<Answered>;
  /** The bytes of an answer that is no JSON, or too long to be taken whole, as they come. */
  bytes(request: Request): AsyncIterable<Uint8Array>;
  /** The lines of an NDJSON answer as they come, until the signal. */
  lines(request: Request, signal: AbortSignal): AsyncIterable<string>;
}

/** An answer with what it says checked. */
export interface Checked<T> {
  readonly says: T;
  readonly etag: string | null;
}

export async function ask<T>(reach: Reach, schema: z.ZodType<T>, request: Request): Promise<Checked<T>> {
  return checked(reach, schema, request.path, await reach.ask(request));
}

/** @throws ReachError for an answer that says something else than it should */
export function checked<T>(
  { where }: Pick<Reach, 'where'>,
  schema: z.ZodType<T>,
  path: string,
  { body, etag }: Answered,
): Checked<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return { says: parsed.data, etag };
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new ReachError(
    'answer-not-understood',
    `${where} answered ${path} in a way that this program does not know: ${field}: ${issue?.message ?? ''}`,
    { facts: { path, field }, remedy: 'Is the server of another version than this command line?' },
  );
}

/** A path with what it names filled in, each part escaped. */
export const pathOf = (template: string, named: Readonly<Record<string, string>> = {}): string =>
  template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(named[name] ?? ''));
