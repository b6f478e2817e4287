import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe } from 'mocha';
import { decode } from '../../events/decode.ts';
import { evolve, isSubmissionEvent } from '../../projections/review-state/evolve.ts';
import { initialReviewState, type ReviewState } from '../../projections/review-state/state.ts';
import { federalActs } from '../../scripts/federal/acts.ts';
import type { Act } from '../../scripts/history/act.ts';
import { writeHistory } from '../../scripts/history/write.ts';
import { jossActs } from '../../scripts/joss/acts.ts';
import { datasets } from '../../scripts/raw/folder.ts';
import { itNeeding } from '../it-needing.ts';
import { openedLedger } from './ledger.ts';
import { sampleOf } from './sample.ts';

async function* each(acts: readonly Act[]): AsyncGenerator<Act> {
  yield* acts;
}

/** A review without a decision keeps what was proposed in it sealed; nothing else here has a rule field. */
const asThePublicSees = (state: ReviewState): ReviewState =>
  state.decision !== null
    ? state
    : { ...state, proposals: state.proposals.map((proposal) => ({ ...proposal, content: 'sealed' })) };

/** Imports the acts through the one door, and folds each submission twice: from the log alone, and with the vault. */
async function foldedBothWays(acts: readonly Act[], source: string) {
  const folder = mkdtempSync(join(tmpdir(), 'govledger-both-'));
  try {
    const file = join(folder, 'history.ndjson');
    await writeHistory(each(acts), file);
    const ledger = await openedLedger();
    const result = await ledger.import([file], { source });
    expect(result).to.include({ added: acts.length, refusedCount: 0 });
    const fromLog = new Map<string, ReviewState>();
    let log = '';
    for await (const { stream, body } of ledger.store.readAll()) {
      log += `${body}\n`;
      const event = decode(body);
      if (isSubmissionEvent(event))
        fromLog.set(stream, evolve(fromLog.get(stream) ?? initialReviewState, event));
    }
    const withVault = new Map<string, ReviewState>();
    for (const stream of fromLog.keys())
      withVault.set(stream, asThePublicSees((await ledger.handler.history(stream)).state));
    return { fromLog, withVault, log };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('a real history without its disclosures', () => {
  const federal = datasets('federal-ai-2024');
  const joss = datasets('joss-reviews');

  itNeeding('the raw files in ../shared/data/federal-ai-2024', existsSync(federal))(
    'gives the same states of the federal inventory, and holds none of its cells',
    async function (this: Mocha.Context) {
      this.timeout(120_000);
      const acts = await sampleOf(federalActs(federal), 12);
      const { fromLog, withVault, log } = await foldedBothWays(acts, 'omb-2024');
      expect(fromLog.size).to.be.greaterThan(150);
      expect(fromLog).to.deep.equal(withVault);
      const cells = acts.flatMap(({ fields }) =>
        typeof fields === 'object' && fields !== null ? Object.values(fields) : [],
      );
      const prose = cells.filter((cell) => typeof cell === 'string' && cell.length > 30);
      expect(prose.length).to.be.greaterThan(500);
      expect(prose.filter((cell) => log.includes(JSON.stringify(cell).slice(1, -1)))).to.deep.equal([]);
    },
  );

  itNeeding('the raw files in ../shared/data/joss-reviews', existsSync(joss))(
    'gives the same states and decisions of the JOSS reviews, and holds none of their titles and texts',
    async function (this: Mocha.Context) {
      this.timeout(120_000);
      const acts = await sampleOf(jossActs(joss, { textBytes: 60 }), 40);
      const { fromLog, withVault, log } = await foldedBothWays(acts, 'joss');
      expect(fromLog.size).to.be.greaterThan(60);
      expect(fromLog).to.deep.equal(withVault);
      expect([...fromLog.values()].filter(({ outcome }) => outcome === 'approved').length).to.be.greaterThan(
        60,
      );
      const texts = acts.flatMap(({ text, fields }) => [text, ...Object.values(fields ?? {})]);
      const prose = texts.filter((text) => typeof text === 'string' && text.length > 30);
      expect(prose.length).to.be.greaterThan(500);
      expect(prose.filter((text) => log.includes(JSON.stringify(text).slice(1, -1)))).to.deep.equal([]);
    },
  );
});
