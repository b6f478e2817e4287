import { LedgerError } from '../../events/errors.ts';
import { hashBytes, leafHash } from '../../projections/merkle/hash.ts';
import { verifyInclusion } from '../../projections/merkle/proof.ts';
import { base64Bytes, decimal } from './base64.ts';
import { type OpenedCheckpoint, openCheckpoint } from './checkpoint.ts';
import type { NoteVerifier } from './note-key.ts';

/** A receipt: where an entry stands in the log, the hashes that lead from it to a root, and the signed checkpoint of that root. */
export interface TlogProof {
  readonly index: number;
  /** The leaf's sibling first; 32 bytes each. */
  readonly proof: readonly Uint8Array[];
  /** The signed note, verbatim, with whatever cosignatures it has. */
  readonly checkpoint: string;
  /** Nobody vouches for it. */
  readonly extra?: Uint8Array;
}

const header = 'c2sp.org/tlog-proof@v1';
const mostHashes = 63;

/**
 * C2SP tlog-proof. The example is entry 1 of 2, which holds one zero byte; its one sibling is entry 0, without bytes.
 *
 * ```text
 * c2sp.org/tlog-proof@v1
 * index 1
 * bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=
 *
 * ledger.example/governance
 * 2
 * +sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=
 *
 * — ledger.example/governance wgPiDylmoNtkNfmmQedBTFYqtVjK4NNb91O6HCpdiPtW+UxlYITRdSHf8w7qv0n5spNjG/5K5bCBlynEhBKT15ulVgQ=
 * ```
 * ```js
 * formatTlogProof(parseTlogProof(example)) === example // true
 * const key = parseVerifierKey('ledger.example/governance+c203e20f+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c')
 * verifyTlogProof(example, utf8('\0'), [key]).index // 1
 * ```
 * @throws LedgerError `receipt-invalid`
 */
export function formatTlogProof({ index, proof, checkpoint, extra }: TlogProof): string {
  const lines = [header];
  if (extra !== undefined) lines.push(`extra ${Buffer.from(extra).toString('base64')}`);
  lines.push(`index ${index}`, ...proof.map((hash) => Buffer.from(hash).toString('base64')));
  const text = `${lines.join('\n')}\n\n${checkpoint}`;
  parseTlogProof(text);
  return text;
}

/** Takes a receipt apart; nothing of it is checked yet. @throws LedgerError `receipt-invalid` */
export function parseTlogProof(text: string): TlogProof {
  const split = text.indexOf('\n\n');
  if (split < 0) throw invalid('a blank line stands between the proof and the checkpoint');
  const [first, ...lines] = text.slice(0, split).split('\n');
  if (first !== header) throw invalid(`its first line is ${header}`);
  const [, encodedExtra] = /^extra (.*)$/.exec(lines[0] ?? '') ?? [];
  if (encodedExtra !== undefined) lines.shift();
  const extra = encodedExtra === undefined ? undefined : base64Bytes(encodedExtra);
  if (extra === null) throw invalid('what follows "extra" is base64');
  const index = decimal(/^index (.*)$/.exec(lines.shift() ?? '')?.[1] ?? '');
  if (index === null) throw invalid('after that stands "index" and a decimal up to 2^53 − 1');
  if (lines.length > mostHashes) throw invalid(`it has at most ${mostHashes} hashes`);
  const proof = lines.map((line) => {
    const hash = base64Bytes(line);
    if (hash?.byteLength === hashBytes) return hash;
    throw invalid('each further line is a hash, 32 bytes in base64');
  });
  const checkpoint = text.slice(split + 2);
  return { index, proof, checkpoint, ...(extra === undefined ? {} : { extra }) };
}

/** What a receipt was found to prove. */
export interface ProvedEntry {
  readonly index: number;
  readonly checkpoint: OpenedCheckpoint;
}

/**
 * That the entry stands in the log whose keys were given, at the index and under the checkpoint of the receipt.
 * @throws LedgerError `receipt-invalid`, `note-invalid`, `signature-invalid`, `checkpoint-invalid`, `proof-invalid`
 */
export function verifyTlogProof(
  text: string,
  entry: Uint8Array,
  verifiers: readonly NoteVerifier[],
): ProvedEntry {
  const { index, proof, checkpoint: note } = parseTlogProof(text);
  const checkpoint = openCheckpoint(note, verifiers);
  if (index >= checkpoint.size)
    throw invalid(`its index ${index} lies outside its checkpoint, of ${checkpoint.size} entries`);
  verifyInclusion(leafHash(entry), index, checkpoint.size, proof, checkpoint.root);
  return { index, checkpoint };
}

const invalid = (rule: string): LedgerError<'receipt-invalid'> =>
  new LedgerError('receipt-invalid', `this is no receipt: ${rule}`, { rule });
