import { isLedgerError } from '../../events/errors.ts';
import { type Checkpoint, openCheckpoint, parseCheckpoint } from '../checkpoint/checkpoint.ts';
import { type GoodSignature, type NoteSignature, noteText, parseNote } from '../checkpoint/note.ts';
import { type NoteVerifier, noteKeyTypes } from '../checkpoint/note-key.ts';
import { openWitnessed, type Policy } from '../checkpoint/policy.ts';
import type { FindingCode, Findings, Where } from './finding.ts';

/** Whom the auditor believes: all of it came another way than the export. */
export interface Trust {
  /** Keys of the log. */
  readonly verifiers: readonly NoteVerifier[];
  /** Which witnesses have to have cosigned. */
  readonly policy?: Policy;
}

export interface Head extends Checkpoint {
  /** Signatures of the log's believed keys; none where it is not signed by any. */
  readonly good: readonly GoodSignature[];
  /** Lines of keys that nobody was asked to believe. */
  readonly unknown: readonly NoteSignature[];
  /** Who cosigned it: witnesses of the policy, or others whose keys were given. */
  readonly witnesses: readonly string[];
}

const kindOf: Readonly<Partial<Record<string, FindingCode>>> = {
  'signature-invalid': 'checkpoint-unsigned',
  'witness-quorum': 'witness-quorum',
};

/**
 * A checkpoint as far as it can be believed. Without a good signature it is still read, so that what it says can be
 * compared; null where there is nothing to read. `always` is the code of whatever is found, where it has one of its own.
 */
export function readHead(
  note: Uint8Array,
  trust: Trust,
  findings: Findings,
  where: Where,
  always?: FindingCode,
): Head | null {
  try {
    return believed(noteText(note), trust);
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    findings.add(always ?? kindOf[error.code] ?? 'checkpoint-invalid', error.message, where);
    return unbelieved(note, trust, error.code === 'witness-quorum');
  }
}

/** @throws LedgerError as `openCheckpoint` and `openWitnessed` */
function believed(note: string, { verifiers, policy }: Trust): Head {
  const opened =
    policy === undefined
      ? { ...openCheckpoint(note, verifiers), witnesses: null }
      : openWitnessed(note, policy, verifiers);
  const ofLog = ({ name, verifier: { type } }: GoodSignature): boolean =>
    name === opened.origin && type === noteKeyTypes.ed25519;
  const others = opened.good.filter((signature) => !ofLog(signature)).map(({ name }) => name);
  return { ...opened, good: opened.good.filter(ofLog), witnesses: opened.witnesses ?? others };
}

/** What a checkpoint says that nobody who is believed has signed, or too few witnesses have. */
function unbelieved(note: Uint8Array, { verifiers }: Trust, isSigned: boolean): Head | null {
  try {
    if (isSigned) return believed(noteText(note), { verifiers });
    const { signatures, text } = parseNote(noteText(note));
    return { ...parseCheckpoint(text), good: [], unknown: signatures, witnesses: [] };
  } catch {
    return null;
  }
}
