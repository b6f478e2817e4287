import { hashBytes, leafHash } from '../../projections/merkle/hash.ts';
import { verifyInclusion } from '../../projections/merkle/proof.ts';
import { base64Bytes } from '../checkpoint/base64.ts';
import { type BelievedCheckpoint, believedCheckpoint } from '../checkpoint/believed-checkpoint.ts';
import type { Policy } from '../checkpoint/policy.ts';
import type { SubmissionExport, UnsignedSubmissionExport } from './submission-export.ts';
import { violation, within } from './violation.ts';

/**
 * That each event stands in the log, at its index and under the export's checkpoint; null where the export has none.
 * Without a policy the checkpoint is only what the export itself says.
 * @throws LedgerError as `believedCheckpoint`, and `integrity-violation` naming the place
 */
export function checkProofs(
  { manifest, checkpoint: note, proofs, events }: SubmissionExport | UnsignedSubmissionExport,
  policy: Policy | null,
): BelievedCheckpoint | null {
  if (note === null) {
    if (proofs !== null) throw violation('proofs', 'stand there without a checkpoint');
    return null;
  }
  if (proofs?.length !== events.length)
    throw violation('proofs', `are ${proofs?.length ?? 0} for ${events.length} events`);
  const checkpoint = believedCheckpoint(note, policy);
  const { origin, size, root } = checkpoint;
  if (origin !== manifest.origin)
    throw violation('manifest.origin', `is ${manifest.origin}, and the checkpoint is of ${origin}`);
  for (const [at, proof] of proofs.entries()) {
    const { index = 0, body = '' } = events[at] ?? {};
    const where = `proofs.${at}`;
    const hashes = proof.map((text) => {
      const hash = base64Bytes(text);
      if (hash?.byteLength === hashBytes) return hash;
      throw violation(where, 'holds what is no hash: 32 bytes in base64');
    });
    within(where, () => verifyInclusion(leafHash(Buffer.from(body)), index, size, hashes, root));
  }
  return checkpoint;
}
