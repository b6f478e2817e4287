import { rmSync } from 'node:fs';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { madeLedger } from '../../../scripts/bench/made-ledger.ts';
import { benched } from '../../../scripts/bench/measured.ts';
import { type Round, roundsOf, summaryOf } from '../../../scripts/bench/rounds.ts';

describe('the bench', () => {
  it('verifies, decides again and exports a generated ledger next to the floor, in each round', async () => {
    const made = await madeLedger(3);
    try {
      const rounds: Round[] = [];
      for await (const round of roundsOf(benched, made, 1)) rounds.push(round);
      expect(rounds.map((round) => [...round.keys()].toSorted())).to.deep.equal([[...benched].toSorted()]);
      const { timesFloor, eventsPerSecond } = summaryOf('verify', rounds);
      expect(eventsPerSecond).to.be.above(0);
      expect(timesFloor.median).to.be.above(0);
    } finally {
      rmSync(made.path, { recursive: true, force: true });
    }
  });

  it('takes the ratio within each round, and the middle of them', () => {
    const of = (floor: number, verify: number): Round =>
      new Map([
        ['floor', { events: 100, seconds: floor, cpuSeconds: floor, megabytes: 50 }],
        ['verify', { events: 100, seconds: verify * 9, cpuSeconds: verify, megabytes: 60 }],
      ]);
    const summary = summaryOf('verify', [of(1, 4), of(10, 20), of(2, 6)]);
    expect(summary.timesFloor).to.deep.equal({ least: 2, median: 3, most: 4 });
    expect(summary).to.include({ seconds: 54, megabytes: 60, eventsPerSecond: 2, eventsPerCpuSecond: 17 });
  });
});
