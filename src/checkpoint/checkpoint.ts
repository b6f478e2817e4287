import { LedgerError } from '../../events/errors.ts';
import { emptyRoot, hashBytes, sameHash } from '../../projections/merkle/hash.ts';
import type { TreeHead } from '../../projections/merkle/proof.ts';
import { base64Bytes, decimal } from './base64.ts';
import { type GoodSignature, type NoteSignature, openNote } from './note.ts';
import { isKeyName, type NoteVerifier, noteKeyTypes } from './note-key.ts';

/** A tree head under the name of its log (C2SP tlog-checkpoint). */
export interface Checkpoint extends TreeHead {
  readonly origin: string;
}

export interface OpenedCheckpoint extends Checkpoint {
  /** The three lines that are signed. */
  readonly text: string;
  readonly good: readonly GoodSignature[];
  readonly unknown: readonly NoteSignature[];
}

/**
 * Three lines: origin, size in decimal, root in base64. No extension lines: nobody could audit them. The example is the
 * empty log of that name.
 *
 * ```text
 * ledger.example/governance
 * 0
 * 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
 * ```
 * ```js
 * formatCheckpoint({ origin: 'ledger.example/governance', size: 0, root: emptyRoot }) === example // true
 * parseCheckpoint(example).size // 0
 * ```
 * @throws LedgerError `checkpoint-invalid`
 */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  const text = `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;
  parseCheckpoint(text);
  return text;
}

/** @throws LedgerError `checkpoint-invalid` naming the line that is wrong */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', count = '', encoded = '', end, ...rest] = text.split('\n');
  const size = decimal(count);
  const root = base64Bytes(encoded);
  if (!isKeyName(origin)) throw invalid('line 1 is the origin, a name without spaces and plus signs');
  if (size === null) throw invalid('line 2 is the size in decimal, up to 2^53 − 1');
  if (root === null || root.byteLength !== hashBytes) throw invalid('line 3 is the root, 32 bytes in base64');
  if (size === 0 && !sameHash(root, emptyRoot))
    throw invalid('line 3 is the SHA-256 of no bytes where the size is 0');
  if (end !== '' || rest.length > 0)
    throw invalid('there are three lines, and no extension lines after them');
  return { origin, size, root };
}

/**
 * A checkpoint signed by its log: at least one good signature of a key of type 0x01 whose name is the origin. `verifiers`
 * may hold witnesses' keys beside it; no cosignature stands in for the log's signature, whatever its name.
 * @throws LedgerError `note-invalid`, `signature-invalid`, `checkpoint-invalid`
 */
export function openCheckpoint(note: string, verifiers: readonly NoteVerifier[]): OpenedCheckpoint {
  const opened = openNote(note, verifiers);
  const checkpoint = parseCheckpoint(opened.text);
  const ofLog = ({ name, verifier: { type } }: GoodSignature): boolean =>
    name === checkpoint.origin && type === noteKeyTypes.ed25519;
  if (!opened.good.some(ofLog)) {
    const names = verifiers.map(({ name, type }) => `${name} (type ${type})`).join(', ');
    throw new LedgerError(
      'signature-invalid',
      `the checkpoint of ${checkpoint.origin} is not signed by a key of that name and of type 1; the keys given are of ${names}`,
      { key: checkpoint.origin },
    );
  }
  return { ...opened, ...checkpoint };
}

const invalid = (rule: string): LedgerError<'checkpoint-invalid'> =>
  new LedgerError('checkpoint-invalid', `this is no checkpoint: ${rule}`, { rule });
