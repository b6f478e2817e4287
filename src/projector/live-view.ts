import type { LedgerEntry } from './batch.ts';

/** One view's tables as they follow the ledger: the live ones, or those that a rebuild fills beside them. */
export interface LiveView {
  /** Folds the entries in and writes each touched row once. Runs inside the caller's transaction. */
  apply(entries: readonly LedgerEntry[]): void;
  /** Forgets what it keeps in memory: the transaction was rolled back, or somebody else wrote. */
  forget(): void;
}
