import { inclusionProof } from '../../projections/merkle/proof.ts';
import { formatTlogProof } from '../checkpoint/tlog-proof.ts';
import type { Published, PublishedLog, ReadableLog } from './published-log.ts';

/** How long an answer waits for a checkpoint before it does without. */
const checkpointMs = 2_000;

/** The receipt of the entry at this index, under a checkpoint that covers it (C2SP tlog-proof). */
export const receiptOf = (
  { nodes }: Pick<PublishedLog, 'nodes'>,
  index: number,
  { size, note }: Published,
): string => formatTlogProof({ index, proof: inclusionProof(nodes, index, size), checkpoint: note });

/**
 * A checkpoint that covers the entry; null where that takes longer than two seconds, whatever the reason: what is on
 * record is on record, and the reason is said in health and in the log of the server.
 */
export async function coveredSoon(
  log: Pick<ReadableLog, 'covering'>,
  index: number,
): Promise<Published | null> {
  try {
    return await log.covering(index, AbortSignal.timeout(checkpointMs));
  } catch {
    return null;
  }
}
