import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, describe, it } from 'mocha';
import { checkLedger } from '../../../scripts/hammer/check-ledger.ts';
import { hammerImport, type Round } from '../../../scripts/hammer/import-hammer.ts';
import { importInto } from '../../../scripts/hammer/import-into.ts';
import { statesIn } from '../../../scripts/hammer/states.ts';
import { initLedger } from '../../../src/folder/init-ledger.ts';
import { openLedger } from '../../../src/folder/open-ledger.ts';
import { example, examplePath, historyFile } from '../../import/history-files.ts';

const folders: string[] = [];
async function importedLedger(...files: readonly string[]) {
  const data = mkdtempSync(join(tmpdir(), 'hammered-'));
  folders.push(data);
  await initLedger({ data });
  const ledger = await openLedger({ data });
  for (const file of files) await importInto(ledger, { files: [file], source: 'board' });
  return ledger;
}

describe('an import that is killed', function () {
  this.timeout(180_000);
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  it('loses nothing that was acknowledged, doubles nothing, and comes to the same end when it is done again', async () => {
    const rounds: Round[] = [];
    const findings = await hammerImport({
      seed: 4,
      times: 2,
      submissions: 6,
      onRound: (round) => rounds.push(round),
    });
    expect(findings).to.deep.equal([]);
    expect(rounds.filter(({ ended }) => ended === 'killed')).to.have.length(2);
    expect(rounds.at(-1)).to.include({ ended: 'whole' });
  });

  it('would be found out by the check: a lost act, a lost disclosure, a view that differs, another end', async () => {
    const ledger = await importedLedger(examplePath);
    expect((await checkLedger(ledger, [])).findings).to.deep.equal([]);
    const lost = { stream: 'directory', command: '11111111-1111-4111-8111-111111111111', events: [] };
    for await (const digest of ledger.vault.ofStream('directory')) {
      await ledger.vault.erase([digest]);
      break;
    }
    const { findings } = await checkLedger(ledger, [lost]);
    expect(findings.join('\n')).to.match(/disclosure .* is erased\n.*acknowledged command/);
    const shorter = await importedLedger(historyFile(example.slice(0, -1)));
    const [whole, part] = [await statesIn(ledger), await statesIn(shorter)];
    expect([...whole.values()]).not.to.deep.equal([...part.values()]);
    await ledger.close();
    await shorter.close();
  });
});
