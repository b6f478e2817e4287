import type { Visibility } from '../../events/fields.ts';
import type { DigestCounts } from './accounting.ts';
import type { ActCounts } from './authority.ts';
import type { Claim, Finding } from './finding.ts';

/**
 * `proved`: everything that an export can prove. `incomplete`: nothing is wrong, but something is of a later release than
 * the verifier. `failed`: something there is not what was recorded, or cannot be believed.
 */
export type Verdict = 'proved' | 'incomplete' | 'failed';

/** One sentence of a report, with the part of the proof that it is about. */
export interface Statement {
  readonly claim: Claim;
  readonly text: string;
}

/** What `verifyExport` found: the same for the command line, the one-file verifier and programs. */
export interface VerifyReport {
  readonly verdict: Verdict;
  readonly ledger: string | null;
  readonly origin: string | null;
  readonly size: number | null;
  /** Base64. */
  readonly root: string | null;
  readonly audience: Visibility | null;
  readonly signedBy: readonly string[];
  readonly witnesses: readonly string[];
  /** Size of the older checkpoint, where one was given and could be read. */
  readonly since: number | null;
  readonly digests: DigestCounts | null;
  readonly acts: ActCounts | null;
  readonly findings: readonly Finding[];
  /** How many there are of each code, listed or not. */
  readonly counts: Readonly<Record<string, number>>;
  readonly proved: readonly Statement[];
  readonly notProved: readonly Statement[];
  /** What no verification of an export covers, or this one was not given the means for. */
  readonly notCovered: readonly string[];
}
