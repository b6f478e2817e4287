import { z } from 'zod';
import { canonical } from '../../events/canonical.ts';
import { Visibility } from '../../events/fields.ts';
import { Count, Sha256, Uuid } from '../../events/ids.ts';
import { Origin } from '../../events/ledger.ts';

export const exportFormat = 'govledger-export';

/** Names of what stands in an export beside its tiles. */
export const exportNames = {
  manifest: 'manifest.json',
  checkpoint: 'checkpoint',
  readme: 'README.txt',
  vkeys: 'log.vkey',
  disclosures: 'disclosures.ndjson',
  verifier: 'verify.mjs',
} as const;

export const accessPath = (day: string): string => `access/${day}.ndjson`;

export const ExportedFile = z.strictObject({
  path: z.string().max(200),
  bytes: Count,
  /** In lower-case hex. */
  sha256: Sha256,
});
export type ExportedFile = z.infer<typeof ExportedFile>;

/** What an export says of itself. No time and no software version: one ledger, head and audience give the same bytes. */
export const ExportManifest = z.strictObject({
  format: z.literal(exportFormat),
  version: z.literal(1),
  ledger: Uuid,
  origin: Origin,
  size: Count,
  /** The tree's root in base64. */
  root: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
  audience: Visibility,
  counts: z.strictObject({
    events: Count,
    /** Each counts once, wherever it stands. */
    digests: Count,
    opened: Count,
    /** That the audience might open, had they not been erased. */
    erased: Count,
    /** Kept for a more secret audience than this. */
    withheld: Count,
  }),
  /** Every file but the manifest, `checkpoint` and `README.txt`, sorted by path. */
  files: z.array(ExportedFile),
});
export type ExportManifest = z.infer<typeof ExportManifest>;

export const manifestText = (manifest: ExportManifest): string => `${canonical(manifest)}\n`;
