import { expect } from 'chai';
import { describe, it } from 'mocha';
import { World } from '../handle/world.ts';
import { uuid } from '../recorded.ts';
import { logOf, redecided } from './redecided.ts';
import { changed, indexOf } from './tampering.ts';

describe('re-decision of imported acts', () => {
  async function imported(): Promise<World> {
    const world = await World.open();
    const history = { source: 'archive', importer: world.id('bot'), sealedId: uuid('sealed') } as const;
    const fields = { title: 'Old case' };
    await world.act('sub', 'receive-submission', { framework: 'tests', fields }, { imported: history });
    await world.act('ana', 'issue-decision', { outcome: 'approved' }, { imported: history });
    return world;
  }

  it('counts an imported decision that breaks what its list names as one that agrees', async () => {
    const world = await imported();
    const report = redecided(await logOf(world.store, world.vault));
    expect(report.findings).to.deep.equal([]);
    expect(report.decisions).to.deep.equal({ agree: 0, differ: 0, imported: { agree: 1, differ: 0 } });
  });

  it('finds a broken rule that the list leaves out, and one that it adds', async () => {
    const world = await imported();
    const log = await logOf(world.store, world.vault);
    const at = indexOf(log, 'DecisionIssued');
    for (const rules of [[], ['late', 'not-permitted', 'outcome-not-allowed', 'wrong-phase']]) {
      const report = redecided(changed(log, at, 'imported.broke', () => rules));
      expect(new Set(report.findings.map(({ what }) => what))).to.deep.equal(new Set(['broke-differs']));
      expect(report.decisions.imported).to.deep.equal({ agree: 0, differ: 1 });
    }
  });
});
