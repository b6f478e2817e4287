import { createHash, hash } from 'node:crypto';
import { isLedgerError } from '../../events/errors.ts';
import { type ExportedFile, type ExportManifest, exportNames } from '../ledger-export/export-manifest.ts';
import type { ExportSource } from './export-source.ts';
import type { Findings } from './finding.ts';
import { unlisted } from './manifest.ts';

const mostMissing = 10_000;

/** The files of an export: each is compared with what the manifest says of it as it is read. */
export class Files {
  readonly #source: ExportSource;
  readonly #findings: Findings;
  readonly #there = new Map<string, number>();
  readonly #listed: ReadonlyMap<string, ExportedFile>;
  readonly #seen = new Set<string>();

  private constructor(source: ExportSource, manifest: ExportManifest | null, findings: Findings) {
    this.#source = source;
    this.#findings = findings;
    this.#listed = new Map(manifest?.files.map((file) => [file.path, file]));
  }

  /** `expected` are the paths that an export of this size and audience has to hold, and may hold. */
  static async of(
    source: ExportSource,
    manifest: ExportManifest | null,
    expected: { readonly all: Iterable<string>; readonly optional: (path: string) => boolean },
    findings: Findings,
  ): Promise<Files> {
    const files = new Files(source, manifest, findings);
    for await (const { path, bytes } of source.list()) files.#there.set(path, bytes);
    const missing = (path: string): void =>
      findings.add('file-missing', `${path} belongs to this export and is not there`, { path });
    const wanted = new Set<string>();
    let gone = 0;
    // An unsigned checkpoint may say any size: its files are not all counted up.
    for (const path of expected.all) {
      wanted.add(path);
      if (files.#there.has(path)) continue;
      missing(path);
      gone += 1;
      if (gone >= mostMissing) break;
    }
    for (const [path, bytes] of files.#there) {
      if (bytes < 0) findings.add('file-unexpected', `${path} is no regular file`, { path });
      else if (!wanted.has(path) && !unlisted.includes(path) && !expected.optional(path))
        findings.add('file-unexpected', `${path} has no place in an export of this size and audience`, {
          path,
        });
    }
    if (manifest === null) return files;
    for (const path of files.#listed.keys()) {
      if (unlisted.includes(path))
        findings.add('manifest-differs', `the manifest lists ${path}, which it cannot vouch for`, {
          path: exportNames.manifest,
        });
      if (!files.#there.has(path) && !wanted.has(path)) missing(path);
    }
    for (const path of files.#there.keys())
      if (!files.#listed.has(path) && !unlisted.includes(path))
        findings.add('file-unlisted', `${path} is not in the manifest`, { path });
    return files;
  }

  has(path: string): boolean {
    return this.#there.has(path);
  }

  get paths(): Iterable<string> {
    return this.#there.keys();
  }

  /** A whole file; null where it is not there, or cannot be one of an export, which is a finding. */
  async read(path: string): Promise<Uint8Array | null> {
    if (!this.#there.has(path)) return null;
    this.#seen.add(path);
    const bytes = await readWhole(this.#source, path, this.#findings);
    if (bytes !== null) this.#compare(path, bytes.byteLength, hash('sha256', bytes, 'hex'));
    return bytes;
  }

  /** The lines of a file; it is compared once its end was reached. */
  async *lines(path: string): AsyncGenerator<string> {
    if (!this.#there.has(path)) return;
    this.#seen.add(path);
    const sha256 = createHash('sha256');
    try {
      for await (const line of this.#source.lines(path)) {
        sha256.update(line).update('\n');
        yield line;
      }
    } catch (error) {
      if (!isLedgerError(error)) throw error;
      this.#findings.add('file-changed', error.message, { path });
      return;
    }
    this.#compare(path, this.#there.get(path) ?? 0, sha256.digest('hex'));
  }

  /** Compares every listed file that nothing else has read. */
  async readRest(): Promise<void> {
    for (const path of this.#listed.keys()) if (!this.#seen.has(path)) await this.read(path);
  }

  #compare(path: string, bytes: number, sha256: string): void {
    const listed = this.#listed.get(path);
    if (listed === undefined) return;
    const where = { path };
    if (listed.bytes !== bytes)
      this.#findings.add(
        'file-changed',
        `${path} has ${bytes} bytes, and the manifest says ${listed.bytes}`,
        where,
      );
    else if (listed.sha256 !== sha256)
      this.#findings.add(
        'file-changed',
        `${path} has the SHA-256 ${sha256}, and the manifest says ${listed.sha256}`,
        where,
      );
  }
}

/** A file that may lie outside the manifest; null where it is not there, or is larger than any of an export. */
export async function readWhole(
  source: ExportSource,
  path: string,
  findings: Findings,
): Promise<Uint8Array | null> {
  try {
    return await source.read(path);
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    findings.add('file-changed', error.message, { path });
    return null;
  }
}
