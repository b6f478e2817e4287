import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { z } from 'zod';
import { digestOf } from '../../events/disclosure.ts';
import { LedgerError } from '../../events/errors.ts';
import { secrecy, visibilities } from '../../events/fields.ts';
import { digestsOf } from '../../events/reveal.ts';
import { leafHash } from '../../projections/merkle/hash.ts';
import { CompactRange } from '../../projections/merkle/tree.ts';
import { decodeEntries, tileHashes, tilePath, tilesOf, tileWidth } from '../../src/checkpoint/tile.ts';
import { ExportManifest, manifestText } from '../../src/ledger-export/export-manifest.ts';
import { refused } from '../vault/refusals.ts';
import {
  digestsFor,
  emptyFolder,
  erase,
  exported,
  type Folder,
  filesOf,
  headOf,
  type Made,
  made,
  signer,
} from './made.ts';

const Line = z.strictObject({ digest: z.string(), disclosure: z.string(), index: z.int() });
const linesOf = (bytes: Buffer | undefined): z.infer<typeof Line>[] =>
  (bytes ?? Buffer.alloc(0))
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => Line.parse(JSON.parse(line)));

describe('writeExport', () => {
  let folder: Folder;
  let ledger: Made;

  beforeEach(async () => {
    folder = emptyFolder();
    ledger = await made();
  });
  afterEach(() => folder.remove());

  it('writes exactly the tiles of the tree, and each says what the stored bytes say', async () => {
    const { manifest } = await exported(ledger, folder.at('out'));
    const files = filesOf(folder.at('out'));
    const tiles = [...tilesOf(manifest.size)];
    const written = [...files.keys()].filter((path) => path.startsWith('tile/'));
    expect(written).to.have.members(tiles.map(tilePath));
    const bodies: string[] = [];
    for await (const { body } of ledger.store.readAll()) bodies.push(body);
    expect(bodies.length).to.be.above(tileWidth);
    const range = new CompactRange();
    const nodes = new Map<string, Uint8Array>();
    for (const body of bodies)
      range.append(leafHash(Buffer.from(body)), (level, index, node) => nodes.set(`${level}/${index}`, node));
    for (const id of tiles) {
      const bytes = files.get(tilePath(id)) ?? Buffer.alloc(0);
      const first = id.index * tileWidth;
      if (id.level === 'entries')
        expect(decodeEntries(bytes, id.width).map(String)).to.deep.equal(
          bodies.slice(first, first + id.width),
        );
      else
        for (const [at, node] of tileHashes(bytes, id.width).entries())
          expect(Buffer.from(node)).to.deep.equal(nodes.get(`${id.level * 8}/${first + at}`));
    }
  });

  it('names every file but the manifest, the checkpoint and the README with its SHA-256', async () => {
    const verifierFile = folder.at('verifier');
    writeFileSync(verifierFile, 'a verifier');
    const { manifest, manifestSha256 } = await exported(ledger, folder.at('out'), { verifierFile });
    const files = filesOf(folder.at('out'));
    const text = files.get('manifest.json')?.toString() ?? '';
    expect(ExportManifest.parse(JSON.parse(text))).to.deep.equal(manifest);
    expect(manifestText(manifest)).to.equal(text);
    expect(hash('sha256', text)).to.equal(manifestSha256);
    const covered = [...files].filter(
      ([path]) => !['manifest.json', 'checkpoint', 'README.txt'].includes(path),
    );
    expect(manifest.files).to.deep.equal(
      covered
        .map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: hash('sha256', bytes) }))
        .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    );
    expect(covered.map(([path]) => path)).to.include.members([
      'verify.mjs',
      'log.vkey',
      'disclosures.ndjson',
    ]);
    expect(files.get('log.vkey')?.toString()).to.equal(`${signer.vkey}\n`);
    expect(files.get('checkpoint')?.toString()).to.equal((await headOf(ledger.store)).note);
  });

  for (const audience of visibilities) {
    it(`opens for ${audience} each digest once that they may open, in the order of the log`, async () => {
      const { manifest } = await exported(ledger, folder.at('out'), { audience });
      const lines = linesOf(filesOf(folder.at('out')).get('disclosures.ndjson'));
      const seen = new Set<string>();
      const first = ledger.events.flatMap((event, index) =>
        digestsOf(event).flatMap(({ digest, audience: of }) => {
          if (seen.has(digest)) return [];
          seen.add(digest);
          return [{ digest, index, of }];
        }),
      );
      const expected = first.filter(({ of }) => secrecy(of) <= secrecy(audience));
      expect(lines.map(({ digest, index }) => ({ digest, index }))).to.deep.equal(
        expected.map(({ digest, index }) => ({ digest, index })),
      );
      for (const { digest, disclosure } of lines) expect(digestOf(disclosure)).to.equal(digest);
      expect(manifest.counts).to.deep.equal({
        events: ledger.events.length,
        digests: seen.size,
        opened: expected.length,
        erased: 0,
        withheld: seen.size - expected.length,
      });
    });
  }

  it('has digests in the history that stand in several events', () => {
    const all = ledger.events.flatMap(digestsOf).map(({ digest }) => digest);
    expect(new Set(all).size).to.be.below(all.length);
  });

  it('gives the same bytes for the same ledger, head and audience', async () => {
    await exported(ledger, folder.at('one'));
    await exported(ledger, folder.at('two'));
    expect(filesOf(folder.at('one'))).to.deep.equal(filesOf(folder.at('two')));
  });

  it('gives at an older head what it gave when that head was the newest', async () => {
    const store = { readAll: () => ledger.store.readAll({ limit: 150 }) };
    await exported({ ...ledger, store }, folder.at('then'));
    const published = await headOf(ledger.store, 150);
    await exported(ledger, folder.at('now'), { published });
    expect(filesOf(folder.at('now'))).to.deep.equal(filesOf(folder.at('then')));
  });

  it('differs after an erasure by exactly what was erased', async () => {
    const before = await exported(ledger, folder.at('before'));
    const digests = digestsFor(ledger.events, 'participants').slice(0, 3);
    await erase(ledger, digests);
    const after = await exported(ledger, folder.at('after'));
    const [older, newer] = [filesOf(folder.at('before')), filesOf(folder.at('after'))];
    const entries = (files: typeof older): string[] =>
      [...files].flatMap(([path, bytes]) =>
        path.startsWith('tile/entries/')
          ? decodeEntries(bytes, Number(/p\/(\d+)$/.exec(path)?.[1] ?? tileWidth)).map(String)
          : [],
      );
    expect(entries(newer).slice(0, before.manifest.size)).to.deep.equal(entries(older));
    expect(after.manifest.size).to.equal(before.manifest.size + 1);
    const left = linesOf(older.get('disclosures.ndjson')).filter(({ digest }) => !digests.includes(digest));
    expect(linesOf(newer.get('disclosures.ndjson'))).to.deep.equal(left);
    expect(after.manifest.counts).to.deep.equal({
      ...before.manifest.counts,
      events: before.manifest.counts.events + 1,
      opened: before.manifest.counts.opened - 3,
      erased: 3,
    });
    expect(after.leftOutCount).to.equal(0);
  });

  it('counts what was erased as withheld from whom it was kept', async () => {
    await erase(ledger, digestsFor(ledger.events, 'panel').slice(0, 2));
    const { manifest } = await exported(ledger, folder.at('out'), { audience: 'public' });
    expect(manifest.counts.erased).to.equal(0);
  });

  it('never exports what the log says is erased, though the vault can open it again', async () => {
    const [digest = ''] = digestsFor(ledger.events, 'participants');
    const { disclosure } = opened(await ledger.vault.open([digest]), digest);
    await erase(ledger, [digest]);
    const vault = { open: async () => new Map([[digest, { state: 'opened' as const, disclosure }]]) };
    await exported({ ...ledger, vault }, folder.at('out'));
    const lines = linesOf(filesOf(folder.at('out')).get('disclosures.ndjson'));
    expect(lines.map((line) => line.digest)).not.to.include(digest);
  });

  it('refuses a head behind which a text was erased, naming the event that erased it', async () => {
    const size = ledger.events.length;
    const published = await headOf(ledger.store);
    await erase(ledger, digestsFor(ledger.events, 'participants').slice(0, 1));
    const error = await refused(exported(ledger, folder.at('out'), { published }), 'disclosure-missing');
    expect(error.message).to.include(`by the event at index ${size}`);
    expect(readdirSync(folder.path)).to.deep.equal([]);
  });

  it('refuses such a head though the vault can open the text again', async () => {
    const published = await headOf(ledger.store);
    const [digest = ''] = digestsFor(ledger.events, 'participants');
    const { disclosure } = opened(await ledger.vault.open([digest]), digest);
    await erase(ledger, [digest]);
    const vault = { open: async () => new Map([[digest, { state: 'opened' as const, disclosure }]]) };
    await refused(exported({ ...ledger, vault }, folder.at('out'), { published }), 'disclosure-missing');
  });

  it('refuses the same where it is erased while the export is written', async () => {
    const published = await headOf(ledger.store);
    const [digest = ''] = digestsFor(ledger.events, 'participants');
    const vault = {
      open: async (digests: Iterable<string>) => {
        await erase(ledger, [digest]);
        return ledger.vault.open(digests);
      },
    };
    const error = await refused(
      exported({ store: ledger.store, vault }, folder.at('out'), { published }),
      'disclosure-missing',
    );
    expect(error.message).to.include(`by the event at index ${published.size}`);
  });

  it('leaves out what the vault has lost, and says how many texts that are', async () => {
    const digests = digestsFor(ledger.events, 'participants').slice(0, 2);
    await ledger.vault.erase(digests);
    const { leftOutCount, leftOut, manifest } = await exported(ledger, folder.at('out'));
    expect(leftOutCount).to.equal(2);
    expect(leftOut.map(({ digest }) => digest)).to.deep.equal(digests);
    const { digests: all, opened: open, erased, withheld } = manifest.counts;
    expect(open + erased + withheld).to.equal(all - 2);
  });

  it('refuses a store that has other events than were signed, and keeps nothing', async () => {
    const published = await headOf(ledger.store);
    const root = Buffer.from(published.root);
    root[0] = (root[0] ?? 0) ^ 1;
    await refused(
      exported(ledger, folder.at('out'), { published: { ...published, root } }),
      'integrity-violation',
    );
    expect(readdirSync(folder.path)).to.deep.equal([]);
  });

  it('refuses a store that ends before its checkpoint', async () => {
    const published = await headOf(ledger.store);
    const shorter = await made(100);
    const error = await refused(exported(shorter, folder.at('out'), { published }), 'integrity-violation');
    expect(error.message).to.include(`ends after ${shorter.events.length} events`);
  });

  it('never writes over a folder with something in it', async () => {
    mkdirSync(folder.at('out'));
    writeFileSync(folder.at('out/mine'), 'mine');
    await refused(exported(ledger, folder.at('out')), 'already-exists');
    expect(existsSync(folder.at('out/mine'))).to.equal(true);
  });

  it('reports how far it is', async () => {
    const seen: number[] = [];
    await exported(ledger, folder.at('out'), { onProgress: ({ events }) => seen.push(events) });
    expect(seen.at(-1)).to.equal(ledger.events.length);
  });
});

function opened(
  found: Awaited<ReturnType<Made['vault']['open']>>,
  digest: string,
): Extract<NonNullable<ReturnType<typeof found.get>>, { state: 'opened' }> {
  const one = found.get(digest);
  if (one?.state !== 'opened') throw new LedgerError('disclosure-missing', 'not opened', { digest });
  return one;
}
