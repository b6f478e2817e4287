import { mkdirSync, readFileSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
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
import { reportInWords } from '../../src/verify/in-words.ts';
import { verifyExport } from '../../src/verify/verify-export.ts';
import type { World } from '../handle/world.ts';
import { emptyFolder, exported, type Folder, filesOf } from '../ledger-export/made.ts';
import { logKeyFor } from '../log-keys.ts';
import { codesOf, type Files, signedHead, trusting, verified } from './exports.ts';
import { origin, playedLedger, signer } from './played.ts';
import { entriesOf, madeGood, richExport, textOf, trustingRich } from './rich-export.ts';

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

describe('verifyExport of what is not as the writer leaves it', () => {
  let files: Files;

  before(async () => {
    files = await richExport();
  });

  it('says that an event is of a later release, and what can be told all the same', async () => {
    const entries = entriesOf(files);
    const at = entries.findIndex((entry) => Buffer.from(entry).includes('"type":"TeamLeft"'));
    const json = Buffer.from(entries[at] ?? []).toString();
    const newer = entries.with(at, Buffer.from(json.replace('"v":1}', '"v":2}')));
    const report = await verified(await madeGood(files, newer), trustingRich);
    expect(codesOf(report)).to.deep.equal(['event-newer']);
    expect(report.findings[0]?.where).to.include({ index: at });
    expect(report.verdict).to.equal('incomplete');
    expect(report.proved.map(({ claim }) => claim)).to.include.members(['signed', 'tree', 'order', 'clock']);
    expect(report.notProved.map(({ claim }) => claim)).to.include.members([
      'events',
      'accounting',
      'authority',
    ]);
  });

  it('stops where a checkpoint that nobody signed speaks of more entries than there could be', async () => {
    const text = textOf(files, 'checkpoint').replace(/\n\d+\n/, '\n9007199254740991\n');
    const report = await verified(new Map(files).set('checkpoint', Buffer.from(text)), trustingRich);
    expect(codesOf(report)).to.include.members(['checkpoint-unsigned', 'file-missing', 'bundle-invalid']);
    expect(report.notProved.map(({ claim }) => claim)).to.include.members(['signed', 'tree', 'order']);
  });

  it('checks the log of an export whose manifest is lost, and says that nobody knows for whom it is', async () => {
    const without = new Map(files);
    without.delete('manifest.json');
    const report = await verified(without, trustingRich);
    expect(codesOf(report)).to.include('manifest-missing').and.not.include('disclosure-missing');
    expect(report).to.deep.include({ audience: null, verdict: 'failed' });
    expect(report.proved.map(({ claim }) => claim)).to.include.members(['signed', 'tree', 'order']);
  });

  it('has nothing to say of a folder without a checkpoint', async () => {
    const report = await verified(new Map(), trustingRich);
    expect(codesOf(report)).to.deep.equal(['manifest-missing', 'checkpoint-missing']);
    expect(report.proved).to.deep.equal([]);
  });

  it('lists so many findings of one kind, and counts all', async () => {
    const report = await verified(new Map(files).set('disclosures.ndjson', Buffer.alloc(0)), trustingRich);
    expect(report.findings.filter(({ code }) => code === 'disclosure-missing')).to.have.length(20);
    expect(report.counts['disclosure-missing']).to.be.above(80);
    expect(reportInWords(report)).to.match(/disclosure-missing: and \d+ more/);
  });

  it('shows no control characters of what an export says', async () => {
    const manifest = textOf(files, 'manifest.json').replace('"log.vkey"', '"log\\u001b[2Jvkey"');
    const report = await verified(new Map(files).set('manifest.json', Buffer.from(manifest)), trustingRich);
    expect(report.verdict).to.equal('failed');
    expect(reportInWords(report)).not.to.match(/\p{Control}(?<!\n)/u);
  });
});

describe('an export in a folder', () => {
  let folder: Folder;

  before(async () => {
    folder = emptyFolder();
    for (const [path, bytes] of await richExport()) {
      mkdirSync(dirname(folder.at(path)), { recursive: true });
      writeFileSync(folder.at(path), bytes);
    }
  });
  after(() => folder.remove());
  const inFolder = () => verifyExport(exportFolder(folder.path), trustingRich);

  it('is no different from one in memory', async () => {
    expect((await inFolder()).findings).to.deep.equal([]);
  });

  it('may hold no links', async () => {
    symlinkSync(folder.at('log.vkey'), folder.at('tile/0/link'));
    expect(codesOf(await inFolder())).to.deep.equal(['file-unexpected', 'file-unlisted']);
    unlinkSync(folder.at('tile/0/link'));
  });

  it('holds no text that is not UTF-8', async () => {
    const path = folder.at('disclosures.ndjson');
    const good = readFileSync(path);
    writeFileSync(path, Buffer.concat([good.subarray(0, 50), Buffer.of(0xff), good.subarray(51)]));
    const { findings } = await inFolder();
    expect(findings.find(({ code }) => code === 'file-changed')?.message).to.include('no UTF-8');
    writeFileSync(path, good);
  });

  it('holds no line longer than any export has', async () => {
    const path = folder.at('disclosures.ndjson');
    const good = readFileSync(path);
    writeFileSync(path, Buffer.alloc(6 * 1024 * 1024, 'x'));
    const { findings } = await inFolder();
    expect(findings.find(({ code }) => code === 'file-changed')?.message).to.include('no file of an export');
    writeFileSync(path, good);
  });
});
