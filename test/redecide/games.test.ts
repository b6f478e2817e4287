import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { aMove, Game } from '../handle/moves.ts';
import { World } from '../handle/world.ts';
import { logOf, redecided } from './redecided.ts';

describe('re-decision of generated histories', () => {
  it('agrees with every decision and act, with links and without', async function () {
    this.timeout(120_000);
    const world = await World.open();
    const whole = new Game(world);
    await whole.begin();
    await whole.contest();
    await whole.decide();
    await fc.assert(
      fc.asyncProperty(
        fc.array(aMove, { minLength: 5, maxLength: 45 }),
        fc.boolean(),
        fc.boolean(),
        async (played, contested, decided) => {
          const game = new Game(world);
          await game.begin();
          for (const move of played) await game.play(move);
          if (contested) await game.contest();
          if (decided) await game.decide();
        },
      ),
      { numRuns: 30 },
    );
    const blind = redecided(await logOf(world.store));
    const report = redecided(await logOf(world.store, world.vault));
    expect(report.findings).to.deep.equal([]);
    expect(blind.findings).to.deep.equal([]);
    expect(report.decisions.agree).to.be.greaterThan(0);
    expect(report.acts.checked).to.be.greaterThan(200);
    expect(report.decisions.differ).to.equal(0);
  });
});
