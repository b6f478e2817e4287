import { hash } from 'node:crypto';
import { LedgerError } from '../../events/errors.ts';
import { type Checkpoint, type OpenedCheckpoint, openCheckpoint } from '../checkpoint/checkpoint.ts';
import { noteText } from '../checkpoint/note.ts';
import type { PolicyLog, PolicyWitness } from '../checkpoint/policy.ts';
import { readAtMost } from './add-checkpoint.ts';

/** A witness holds what this ledger does not lead to: it was rolled back, or there are two of it. */
export interface ForkAlarm {
  readonly witness: string;
  readonly error: LedgerError<'log-forked'>;
  /**
   * The checkpoint that the witness shows, where this log's own key signed it: proof for anyone. Null where it shows
   * none; then there is the witness's word alone.
   */
  readonly evidence: string | null;
}

export interface ForkFacts {
  readonly witness: PolicyWitness;
  readonly ours: Checkpoint;
  /** Entries of the checkpoint that the witness holds. */
  readonly theirs: number;
  /** Root of our tree at that size, where it is as large. */
  readonly rootThere: Uint8Array | null;
  /** What we know it cosigned at that size, in base64. */
  readonly cosignedThere: string | null;
  readonly shown: ShownCheckpoint | null;
}

/** For whoever has to act on it: who, what they hold, what we hold, what that means, what to do. */
export function forkAlarm(facts: ForkFacts): ForkAlarm {
  const { witness, ours, theirs, shown } = facts;
  const words = theirs > ours.size ? rollbackWords(facts) : forkWords(facts);
  const evidence =
    shown === null
      ? 'It was asked for the checkpoint that it holds and shows none that this log signed, so this is its word alone: ask its operator for that checkpoint.'
      : `It shows a checkpoint of ${shown.size} entries with the root ${base64(shown.root)}, signed with this log's own key: whoever has both can prove it to others.`;
  const message = [
    ...words,
    evidence,
    'Nothing more is signed or appended here. Keep this data folder as it is, and find the copy that holds what the witness saw: another machine that runs, another disk, the newest backup, the file "checkpoint" of the head folder, an export that somebody took. Stop every other server of this ledger, put the right copy in place and start again.',
    'Where those entries are lost for good, "govledger recover" goes on under a new origin and says so on record.',
  ].join(' ');
  const error = new LedgerError('log-forked', message, { witness: witness.name, ours: ours.size, theirs });
  return { witness: witness.name, error, evidence: shown === null ? null : shown.note };
}

function rollbackWords({ witness, ours, theirs }: ForkFacts): string[] {
  const lost = theirs - ours.size;
  return [
    `The witness ${witness.name} (${witness.url}) has cosigned ${theirs} entries of ${ours.origin}; this ledger has ${ours.size} in its newest checkpoint.`,
    `${lost === 1 ? 'One entry that was' : `${lost} entries that were`} published ${lost === 1 ? 'is' : 'are'} missing here: an older copy of the ledger was put in its place (a backup, a snapshot of the machine), or another server signs under the same origin.`,
  ];
}

function forkWords({ witness, ours, theirs, rootThere, cosignedThere }: ForkFacts): string[] {
  const there = rootThere === null ? '' : ` The root of this ledger at ${theirs} is ${base64(rootThere)}.`;
  const before =
    cosignedThere === null || rootThere === null
      ? ''
      : cosignedThere === base64(rootThere)
        ? ' It is the one that the witness cosigned when it was last asked from here, so another server has shown it another history since, or the witness errs.'
        : ` When the witness was last asked from here it cosigned ${cosignedThere}: entries of this ledger were changed since.`;
  return [
    `The witness ${witness.name} (${witness.url}) has cosigned ${theirs} entries of ${ours.origin} that are not the first ${theirs} of this ledger, which has ${ours.size} in its newest checkpoint: it refuses the proof that one follows from the other.${there}${before}`,
    'There are two histories under one origin: entries were changed or replaced, an older copy was put in place and grew differently, or another server signs under the same origin.',
  ];
}

export interface ShownCheckpoint extends OpenedCheckpoint {
  readonly note: string;
}

/**
 * The checkpoint that a witness shows to monitors (`<prefix>/<SHA-256 of the origin>/checkpoint`), if one of these logs
 * signed it; null otherwise. Never rejects.
 */
export async function shownBy(
  prefix: string,
  origin: string,
  logs: readonly PolicyLog[],
  signal: AbortSignal,
): Promise<ShownCheckpoint | null> {
  try {
    const url = `${prefix.replace(/\/+$/, '')}/${hash('sha256', origin, 'hex')}/checkpoint`;
    const response = await fetch(url, { redirect: 'manual', signal });
    const body = response.status === 200 ? await readAtMost(response, mostShownBytes) : null;
    if (body === null) return null;
    const note = noteText(body);
    const opened = openCheckpoint(
      note,
      logs.map(({ verifier }) => verifier),
    );
    return opened.origin === origin ? { ...opened, note } : null;
  } catch {
    return null;
  }
}

const mostShownBytes = 1_000_000;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
