import { isLedgerError } from '../../events/errors.ts';
import { decimal } from '../checkpoint/base64.ts';
import { type NoteSignature, noteText, parseSignatureLine } from '../checkpoint/note.ts';

/** What a witness is asked: to cosign a checkpoint that follows from the one that it cosigned last. */
export interface AddCheckpoint {
  /** Entries of the last checkpoint that it is thought to have cosigned; 0 for none. */
  readonly old: number;
  /** From `old` to the checkpoint; empty where `old` is 0, or its size. */
  readonly proof: readonly Uint8Array[];
  /** The signed note. */
  readonly checkpoint: string;
}

export type WitnessAnswer =
  /** 200: signature lines, none of them checked. */
  | { readonly kind: 'cosigned'; readonly lines: readonly NoteSignature[] }
  /** 409: it cosigned a checkpoint of another size last. */
  | { readonly kind: 'holds'; readonly size: number }
  /** 422: the checkpoint does not follow from the one of that size which it holds. */
  | { readonly kind: 'inconsistent' }
  /** Anything else, in words. */
  | { readonly kind: 'none'; readonly why: string };

/** An answer has a few lines of a hundred bytes, or of some thousand with keys of later kinds. */
const mostAnswerBytes = 65_536;

/** The body of the request, C2SP tlog-witness: `old <size>`, the hashes in base64, a blank line, the checkpoint. */
export function formatAddCheckpoint({ old, proof, checkpoint }: AddCheckpoint): string {
  const lines = [`old ${old}`, ...proof.map((hash) => Buffer.from(hash).toString('base64'))];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** Asks a witness. Never rejects: what went wrong is an answer too. `prefix` is its submission prefix. */
export async function addCheckpoint(
  prefix: string,
  request: AddCheckpoint,
  signal: AbortSignal,
): Promise<WitnessAnswer> {
  try {
    const response = await fetch(`${prefix.replace(/\/+$/, '')}/add-checkpoint`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: formatAddCheckpoint(request),
      redirect: 'manual',
      signal,
    });
    const body = await readAtMost(response, mostAnswerBytes);
    return body === null ? none('its answer is longer than an answer can be') : answerOf(response, body);
  } catch (error) {
    return none(signal.aborted ? reasonOf(signal.reason) : `it cannot be reached: ${reasonOf(error)}`);
  }
}

function answerOf({ status, headers }: Response, body: Uint8Array): WitnessAnswer {
  switch (status) {
    case 200:
      return cosigned(body);
    case 409: {
      const [type] = (headers.get('content-type') ?? '').split(';');
      const [digits = '', ...rest] = Buffer.from(body).toString('latin1').split('\n');
      const size = decimal(digits);
      if (type?.trim().toLowerCase() === 'text/x.tlog.size' && size !== null && rest.join('\n') === '')
        return { kind: 'holds', size };
      return none('it says that it holds another checkpoint (409), and not of which size');
    }
    case 422:
      return { kind: 'inconsistent' };
    case 400:
      return none('it takes the request for malformed (400)');
    case 403:
      return none('it accepts none of the signatures (403): its operator has another key for this log');
    case 404:
      return none('it does not know this log (404): its operator has to add the origin and the verifier key');
    default:
      return none(
        status === 429 || status >= 500
          ? `it has no time, or a fault (${status}); it is asked again with the next checkpoint`
          : `it answers ${status}, which tlog-witness does not know`,
      );
  }
}

function cosigned(body: Uint8Array): WitnessAnswer {
  try {
    const text = noteText(body);
    if (text.endsWith('\n'))
      return { kind: 'cosigned', lines: text.slice(0, -1).split('\n').map(parseSignatureLine) };
  } catch (error) {
    if (!isLedgerError(error)) throw error;
  }
  return none('its answer is not made of signature lines');
}

/** Null for a body that is longer. */
export async function readAtMost({ body }: Response, bytes: number): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body ?? []) {
    length += piece.byteLength;
    // Leaving the loop gives the connection up.
    if (length > bytes) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

const none = (why: string): WitnessAnswer => ({ kind: 'none', why });

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // What fetch throws says only that it failed; the reason is its cause.
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message;
}
