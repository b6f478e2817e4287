import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parseVerifierKey } from '../../src/checkpoint/note-key.ts';
import { decodeEntries, tilePath, tileWidth } from '../../src/checkpoint/tile.ts';
import { parseTlogProof, verifyTlogProof } from '../../src/checkpoint/tlog-proof.ts';
import { verifyFolder } from '../../src/folder/verify-folder.ts';
import { receiptOf } from '../../src/log/receipt.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { World } from '../handle/world.ts';
import { logFolders, logOver, testOrigin } from '../log/log-at-work.ts';
import { logKeyFor } from '../log-keys.ts';
import { emptyFolder, exported } from './made.ts';

describe('a receipt that was kept', () => {
  it('proves its entry as it stands in a later export, and its checkpoint is where that export grew from', async () => {
    const store = new MemoryStore();
    const world = await World.open({ store });
    const folders = logFolders();
    const folder = emptyFolder();
    const log = await logOver(store, folders);
    try {
      const index = 20;
      const receipt = receiptOf(log, index, await log.covering(index));
      const { checkpoint } = parseTlogProof(receipt);

      await world.act('sub', 'receive-submission', {
        framework: 'tests',
        sponsor: world.id('spo'),
        fields: { title: 'Later', purpose: 'After the receipt' },
      });
      let size = 0;
      for await (const _ of store.readAll()) size += 1;
      const published = await log.covering(size - 1);
      await exported({ store, vault: world.vault }, folder.at('later'), { published });

      const { verifier } = logKeyFor(testOrigin);
      const width = Math.min(size, tileWidth);
      const bundle = readFileSync(folder.at(`later/${tilePath({ level: 'entries', index: 0, width })}`));
      const entry = decodeEntries(bundle, width)[index] ?? Buffer.alloc(0);
      expect(verifyTlogProof(receipt, entry, [parseVerifierKey(verifier)]).index).to.equal(index);

      writeFileSync(folder.at('kept'), checkpoint);
      const report = await verifyFolder({
        folder: folder.at('later'),
        vkeys: [verifier],
        since: folder.at('kept'),
      });
      expect([report.verdict, report.findings.map(({ code }) => code)]).to.deep.equal(['proved', []]);
      expect(report.since).to.be.lessThan(report.size ?? 0);
    } finally {
      await log.close();
      folders.remove();
      folder.remove();
    }
  });
});
