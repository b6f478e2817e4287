import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { decode } from '../../events/decode.ts';
import { systemCommandId } from '../../events/derived-ids.ts';
import { digestsOf } from '../../events/reveal.ts';
import { decodeEntries, tileWidth } from '../../src/checkpoint/tile.ts';
import { agree, approve, judged, officeOf, propose } from '../erasure/office.ts';
import type { World } from '../handle/world.ts';
import { codesOf, signedHead, trusting, verified } from '../verify/exports.ts';
import { emptyFolder, exported, type Folder, filesOf } from './made.ts';

describe('exports of what was erased or lost', () => {
  let folder: Folder;
  let world: World;

  beforeEach(async () => {
    folder = emptyFolder();
    world = await officeOf();
    await judged(world);
    await approve(world);
  });
  afterEach(() => folder.remove());

  /** Takes an export of what there is now; answers what is in it. */
  async function take(name: string) {
    const published = await signedHead(world.store);
    const result = await exported(world, folder.at(name), { published });
    return { ...result, files: filesOf(folder.at(name)) };
  }

  const entriesIn = (files: ReadonlyMap<string, Buffer>): string[] =>
    [...files].flatMap(([path, bytes]) =>
      path.startsWith('tile/entries/')
        ? decodeEntries(bytes, Number(/p\/(\d+)$/.exec(path)?.[1] ?? tileWidth)).map(String)
        : [],
    );
  const openedIn = (files: ReadonlyMap<string, Buffer>): string[] =>
    (files.get('disclosures.ndjson')?.toString() ?? '').split('\n').slice(0, -1);

  /** What the submission's first entry seals. */
  async function texts(): Promise<readonly string[]> {
    for await (const { type, body } of world.store.readAll())
      if (type === 'SubmissionReceived')
        return digestsOf(decode(body)).flatMap(({ digest, audience }) =>
          audience === 'participants' ? [digest] : [],
        );
    return [];
  }

  async function erase(digests: readonly string[]): Promise<void> {
    const erasing = await propose(world, { digests: [...digests] });
    await agree(world, erasing);
    await world.vault.erase(digests);
    const data = { proposal: erasing.proposal, part: 1, of: 1, digests: [...digests] };
    await world.handler.handle({
      id: systemCommandId(erasing.erasure, 'DisclosuresErased', '1'),
      asked: { name: 'record-erased', data },
      subject: erasing.erasure,
      actor: null,
      via: 'system',
    });
  }

  it('verify before and after; the later one begins with the leaves of the earlier and lacks exactly what was erased', async () => {
    const before = await take('before');
    const digests = await texts();
    expect(digests).not.to.be.empty;
    await erase(digests);
    const after = await take('after');

    expect((await verified(before.files)).verdict).to.equal('proved');
    const since = before.files.get('checkpoint') ?? Buffer.alloc(0);
    const report = await verified(after.files, { ...trusting, since });
    expect(codesOf(report)).to.deep.equal([]);
    expect(report).to.include({ verdict: 'proved', since: before.manifest.size });
    expect(entriesIn(after.files).slice(0, before.manifest.size)).to.deep.equal(entriesIn(before.files));
    const left = openedIn(before.files).filter((line) => !digests.some((digest) => line.includes(digest)));
    expect(left).to.have.length(openedIn(before.files).length - digests.length);
    expect(openedIn(after.files).slice(0, left.length)).to.deep.equal(left);
    expect(after.manifest.counts.erased).to.equal(digests.length);
  });

  it('name the days of reads that the log seals and nobody has kept', async () => {
    const day = '2026-01-04';
    await world.handler.handle({
      id: systemCommandId(world.ledger, 'AccessSealed', day),
      asked: { name: 'seal-access', data: { day, rows: 1, saltedSha256: '0'.repeat(64) } },
      subject: '',
      actor: null,
      via: 'system',
    });
    const { daysMissing, files } = await take('out');
    expect(daysMissing).to.deep.equal([day]);
    expect(codesOf(await verified(files))).to.deep.equal(['access-missing']);
  });

  it('find a text that the vault silently lost', async () => {
    const [dropped = ''] = await texts();
    await world.vault.erase([dropped]);
    const { files, leftOutCount } = await take('out');
    expect(leftOutCount).to.equal(1);
    const report = await verified(files);
    expect(report.verdict).to.equal('failed');
    expect(codesOf(report)).to.deep.equal(['disclosure-missing']);
    expect(report.findings[0]?.message).to.include(dropped);
  });
});
