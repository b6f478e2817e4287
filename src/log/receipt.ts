import { inclusionProof } from '../../projections/merkle/proof.ts';
import { formatTlogProof } from '../checkpoint/tlog-proof.ts';
import type { Published, PublishedLog } from './published-log.ts';

/** The receipt of the entry at this index, under a checkpoint that covers it (C2SP tlog-proof). */
export const receiptOf = (
  { nodes }: Pick<PublishedLog, 'nodes'>,
  index: number,
  { size, note }: Published,
): string => formatTlogProof({ index, proof: inclusionProof(nodes, index, size), checkpoint: note });
