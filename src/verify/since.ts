import { sameHash } from '../../projections/merkle/hash.ts';
import type { Findings } from './finding.ts';
import { type Head, readHead, type Trust } from './heads.ts';
import type { Publisher } from './ledger-facts.ts';

/** An older checkpoint that the auditor kept: whether this log begins with everything that it covered. */
export class Since {
  readonly head: Head | null;
  readonly #findings: Findings;
  #reached = false;

  constructor(note: Uint8Array, trust: Trust, findings: Findings) {
    this.#findings = findings;
    // Who kept it chose to believe it: it needs the log's own signature, and no witnesses.
    this.head = readHead(note, { verifiers: trust.verifiers }, findings, {}, 'since-invalid');
  }

  /** At each size of the tree, from 0. */
  reached(size: number, root: () => Uint8Array, publisher: () => Publisher): void {
    if (this.head?.size !== size) return;
    this.#reached = true;
    if (!sameHash(root(), this.head.root))
      this.#findings.add(
        'since-differs',
        `the checkpoint that you kept says that the first ${size} entries have another root: what was there then was changed since, or the log has two histories`,
      );
    const { origin, keys } = publisher();
    if (size > 0 && origin !== this.head.origin)
      this.#findings.add(
        'since-differs',
        `the checkpoint that you kept is of ${this.head.origin}, and at ${size} entries this log was ${origin}`,
      );
    for (const { name, keyId, verifier } of this.head.good)
      if (size > 0 && !keys.includes(verifier.vkey))
        this.#findings.add(
          'since-differs',
          `the checkpoint that you kept is signed by ${name}+${keyId}, which was no key of the log at ${size} entries`,
        );
  }

  /** `size` is that of the export. */
  end(size: number): void {
    if (this.head === null || this.#reached) return;
    if (this.head.size > size)
      this.#findings.add(
        'since-newer',
        `the checkpoint that you kept covers ${this.head.size} entries, and this export only ${size}: it is older than your checkpoint, or entries were taken away`,
      );
    else
      this.#findings.add(
        'since-differs',
        `the log could not be read up to the ${this.head.size} entries of the checkpoint that you kept`,
      );
  }
}
