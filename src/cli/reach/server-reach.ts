import { openAsBlob } from 'node:fs';
import type { Answered, Reach, Request } from './reach.ts';
import { ReachError } from './reach-error.ts';
import { refusedOf } from './refused.ts';

export interface ServerAccess {
  /** As `serverAddress` gives it. */
  readonly url: string;
  /** Goes into `Authorization`; null shows nothing. */
  readonly token: string | null;
  readonly asPerson: boolean;
  /** How long an answer may take. */
  readonly answerMs?: number;
}

const usualAnswerMs = 60_000;
/** A file takes longer than a question. */
const uploadPatience = 10;
const mostCharacters = 256 * 1024 * 1024;

/** Asks a server. @throws ReachError where it cannot be reached, or answers like no server of ours */
export class ServerReach implements Reach {
  readonly by = 'server';
  readonly where: string;
  readonly asPerson: boolean;
  readonly #token: string | null;
  readonly #answerMs: number;

  constructor({ url, token, asPerson, answerMs = usualAnswerMs }: ServerAccess) {
    this.where = url;
    this.asPerson = asPerson;
    this.#token = token;
    this.#answerMs = answerMs;
  }

  async ask(request: Request): Promise<Answered> {
    const response = await this.#send(request, AbortSignal.timeout(this.#answerMs), 'application/json');
    const body = await this.#bodyOf(request, response);
    if (!response.ok) throw refusedOf(response.status, body, this.where);
    return { status: response.status, body, etag: response.headers.get('etag') };
  }

  async bring(file: string, mediaType: string): Promise<Answered> {
    const request: Request = { method: 'POST', path: '/api/attachments' };
    const bytes = { body: await openAsBlob(file), mediaType };
    const signal = AbortSignal.timeout(this.#answerMs * uploadPatience);
    const response = await this.#send(request, signal, 'application/json', bytes);
    const body = await this.#bodyOf(request, response);
    if (!response.ok) throw refusedOf(response.status, body, this.where);
    return { status: response.status, body, etag: null };
  }

  async *bytes(request: Request): AsyncGenerator<Uint8Array> {
    const signal = AbortSignal.timeout(this.#answerMs * uploadPatience);
    const response = await this.#send(request, signal, 'application/octet-stream');
    if (!response.ok) throw refusedOf(response.status, await this.#bodyOf(request, response), this.where);
    try {
      if (response.body !== null) yield* response.body;
    } catch (error) {
      throw this.#unreached(request, error);
    }
  }

  async *lines(request: Request, signal: AbortSignal): AsyncGenerator<string> {
    const response = await this.#send(request, signal, 'application/x-ndjson');
    if (!response.ok) throw refusedOf(response.status, await this.#bodyOf(request, response), this.where);
    if (response.body === null) return;
    let rest = '';
    try {
      for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        yield* lines;
      }
    } catch (error) {
      if (!signal.aborted) throw this.#unreached(request, error);
    }
    if (rest !== '' && !signal.aborted) yield rest;
  }

  async #send(
    request: Request,
    signal: AbortSignal,
    accept: string,
    bytes: { readonly body: Blob; readonly mediaType: string } | null = null,
  ): Promise<Response> {
    const { method, body, once, ifMatch } = request;
    const headers = {
      accept: `${accept}, application/problem+json`,
      ...(this.#token === null ? {} : { authorization: `Bearer ${this.#token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(bytes === null ? {} : { 'content-type': bytes.mediaType }),
      ...(once === undefined ? {} : { 'idempotency-key': once }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    };
    try {
      return await fetch(this.#addressOf(request), {
        method,
        headers,
        signal,
        // Whoever redirects could have the token sent elsewhere.
        redirect: 'manual',
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(bytes === null ? {} : { body: bytes.body }),
      });
    } catch (error) {
      if (signal.aborted && !isTimeout(error)) throw error;
      throw this.#unreached(request, error);
    }
  }

  async #bodyOf(request: Request, response: Response): Promise<unknown> {
    if (response.status >= 300 && response.status < 400)
      throw new ReachError('redirected', `${this.where} sends callers elsewhere; give that address`, {
        facts: { status: response.status },
      });
    try {
      const text = await response.text();
      return text === '' || text.length > mostCharacters ? null : JSON.parse(text);
    } catch (error) {
      if (error instanceof SyntaxError) return null;
      throw this.#unreached(request, error);
    }
  }

  #addressOf({ path, query = {} }: Request): string {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) parameters.append(name, String(value));
    const asked = parameters.toString();
    return `${this.where}${path}${asked === '' ? '' : `?${asked}`}`;
  }

  /** What kept the answer away, in words; for an act also what that means for it. */
  #unreached({ once }: Request, error: unknown): ReachError {
    const [code, says] = whyUnreached(error);
    const act =
      once === undefined || code === 'server-unreachable' || code === 'server-untrusted'
        ? null
        : `It may have been recorded. The same call again with --id ${once} acts once, and answers what there is.`;
    return new ReachError(code, `${this.where}: ${says}`, {
      cause: error,
      remedy: act ?? remedies[code] ?? null,
    });
  }
}

const remedies: Readonly<Record<string, string>> = {
  'server-unreachable': 'Is it running, and is the address right?',
  'server-untrusted':
    'Nothing was sent. Where your organisation has a certificate authority of its own: NODE_EXTRA_CA_CERTS=FILE.',
};

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError';

/** Before anything was sent, or after: only the first is sure to have done nothing. */
const neverSent: readonly string[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
];

function whyUnreached(error: unknown): readonly [code: string, says: string] {
  if (isTimeout(error)) return ['server-timeout', 'no answer came in time'];
  const code = codeOf(error) ?? '';
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return ['server-unreachable', 'no connection came about in time'];
  if (neverSent.includes(code)) return ['server-unreachable', inWords[code] ?? `cannot be reached (${code})`];
  if (/CERT|^ERR_TLS|^ERR_SSL|^EPROTO$|SELF_SIGNED|UNABLE_TO_/.test(code))
    return ['server-untrusted', `no secure connection came about: ${tls(code)}`];
  return ['server-lost', `the connection broke off (${code === '' ? 'unknown' : code})`];
}

const tls = (code: string): string =>
  /^ERR_SSL|^EPROTO$/.test(code)
    ? `it does not speak TLS (${code})`
    : `its certificate is not to be trusted (${code})`;

const inWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name cannot be looked up now',
};

/** `fetch` wraps what happened; an address with several numbers has one failure for each. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return error.errors.map(codeOf).find((code) => code !== undefined);
  return codeOf(error.cause);
}
