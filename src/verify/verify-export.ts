import type { Visibility } from '../../events/fields.ts';
import { sameHash } from '../../projections/merkle/hash.ts';
import { tilePath, tilesOf } from '../checkpoint/tile.ts';
import { type ExportManifest, exportNames } from '../ledger-export/export-manifest.ts';
import { checkAccess, isAccessPath } from './access-days.ts';
import { DisclosureLines } from './disclosure-lines.ts';
import { EventChecks } from './event-checks.ts';
import type { ExportSource } from './export-source.ts';
import { checkExportedHeads } from './exported-heads.ts';
import { Files, readWhole } from './files.ts';
import { Findings } from './finding.ts';
import { type Head, readHead, type Trust } from './heads.ts';
import type { LedgerFacts } from './ledger-facts.ts';
import { walkLog } from './log-walk.ts';
import { parseManifest } from './manifest.ts';
import type { VerifyReport } from './report.ts';
import { Since } from './since.ts';
import { composeReport, keyName } from './statements.ts';

export type VerifyOptions = Trust & {
  /** A signed note that the auditor kept from earlier. */
  readonly since?: Uint8Array;
  readonly onProgress?: (done: number, size: number) => void;
  /** For this audience, of a ledger itself: there is no folder, and so no manifest of one. */
  readonly unpacked?: Visibility;
};

/**
 * Checks everything that an export can prove to somebody who trusts the given keys and nobody else: no server, no
 * database, no network. Reads each file once; memory grows with the number of events, digests, streams and people only.
 * What is wrong is in the report; it throws what the source throws.
 */
export async function verifyExport(source: ExportSource, options: VerifyOptions): Promise<VerifyReport> {
  const findings = new Findings();
  const { unpacked } = options;
  const manifest = unpacked === undefined ? await readManifest(source, findings) : null;
  const note = await readWhole(source, exportNames.checkpoint, findings);
  const where = { path: exportNames.checkpoint };
  if (note === null)
    findings.add(
      'checkpoint-missing',
      'the export has no checkpoint: nothing says which history is signed',
      where,
    );
  const head = note === null ? null : readHead(note, options, findings, where);
  const since = options.since === undefined ? null : new Since(options.since, options, findings);
  if (head === null) return composeReport({ options, findings, manifest, head, since: since?.head ?? null });
  if (manifest !== null) compareManifest(manifest, head, findings);

  const audience = unpacked ?? manifest?.audience ?? null;
  const files = await Files.of(source, manifest, expectedFiles(head.size, audience), findings);
  const lines = new DisclosureLines(files.lines(exportNames.disclosures), head.size, findings);
  const checks = new EventChecks(audience, lines, findings);
  const { onProgress } = options;
  const tree = await walkLog({
    files,
    findings,
    size: head.size,
    checks,
    onSize: (size, root) => since?.reached(size, root, () => checks.ledger.publisher),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const isWhole = tree.size === head.size;
  if (isWhole && !sameHash(tree.root(), head.root))
    findings.add('root-differs', 'the entries hash to another root than the checkpoint says', where);
  since?.end(tree.size);
  const { digests, acts } = await checks.end();
  if (isWhole) {
    await comparePublisher(checks.ledger, head, files, findings);
    compareLedger(checks.ledger, manifest, findings);
    await checkExportedHeads(checks.ledger.state.exports, head, files, findings);
    if (audience === 'auditors') await checkAccess(checks.ledger.state.sealedDays, files, findings);
    if (manifest !== null && !findings.failed('events'))
      compareCounts(manifest, { events: tree.size, ...digests }, findings);
  }
  await files.readRest();
  return composeReport({
    options,
    findings,
    manifest,
    head,
    since: since?.head ?? null,
    digests,
    acts,
    ledger: checks.ledger,
    isWhole,
  });
}

async function readManifest(source: ExportSource, findings: Findings): Promise<ExportManifest | null> {
  const path = exportNames.manifest;
  const bytes = await readWhole(source, path, findings);
  if (bytes === null) {
    findings.add(
      'manifest-missing',
      'the export has no manifest.json: nothing says for whom it is and what belongs to it',
      { path },
    );
    return null;
  }
  const manifest = parseManifest(bytes);
  if (typeof manifest !== 'string') return manifest;
  findings.add('manifest-invalid', `manifest.json is none: ${manifest}`, { path });
  return null;
}

function compareManifest(manifest: ExportManifest, head: Head, findings: Findings): void {
  const root = Buffer.from(head.root).toString('base64');
  const differ = (what: string, says: string | number, is: string | number): void => {
    if (says === is) return;
    findings.add(
      'manifest-differs',
      `the manifest says that the ${what} is ${says}, and the checkpoint ${is}`,
      {
        path: exportNames.manifest,
      },
    );
  };
  differ('origin', manifest.origin, head.origin);
  differ('size', manifest.size, head.size);
  differ('root', manifest.root, root);
}

function expectedFiles(size: number, audience: Visibility | null): Parameters<typeof Files.of>[2] {
  const all = function* (): Generator<string> {
    yield exportNames.vkeys;
    yield exportNames.disclosures;
    for (const tile of tilesOf(size)) yield tilePath(tile);
  };
  return {
    all: all(),
    optional: (path) => path === exportNames.verifier || (audience === 'auditors' && isAccessPath(path)),
  };
}

/** The log's own events say under which name and keys it is published; who signed must be among them. */
async function comparePublisher(
  { publisher: { origin, keys } }: LedgerFacts,
  head: Head,
  files: Files,
  findings: Findings,
): Promise<void> {
  const where = { path: exportNames.checkpoint };
  if (head.size > 0 && origin !== head.origin)
    findings.add(
      'origin-differs',
      `the checkpoint is of ${head.origin}, and the log says that it is ${origin}`,
      where,
    );
  for (const { name, keyId, verifier } of head.good)
    if (!keys.includes(verifier.vkey))
      findings.add(
        'key-not-active',
        `${name}+${keyId} signed the checkpoint; the log's own entries say that its keys are ${keys.join(', ')}`,
        where,
      );
  const lines = [...head.good, ...head.unknown].map(keyName);
  for (const key of keys.filter((each) => !lines.includes(each.split('+', 2).join('+'))))
    findings.add(
      'key-not-signing',
      `the log's own entries name ${key} as a key of it, and it did not sign`,
      where,
    );
  const listed = await files.read(exportNames.vkeys);
  const expected = keys.map((key) => `${key}\n`).join('');
  if (listed !== null && Buffer.from(listed).toString() !== expected)
    findings.add(
      'keys-differ',
      `${exportNames.vkeys} does not list the keys that the log's own entries name, one a line: ${keys.join(', ')}`,
      { path: exportNames.vkeys },
    );
}

function compareLedger(
  { state: { founded } }: LedgerFacts,
  manifest: ExportManifest | null,
  findings: Findings,
): void {
  if (founded === null) findings.add('first-event', 'the log opens no ledger');
  else if (manifest !== null && founded.ledger !== manifest.ledger)
    findings.add(
      'ledger-differs',
      `the manifest says that this is ledger ${manifest.ledger}, and the log ${founded.ledger}`,
      {
        path: exportNames.manifest,
      },
    );
}

function compareCounts(manifest: ExportManifest, found: ExportManifest['counts'], findings: Findings): void {
  for (const what of ['events', 'digests', 'opened', 'erased', 'withheld'] as const)
    if (manifest.counts[what] !== found[what])
      findings.add(
        'counts-differ',
        `the manifest counts ${manifest.counts[what]} ${what}, and there are ${found[what]}`,
        {
          path: exportNames.manifest,
        },
      );
}
