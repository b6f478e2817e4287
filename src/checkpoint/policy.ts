import { LedgerError } from '../../events/errors.ts';
import { type OpenedCheckpoint, openCheckpoint } from './checkpoint.ts';
import type { NoteVerifier } from './note-key.ts';

export interface PolicyLog {
  readonly verifier: NoteVerifier;
  readonly url: string | null;
}

export interface PolicyWitness {
  /** What the policy calls it; its key may bear another name. */
  readonly name: string;
  readonly verifier: NoteVerifier;
  /** Where it takes checkpoints: its submission prefix. */
  readonly url: string | null;
}

/** Has witnessed a checkpoint where `need` of its members have. */
export interface PolicyGroup {
  readonly name: string;
  readonly need: number;
  readonly members: readonly PolicyMember[];
}

export type PolicyMember = PolicyWitness | PolicyGroup;

/** Whose word suffices for a checkpoint: C2SP tlog-policy. `parsePolicy` reads one from a file. */
export interface Policy {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  /** Who has to have witnessed a checkpoint; null for `none`. */
  readonly quorum: PolicyMember | null;
}

/** Whether those who signed suffice. */
export function isQuorate({ quorum }: Policy, signed: ReadonlySet<PolicyWitness>): boolean {
  const hasWitnessed = (member: PolicyMember): boolean =>
    'members' in member ? member.members.filter(hasWitnessed).length >= member.need : signed.has(member);
  return quorum === null || hasWitnessed(quorum);
}

/** In words: `both (2 of north, others (1 of south, east))`. */
export function quorumWords(member: PolicyMember | null): string {
  if (member === null) return 'none';
  if (!('members' in member)) return member.name;
  return `${member.name} (${member.need} of ${member.members.map(quorumWords).join(', ')})`;
}

/** A checkpoint, and who of the policy's witnesses cosigned it, by the policy's names and in its order. */
export interface WitnessedCheckpoint extends OpenedCheckpoint {
  readonly witnesses: readonly string[];
}

/**
 * A checkpoint that one of the policy's logs signed and enough of its witnesses cosigned. `logs` takes the place of the
 * policy's own, for a policy that names none or a reader who knows the log from elsewhere.
 *
 * Example: the empty log, cosigned by one of two witnesses.
 *
 * ```text
 * ledger.example/governance
 * 0
 * 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
 *
 * — ledger.example/governance Sk1i1fxlVtwMw8IljxSXwXJTp0rQTlZGdp9ava+IHA/ypW/qDGc7Fhcv/0UseaTP9EtVi8XzbyZK3dzktI5x+h6Mugg=
 * — north.example ouE5yQAAAABkGFDLlfWkqwEh5HQlW2jQHsMvsyPoAzDX1jgYT1Dz9npuL7PdSl8c59qZL8kMImt3nmwoDf7zUU8Pmc61HuorxhHTAQ==
 * ```
 * ```js
 * const log = 'ledger.example/governance+4a4d62d5+Ae1JKMYo0cLG6ukDOJBZlWEpWSc6XGP5NjbBRhSshzfR'
 * const north = 'north.example+a2e139c9+BIqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c'
 * const south = 'south.example+a5d21baf+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU'
 * const either = `log ${log}\nwitness north ${north}\nwitness south ${south}\ngroup either any north south\n`
 * openWitnessed(example, parsePolicy(utf8(`${either}quorum either\n`))).witnesses // ["north"]
 * refusal(() => openWitnessed(example, parsePolicy(utf8(`${either}quorum south\n`)))) // witness-quorum
 * ```
 * @throws LedgerError `note-invalid`; `signature-invalid`, also for the line of a witness that does not fit, needed or
 * not; `key-refused` for keys that a line cannot tell apart; `checkpoint-invalid`; `witness-quorum`
 */
export function openWitnessed(
  note: string,
  policy: Policy,
  logs: readonly NoteVerifier[] = policy.logs.map(({ verifier }) => verifier),
): WitnessedCheckpoint {
  const checkpoint = openCheckpoint(note, [...logs, ...policy.witnesses.map(({ verifier }) => verifier)]);
  const signed = policy.witnesses.filter((witness) =>
    checkpoint.good.some(({ verifier }) => verifier.vkey === witness.verifier.vkey),
  );
  const have = signed.map(({ name }) => name);
  if (isQuorate(policy, new Set(signed))) return { ...checkpoint, witnesses: have };
  const need = quorumWords(policy.quorum);
  throw new LedgerError(
    'witness-quorum',
    `the checkpoint of ${checkpoint.origin} with ${checkpoint.size} entries is cosigned by ${have.join(', ') || 'no witness'}; the policy asks for ${need}`,
    { have, need },
  );
}
