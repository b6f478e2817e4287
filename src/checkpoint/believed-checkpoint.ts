import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { cosignedAt } from './cosignature.ts';
import { parseNote } from './note.ts';
import { parseVerifierKey } from './note-key.ts';
import { openWitnessed, type Policy } from './policy.ts';

/** A checkpoint, and who of those that somebody believes vouches for it. */
export interface BelievedCheckpoint extends Checkpoint {
  /** Keys of the log, as `name+keyid`; empty where nobody was believed, and so nothing checked. */
  readonly signedBy: readonly string[];
  /** Witnesses by the policy's names, and when each says that it saw the checkpoint, in seconds since 1970. */
  readonly cosignedBy: readonly { readonly witness: string; readonly at: number }[];
  /** Signature lines of keys that nobody was asked to believe, as `name+keyid`: they prove nothing. */
  readonly unchecked: readonly string[];
}

/** To believe these keys of a log, and no witness. @throws LedgerError `key-refused` */
export const policyOfKeys = (...vkeys: readonly string[]): Policy => ({
  logs: vkeys.map((vkey) => ({ verifier: parseVerifierKey(vkey), url: null })),
  witnesses: [],
  quorum: null,
});

/**
 * A checkpoint as far as the policy vouches for it. Whoever believes nobody (null) is only told what it says.
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
 * const policy = policyOfKeys('ledger.example/governance+4a4d62d5+Ae1JKMYo0cLG6ukDOJBZlWEpWSc6XGP5NjbBRhSshzfR')
 * const found = believedCheckpoint(example, policy)
 * found.signedBy // ["ledger.example/governance+4a4d62d5"]
 * found.unchecked // ["north.example+a2e139c9"]
 * believedCheckpoint(example, null).signedBy // []
 * ```
 * @throws LedgerError as `openWitnessed`
 */
export function believedCheckpoint(note: string, policy: Policy | null): BelievedCheckpoint {
  if (policy === null) {
    const { text, signatures } = parseNote(note);
    const { origin, size, root } = parseCheckpoint(text);
    return { origin, size, root, signedBy: [], cosignedBy: [], unchecked: signatures.map(named) };
  }
  const { origin, size, root, good, unknown } = openWitnessed(note, policy);
  const cosignedBy = policy.witnesses.flatMap(({ name, verifier }) => {
    const signature = good.find((each) => each.verifier.vkey === verifier.vkey);
    return signature === undefined ? [] : [{ witness: name, at: cosignedAt(signature) }];
  });
  const ofLog = good.filter(({ verifier }) => policy.logs.some((log) => log.verifier.vkey === verifier.vkey));
  return { origin, size, root, signedBy: ofLog.map(named), cosignedBy, unchecked: unknown.map(named) };
}

const named = ({ name, keyId }: { readonly name: string; readonly keyId: string }): string =>
  `${name}+${keyId}`;
