import type { Visibility } from '../../events/fields.ts';
import type { ExportManifest } from '../ledger-export/export-manifest.ts';
import type { DigestCounts } from './accounting.ts';
import type { ActCounts } from './authority.ts';
import type { Findings } from './finding.ts';
import type { Head, Trust } from './heads.ts';
import type { LedgerFacts } from './ledger-facts.ts';

/** What a verification came to, before it is put in words. */
export interface Outcome {
  readonly options: Trust & { readonly since?: Uint8Array; readonly unpacked?: Visibility };
  readonly findings: Findings;
  readonly manifest: ExportManifest | null;
  /** Null where there is no checkpoint to read: then nothing else was looked at. */
  readonly head: Head | null;
  readonly since: Head | null;
  readonly digests?: DigestCounts;
  readonly acts?: ActCounts;
  readonly ledger?: LedgerFacts;
  /** Every bundle was read. */
  readonly isWhole?: boolean;
}

/** For whom what was verified is. */
export const audienceOf = ({ options, manifest }: Pick<Outcome, 'options' | 'manifest'>): Visibility | null =>
  options.unpacked ?? manifest?.audience ?? null;
