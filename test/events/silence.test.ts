import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { LedgerEvent } from '../../events/catalogue.ts';
import { seal } from '../../events/seal.ts';
import { ana, ben } from './envelopes.ts';
import { saltFor } from './recording.ts';

/** What anyone sees of an event: its open data, and how many digests stand for whom. */
const shown = (event: LedgerEvent): string =>
  JSON.stringify(seal(event, saltFor).data).replace(/[A-Za-z0-9_-]{43}/g, 'digest');

const vote = (overrule: boolean, summary?: string): LedgerEvent => ({
  type: 'ConcernVoteRecorded',
  data: {
    concern: ana,
    seat: 'seat-1',
    vote: { overrule },
    reasons: summary === undefined ? {} : { summary },
  },
});
const condition = (key: string) => ({
  condition: key,
  kind: 'continuing' as const,
  owner: ana,
  verifier: ben,
  criteria: ['fairness'],
});
const proposed = (outcome: 'declined' | 'approved-with-conditions', ...keys: string[]): LedgerEvent => ({
  type: 'DecisionProposed',
  data: {
    proposal: { outcome, conditions: keys.map(condition) },
    texts: Object.fromEntries(keys.map((key) => [key, `Do ${key}.`])),
  },
});
const corrected = (part: string): LedgerEvent => ({
  type: 'EntryCorrected',
  data: {
    entry: ana,
    field: 'reasons',
    visibility: 'panel',
    reading: { part, text: 'Better' },
    reason: 'A slip',
  },
});
const noted = (about?: string): LedgerEvent => ({
  type: 'AuditNoteAdded',
  data: { note: { text: 'Odd.', ...(about === undefined ? {} : { about }) } },
});
const held = (...people: string[]): LedgerEvent => ({
  type: 'HoldPlaced',
  data: { hold: ana, submissions: [ana], people, reason: 'A court asks.' },
});
const erasure = (...people: string[]): LedgerEvent => ({
  type: 'ErasureProposed',
  data: { submissions: [], people, ground: 'data-subject-request', reason: 'They ask.' },
});

const alike: readonly (readonly [string, LedgerEvent, LedgerEvent])[] = [
  ['which way a seat votes, and whether it says why', vote(true), vote(false, 'It stands.')],
  ['what is proposed', proposed('declined'), proposed('approved-with-conditions', 'report', 'test')],
  ['which part of a judgment’s reasons is corrected', corrected('summary'), corrected('perFinding.no-harm')],
  ['that a judgment carries a concern, when that is corrected', corrected('concern'), corrected('summary')],
  ['what an auditor noted, and of which entry', noted(), noted(ana)],
  ['whom a hold is about', held(), held(ana, ben)],
  ['whose texts are to be erased', erasure(ana), erasure(ben, ana)],
];

describe('an event tells in the open nothing of what it seals', () => {
  for (const [what, one, other] of alike) {
    it(what, () => expect(shown(one)).to.equal(shown(other)));
  }

  it('not by how many overruled a concern', () =>
    expect(
      Object.keys(seal({ type: 'ConcernOverruled', data: { concern: ana } }, saltFor).data),
    ).to.deep.equal(['concern']));
});
