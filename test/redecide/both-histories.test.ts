import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe } from 'mocha';
import { federalActs } from '../../scripts/federal/acts.ts';
import type { Act } from '../../scripts/history/act.ts';
import { writeHistory } from '../../scripts/history/write.ts';
import { jossActs } from '../../scripts/joss/acts.ts';
import { datasets } from '../../scripts/raw/folder.ts';
import { openedLedger } from '../import/ledger.ts';
import { sampleOf } from '../import/sample.ts';
import { itNeeding } from '../it-needing.ts';
import { logOf, redecided } from './redecided.ts';

async function* each(acts: readonly Act[]): AsyncGenerator<Act> {
  yield* acts;
}

/** Imported through the one door, and decided again twice: with the links of an auditor, and without. */
async function importedAndRedecided(acts: readonly Act[], source: string) {
  const folder = mkdtempSync(join(tmpdir(), 'govledger-redecide-'));
  try {
    const file = join(folder, 'history.ndjson');
    await writeHistory(each(acts), file);
    const ledger = await openedLedger();
    expect(await ledger.import([file], { source })).to.include({ added: acts.length, refusedCount: 0 });
    return {
      linked: redecided(await logOf(ledger.store, ledger.vault)),
      unlinked: redecided(await logOf(ledger.store)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('re-decision of real histories', () => {
  const federal = datasets('federal-ai-2024');
  const joss = datasets('joss-reviews');

  itNeeding('the raw files in ../shared/data/federal-ai-2024', existsSync(federal))(
    'agrees with the broke list of every act of the federal inventory',
    async function (this: Mocha.Context) {
      this.timeout(120_000);
      const acts = await sampleOf(federalActs(federal), 12);
      const { linked, unlinked } = await importedAndRedecided(acts, 'omb-2024');
      expect(linked.findings).to.deep.equal([]);
      expect(unlinked.findings).to.deep.equal([]);
      expect(linked.acts.imported).to.be.greaterThan(300);
      expect(linked.acts.doubts).to.deep.equal({});
    },
  );

  itNeeding('the raw files in ../shared/data/joss-reviews', existsSync(joss))(
    'agrees with the broke list of every act and decision of the JOSS reviews',
    async function (this: Mocha.Context) {
      this.timeout(120_000);
      const acts = await sampleOf(jossActs(joss, { textBytes: 60 }), 40);
      const { linked, unlinked } = await importedAndRedecided(acts, 'joss');
      expect(linked.findings).to.deep.equal([]);
      expect(unlinked.findings).to.deep.equal([]);
      expect(linked.decisions).to.deep.include({ agree: 0, differ: 0 });
      expect(linked.decisions.imported.agree).to.be.greaterThan(60);
      expect(linked.decisions.imported.differ).to.equal(0);
    },
  );
});
