import { isLedgerError, LedgerError } from '../../events/errors.ts';
import { leafHash } from '../../projections/merkle/hash.ts';
import { verifyInclusion } from '../../projections/merkle/proof.ts';
import { type BelievedCheckpoint, believedCheckpoint } from './believed-checkpoint.ts';
import type { Policy } from './policy.ts';
import { parseTlogProof } from './tlog-proof.ts';

/** What a receipt was found to prove of an entry, to whoever believes the policy that it was checked by. */
export interface CheckedReceipt {
  readonly index: number;
  readonly checkpoint: BelievedCheckpoint;
  /** It holds an `extra` line, which nobody vouches for. */
  readonly hasExtra: boolean;
}

/**
 * That the entry stands in the log, at the index and under the checkpoint of the receipt. Without a policy that checkpoint
 * is only what the receipt itself says, and nothing is proved: whoever made the receipt could have made it up.
 *
 * The example is the receipt of `tlog-proof.ts`, of one zero byte.
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
 * const policy = policyOfKeys('ledger.example/governance+c203e20f+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c')
 * checkReceipt(example, utf8('\0'), policy).checkpoint.signedBy // ["ledger.example/governance+c203e20f"]
 * checkReceipt(example, utf8('\0'), null).checkpoint.signedBy // []
 * refusal(() => checkReceipt(example, utf8('\1'), policy)) // proof-invalid
 * ```
 * @throws LedgerError `receipt-invalid`, `proof-invalid` also for an index outside the checkpoint, and as `believedCheckpoint`
 */
export function checkReceipt(text: string, entry: Uint8Array, policy: Policy | null): CheckedReceipt {
  const { index, proof, checkpoint: note, extra } = parseTlogProof(text);
  const checkpoint = believedCheckpoint(note, policy);
  const { size, root } = checkpoint;
  try {
    verifyInclusion(leafHash(entry), index, size, proof, root);
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    const rule = `the bytes given are not entry ${index} of the log, or the receipt was changed`;
    throw new LedgerError(
      'proof-invalid',
      `${rule}: ${error.message}`,
      { proof: 'inclusion', rule },
      { cause: error },
    );
  }
  return { index, checkpoint, hasExtra: extra !== undefined };
}
