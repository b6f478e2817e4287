import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { decode } from '../../events/decode.ts';
import { decodeEntries, encodeEntries, tilePath } from '../../src/checkpoint/tile.ts';
import { redecideFolder, redecideStore } from '../../src/folder/redecide-folder.ts';
import { redecisionInWords } from '../../src/redecide/in-words.ts';
import type { World } from '../handle/world.ts';
import { emptyFolder, exported } from '../ledger-export/made.ts';
import { story } from '../redecide/story.ts';
import { signedHead } from '../verify/exports.ts';

describe('deciding an export again', () => {
  const folder = emptyFolder();
  let world: World;

  before(async () => {
    ({ world } = await story());
    const published = await signedHead(world.store);
    for (const audience of ['public', 'auditors'] as const)
      await exported(world, folder.at(audience), { published, audience });
  });
  after(folder.remove);

  it('agrees, as the ledger itself does, and checks more with the links that auditors are given', async () => {
    const live = await redecideStore(world.store, world.vault);
    const forAuditors = await redecideFolder(folder.at('auditors'));
    expect(forAuditors).to.deep.equal(live);
    expect(live.findings).to.deep.equal([]);
    expect(live.decisions.agree).to.be.greaterThan(1);
    expect(live.acts.doubts['actor-unlinked']).to.equal(undefined);
    const forAll = await redecideFolder(folder.at('public'));
    expect([forAll.decisions, forAll.findings]).to.deep.equal([live.decisions, []]);
    expect(forAll.acts.doubts['actor-unlinked']).to.be.greaterThan(0);
    expect(redecisionInWords(forAll)).to.match(/Nothing differs: every act and decision follows/);
  });

  it('finds a decision whose atom was changed, and names the entry', async () => {
    cpSync(folder.at('auditors'), folder.at('edited'), { recursive: true });
    const { size } = await signedHead(world.store);
    const path = tilePath({ level: 'entries', index: 0, width: Math.min(size, 256) });
    const first = folder.at(`edited/${path}`);
    const entries = decodeEntries(readFileSync(first), Math.min(size, 256));
    const at = entries.findIndex((entry) => decode(entry).type === 'DecisionIssued');
    const edited = entries.map((entry, index) =>
      index === at
        ? Buffer.from(
            String(entry).replace(/"holds":(true|false)/, (_, holds) => `"holds":${holds !== 'true'}`),
          )
        : entry,
    );
    writeFileSync(first, encodeEntries(edited));
    const { findings, findingsCount } = await redecideFolder(folder.at('edited'));
    expect(findingsCount).to.be.greaterThan(0);
    expect(findings[0]).to.deep.include({ index: at, what: 'atom-differs' });
  });

  it('is refused what is no export', async () => {
    const refused = await redecideFolder(folder.at('nothing')).then(
      () => null,
      (error: unknown) => error,
    );
    expect(String(refused)).to.match(/is no export: it holds no checkpoint/);
  });
});
