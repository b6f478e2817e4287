import { isLedgerError } from '../../events/errors.ts';
import { type Checkpoint, openCheckpoint, parseCheckpoint } from '../checkpoint/checkpoint.ts';
import type { NoteSignature } from '../checkpoint/note.ts';
import { noteText, parseNote } from '../checkpoint/note.ts';
import type { NoteVerifier } from '../checkpoint/note-key.ts';
import type { FindingCode, Findings, Where } from './finding.ts';

/** Whom the auditor believes: keys that came another way than the export. */
export interface Trust {
  readonly verifiers: readonly NoteVerifier[];
}

export interface Head extends Checkpoint {
  /** Whether a believed key of the log signed it. */
  readonly signed: boolean;
  /** Signatures of the log's believed keys. */
  readonly good: readonly NoteSignature[];
  /** Lines of keys that nobody was asked to believe. */
  readonly unknown: readonly NoteSignature[];
  /** Witnesses of the policy that cosigned it. */
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
    return unbelieved(note);
  }
}

/** @throws LedgerError as `openCheckpoint` */
const believed = (note: string, { verifiers }: Trust): Head => ({
  ...openCheckpoint(note, verifiers),
  signed: true,
  witnesses: [],
});

/** What a checkpoint says that nobody who is believed has signed. */
function unbelieved(note: Uint8Array): Head | null {
  try {
    const { signatures, text } = parseNote(noteText(note));
    return { ...parseCheckpoint(text), signed: false, good: [], unknown: signatures, witnesses: [] };
  } catch {
    return null;
  }
}
