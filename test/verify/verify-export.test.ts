import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { decode } from '../../events/decode.ts';
import { visibilities } from '../../events/fields.ts';
import { digestsOf } from '../../events/reveal.ts';
import { isOfKind } from '../../events/stream.ts';
import { cosign } from '../../src/checkpoint/cosignature.ts';
import { makeLogKey } from '../../src/checkpoint/log-key.ts';
import { parseNote } from '../../src/checkpoint/note.ts';
import { parseSignerKey, parseVerifierKey } from '../../src/checkpoint/note-key.ts';
import { parsePolicy } from '../../src/checkpoint/policy-file.ts';
import { exportFolder } from '../../src/folder/export-folder.ts';
import { verifyExport } from '../../src/verify/verify-export.ts';
import type { World } from '../handle/world.ts';
import { emptyFolder, exported, type Folder, filesOf } from '../ledger-export/made.ts';
import { logKeyFor } from '../log-keys.ts';
import { codesOf, type Files, signedHead, trusting, verified } from './exports.ts';
import { origin, playedLedger, signer } from './played.ts';

describe('verifyExport', () => {
  let folder: Folder;
  let world: World;
  let files: Files;

  before(async () => {
    folder = emptyFolder();
    world = await playedLedger();
    await exported(world, folder.at('auditors'), { published: await signedHead(world.store) });
    files = filesOf(folder.at('auditors'));
  });
  after(() => folder.remove());

  for (const audience of visibilities) {
    it(`finds nothing wrong with an export for ${audience}, read from its folder`, async () => {
      const out = folder.at(`for-${audience}`);
      const { manifest } = await exported(world, out, { audience, published: await signedHead(world.store) });
      const report = await verifyExport(exportFolder(out), trusting);
      expect(report.findings).to.deep.equal([]);
      expect(report).to.deep.include({ verdict: 'proved', audience, notProved: [], size: manifest.size });
      expect(report.digests).to.deep.include({
        opened: manifest.counts.opened,
        withheld: manifest.counts.withheld,
      });
    });
  }

  it('says whose act it could check, and tells those that an export for the public hides', async () => {
    const out = folder.at('for-all');
    const published = await signedHead(world.store);
    await exported(world, out, { audience: 'public', published });
    const hidden = await verifyExport(exportFolder(out), trusting);
    const all = await verified(files);
    expect(all.acts).to.deep.include({ sealed: 0, founding: 5 });
    expect(all.acts?.held).to.equal((hidden.acts?.held ?? 0) + (hidden.acts?.sealed ?? 0));
    expect(hidden.notCovered.join()).to.include(`${hidden.acts?.sealed ?? '?'} acts in submissions`);
  });

  it('refuses an export that was signed whole with another key of the same name', async () => {
    const other = parseSignerKey(makeLogKey(origin).signer);
    const { note } = await signedHead(world.store, undefined, [other]);
    const report = await verified(new Map(files).set('checkpoint', Buffer.from(note)));
    expect(codesOf(report)).to.deep.equal(['checkpoint-unsigned', 'key-not-signing']);
    expect(report.notProved.map(({ claim }) => claim)).to.deep.equal(['signed']);
  });

  it('refuses a key that signed the checkpoint and is none of those that the log names', async () => {
    const other = parseSignerKey(makeLogKey(origin).signer);
    const { note } = await signedHead(world.store, undefined, [other]);
    const report = await verified(new Map(files).set('checkpoint', Buffer.from(note)), {
      verifiers: [parseVerifierKey(other.vkey)],
    });
    expect(codesOf(report)).to.deep.equal(['key-not-active', 'key-not-signing']);
  });

  it('lists signature lines of keys that were not given as not covered', async () => {
    const other = parseSignerKey(makeLogKey('witness.example/w').signer);
    const { note } = await signedHead(world.store, undefined, [signer, other]);
    const report = await verified(new Map(files).set('checkpoint', Buffer.from(note)));
    expect(report.verdict).to.equal('proved');
    expect(report.notCovered.join()).to.include('witness.example/w+');
  });

  it('asks for the cosignatures of a policy, and says who gave them', async () => {
    const witness = logKeyFor('witness.example/w', 4);
    const { note } = await signedHead(world.store);
    const cosigned = `${note}${await cosign(parseNote(note).text, parseSignerKey(witness.signer), 1_760_000_000)}\n`;
    const policy = parsePolicy(
      Buffer.from(`log ${signer.vkey}\nwitness w ${witness.verifier} https://w.example\nquorum w\n`),
    );
    const options = { ...trusting, policy };
    const without = await verified(files, options);
    expect(codesOf(without)).to.deep.equal(['witness-quorum']);
    expect(without.notProved.map(({ claim }) => claim)).to.deep.equal(['witnessed']);
    const report = await verified(new Map(files).set('checkpoint', Buffer.from(cosigned)), options);
    expect(report).to.deep.include({ verdict: 'proved', witnesses: ['w'] });
    expect(report.proved.map(({ claim }) => claim)).to.include('witnessed');
    expect(report.notCovered.join()).not.to.include('another history under the same name');
  });

  it('finds that the log goes on from a checkpoint that the auditor kept', async () => {
    for (const size of [0, 1, 37, 64, 100]) {
      const { note } = await signedHead(world.store, size);
      const report = await verified(files, { ...trusting, since: Buffer.from(note) });
      expect(report).to.deep.include({ verdict: 'proved', since: size });
      expect(report.proved.map(({ claim }) => claim)).to.include('since');
    }
  });

  it('notices a kept checkpoint of another history, and one that covers more', async () => {
    const another = await playedLedger(1, 0);
    const { note } = await signedHead(another.store, 100);
    const forked = await verified(files, { ...trusting, since: Buffer.from(note) });
    expect(codesOf(forked)).to.deep.equal(['since-differs']);
    await exported(world, folder.at('shorter'), { published: await signedHead(world.store, 80) });
    const shorter = await verified(filesOf(folder.at('shorter')), {
      ...trusting,
      since: Buffer.from((await signedHead(world.store)).note),
    });
    expect(codesOf(shorter)).to.deep.equal(['since-newer']);
  });

  it('counts what was erased by an event, and finds what the vault lost without one', async () => {
    const reading = await playedLedger(1, 5);
    const digest = await firstDigest(reading);
    await reading.vault.erase([digest]);
    await exported(reading, folder.at('lost'), { published: await signedHead(reading.store) });
    const report = await verified(filesOf(folder.at('lost')));
    expect(codesOf(report)).to.deep.equal(['disclosure-missing']);
    expect(report.findings[0]?.message).to.include(digest);
  });
});

async function firstDigest({ store }: World): Promise<string> {
  for await (const { stream, body } of store.readAll())
    if (isOfKind(stream, 'submission')) return digestsOf(decode(body))[0]?.digest ?? '';
  throw new Error('no submission');
}
