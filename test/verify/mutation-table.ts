import type { VerifyReport } from '../../src/verify/report.ts';
import type { VerifyOptions } from '../../src/verify/verify-export.ts';
import { codesOf, type Files, verified } from './exports.ts';

/** One way to tamper with an export, and what came of it. */
interface Row {
  readonly artefact: string;
  readonly what: string;
  readonly codes: readonly string[];
}

/** Collects what each mutation was noticed by, and prints it in groups. */
export class MutationTable {
  readonly #title: string;
  readonly #rows: Row[] = [];

  constructor(title: string) {
    this.#title = title;
  }

  add(artefact: string, what: string, codes: readonly string[]): void {
    this.#rows.push({ artefact, what, codes });
  }

  /** Verifies a changed export and files what was found. */
  async tried(artefact: string, what: string, files: Files, options: VerifyOptions): Promise<VerifyReport> {
    const report = await verified(files, options);
    this.add(artefact, what, codesOf(report));
    return report;
  }

  /** Those that nothing was found of. */
  get unnoticed(): readonly string[] {
    return this.#rows
      .filter(({ codes }) => codes.length === 0)
      .map(({ artefact, what }) => `${artefact}: ${what}`);
  }

  get size(): number {
    return this.#rows.length;
  }

  print(): void {
    const groups = new Map<string, Row[]>();
    for (const row of this.#rows) {
      const key = `${row.artefact.padEnd(24)} ${row.codes.join(', ') || '(nothing)'}`;
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    const lines = [...groups].map(([key, rows]) => {
      const names = [...new Set(rows.map(({ what }) => what))];
      const shown = names.slice(0, 6).join('; ');
      return `    ${String(rows.length).padStart(5)} × ${key}\n            ${shown}${names.length > 6 ? `; … ${names.length} in all` : ''}`;
    });
    process.stdout.write(`\n    ${this.#title}: ${this.size} mutations\n${lines.join('\n')}\n`);
  }
}
