import { hash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isLedgerError } from '../../events/errors.ts';
import { emptyRoot, sameHash } from '../../projections/merkle/hash.ts';
import { verifyConsistency } from '../../projections/merkle/proof.ts';
import { base64Bytes, decimal } from '../../src/checkpoint/base64.ts';
import { cosign } from '../../src/checkpoint/cosignature.ts';
import { makeLogKey } from '../../src/checkpoint/log-key.ts';
import { openNote, parseNote } from '../../src/checkpoint/note.ts';
import { type NoteSigner, parseSignerKey, parseVerifierKey } from '../../src/checkpoint/note-key.ts';

/** What a witness keeps of a log: the last checkpoint that it cosigned. */
export interface Held {
  readonly size: number;
  readonly root: Uint8Array;
  /** With the log's signature and, once it is made, its own. */
  readonly note: string;
}

export interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body?: string | Uint8Array;
}

/** What it does otherwise than the standard asks. */
export interface Misconduct {
  /** Takes the request and says nothing; `drip`: begins an answer and does not end it. */
  silent?: 'whole' | 'drip';
  /** In place of its answers, one for each call; afterwards it behaves. */
  instead?: Answer[];
  /** Its signature lines, changed. */
  garnish?: (lines: string, text: string) => string | Promise<string>;
  /** What it shows monitors in place of what it holds; null for nothing. */
  shows?: string | null;
}

/** A witness of C2SP tlog-witness for tests: all that the standard says it MUST do, and what it is told to do wrong. */
export class SmallWitness {
  readonly url: string;
  readonly vkey: string;
  readonly signer: NoteSigner;
  readonly misconduct: Misconduct = {};
  /** Every body that it was sent. */
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly #logs: readonly string[];
  readonly #held = new Map<string, Held>();
  #seconds = 1_700_000_000;

  /** `logs`: verifier keys that it trusts, each for the origin that it is named after. */
  static async start(name: string, logs: readonly string[]): Promise<SmallWitness> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new SmallWitness(server, parseSignerKey(makeLogKey(name, 'cosignature').signer), logs);
  }

  private constructor(server: Server, signer: NoteSigner, logs: readonly string[]) {
    this.#server = server;
    this.signer = signer;
    this.#logs = logs;
    this.vkey = signer.vkey;
    this.url = `http://127.0.0.1:${portOf(server)}/witness`;
    server.on('request', (request, response) => {
      this.#respond(request, response).catch(() => response.destroy());
    });
  }

  held(origin: string): Held | null {
    return this.#held.get(origin) ?? null;
  }

  forget(origin: string): void {
    this.#held.delete(origin);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(Buffer.from(piece));
    const {
      status,
      type = 'text/plain; charset=utf-8',
      body = '',
    } = await this.#answer(request, Buffer.concat(pieces).toString('utf8'));
    if (this.misconduct.silent === 'whole') return;
    response.writeHead(status, { 'content-type': type, ...(status === 302 && { location: '/elsewhere' }) });
    if (this.misconduct.silent === 'drip') response.write('—');
    else response.end(body);
  }

  async #answer({ method, url }: IncomingMessage, body: string): Promise<Answer> {
    if (method === 'POST' && url === '/witness/add-checkpoint') {
      this.asked.push(body);
      return this.misconduct.instead?.shift() ?? (await this.addCheckpoint(body));
    }
    const [, origin] = /^\/witness\/([0-9a-f]{64})\/checkpoint$/.exec(url ?? '') ?? [];
    const shown = [...this.#held].find(([name]) => hash('sha256', name, 'hex') === origin)?.[1];
    const note = this.misconduct.shows === undefined ? shown?.note : this.misconduct.shows;
    return method === 'GET' && note != null ? { status: 200, body: note } : { status: 404 };
  }

  /** `add-checkpoint`, in the order in which the standard tells it. */
  async addCheckpoint(body: string): Promise<Answer> {
    const asked = parseAddCheckpoint(body);
    if (asked === null) return { status: 400 };
    const { old, proof, note } = asked;
    const { text } = parseNote(note);
    const [origin = '', count = '', encoded = ''] = text.split('\n');
    const keys = this.#logs.map(parseVerifierKey).filter(({ name }) => name === origin);
    if (keys.length === 0) return { status: 404 };
    let logLines: string[];
    try {
      logLines = openNote(note, keys).good.map(({ line }) => `${line}\n`);
    } catch (error) {
      if (isLedgerError(error) && error.code === 'signature-invalid') return { status: 403 };
      throw error;
    }
    const size = decimal(count);
    const root = base64Bytes(encoded);
    if (size === null || root === null || old > size) return { status: 400 };

    // From here to `set` nothing is awaited: no other request comes between the comparison and what is kept.
    const held = this.#held.get(origin);
    if (old !== (held?.size ?? 0))
      return { status: 409, type: 'text/x.tlog.size', body: `${held?.size ?? 0}\n` };
    if (size === 0 && !sameHash(root, emptyRoot)) return { status: 422 };
    try {
      verifyConsistency({ size: old, root: held?.root ?? emptyRoot }, { size, root }, proof);
    } catch (error) {
      if (isLedgerError(error) && error.code === 'proof-invalid') return { status: 422 };
      throw error;
    }
    const logs = `${text}\n${logLines.join('')}`;
    this.#held.set(origin, { size, root, note: logs });

    this.#seconds += 1;
    const line = `${await cosign(text, this.signer, this.#seconds)}\n`;
    if (this.#held.get(origin)?.note === logs) this.#held.set(origin, { size, root, note: `${logs}${line}` });
    return { status: 200, body: (await this.misconduct.garnish?.(line, text)) ?? line };
  }
}

/** The body of `add-checkpoint`; null for what is malformed. */
export function parseAddCheckpoint(
  body: string,
): { readonly old: number; readonly proof: readonly Uint8Array[]; readonly note: string } | null {
  const split = body.indexOf('\n\n');
  const [first = '', ...lines] = body.slice(0, Math.max(split, 0)).split('\n');
  const old = decimal(/^old (.*)$/.exec(first)?.[1] ?? '');
  const proof = lines.map(base64Bytes).filter((each) => each?.byteLength === 32);
  const note = body.slice(split + 2);
  if (split < 0 || old === null || lines.length > 63 || proof.length < lines.length) return null;
  try {
    parseNote(note);
  } catch {
    return null;
  }
  return { old, proof: proof.filter((each) => each !== null), note };
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('it listens on a port');
  return address.port;
}
