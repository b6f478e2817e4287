import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { leafHash } from '../../projections/merkle/hash.ts';
import { verifyConsistency, verifyInclusion } from '../../projections/merkle/proof.ts';
import { CompactRange } from '../../projections/merkle/tree.ts';
import { type OpenedCheckpoint, openCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { parseVerifierKey } from '../../src/checkpoint/note-key.ts';
import { type TileId, tilePath, tilesOf, tileWidth } from '../../src/checkpoint/tile.ts';
import { TileReader } from '../../src/checkpoint/tile-reader.ts';
import { verifyTlogProof } from '../../src/checkpoint/tlog-proof.ts';
import { servedLog } from '../checkpoint/served-log.ts';
import { testOrigin } from '../log/log-at-work.ts';
import { logKeyFor } from '../log-keys.ts';
import { listed } from '../store/events.ts';
import { asked, codeOf, type ServedWorld } from './served-world.ts';
import { servedReview } from './under-review.ts';

const key = parseVerifierKey(logKeyFor(testOrigin).verifier);
const Inclusion = z.object({
  index: z.number(),
  size: z.number(),
  hashes: z.array(z.string()),
  receipt: z.string().optional(),
});
const Consistency = z.object({
  from: z.number(),
  to: z.number(),
  hashes: z.array(z.string()),
  checkpoint: z.string().optional(),
});
const bytesOf = (hashes: readonly string[]): Uint8Array[] =>
  hashes.map((hash) => Buffer.from(hash, 'base64'));

describe('the log as static files', () => {
  let up: ServedWorld;
  let bodies: readonly string[] = [];
  let head: OpenedCheckpoint;

  const known = async (): Promise<number> =>
    z.object({ events: z.number() }).parse((await up.publicly('/health')).json()).events;
  const recorded = async (): Promise<readonly string[]> =>
    (await listed(up.world.store.readAll())).map(({ body }) => body);
  const comment = (text: string) => up.world.act('ben', 'add-comment', { text, visibility: 'panel' });
  const publicPort = (): number => Number(new URL(up.served.publicUrl ?? '').port);
  /** As any client gets it, byte for byte; null for 404. */
  const fetched = async (path: string): Promise<Buffer | null> => {
    const response = await fetch(`${up.served.publicUrl}/log/${path}`);
    const bytes = Buffer.from(await response.arrayBuffer());
    if (response.status === 404) return null;
    expect(response.status, path).to.equal(200);
    return bytes;
  };
  const headServed = async (): Promise<OpenedCheckpoint> =>
    openCheckpoint((await up.publicly('/log/checkpoint')).body, [key]);

  before(async () => {
    // Two full tiles and a partial one.
    up = await servedReview('ana', 'ben');
    while (bodies.length < 530) {
      for (let i = 0; i < 50; i += 1) await comment(`comment ${i}`);
      bodies = await recorded();
    }
    await up.signing.covering(bodies.length - 1);
    while ((await known()) < bodies.length) await setTimeout(5);
    head = await headServed();
  });
  after(() => up.close());

  it('has a checkpoint that is asked for anew each time, signed over all that is on record', async () => {
    const { headers, body } = await up.publicly('/log/checkpoint');
    expect(headers['content-type']).to.equal('text/plain; charset=utf-8');
    expect(headers['cache-control']).to.equal('no-cache');
    expect(openCheckpoint(body, [key])).to.include({ origin: testOrigin, size: bodies.length });
    const tree = new CompactRange();
    for (const each of bodies) tree.append(leafHash(Buffer.from(each)));
    expect(Buffer.from(head.root).equals(tree.root())).to.equal(true);
  });

  it('has every tile and bundle of the tree, byte for byte, to be kept for good', async () => {
    const { tiles } = servedLog(bodies.map((body) => Buffer.from(body)));
    const ids = [...tilesOf(head.size)];
    expect(ids).to.have.length(7);
    for (const id of ids) {
      const path = tilePath(id);
      const response = await fetch(`${up.served.publicUrl}/log/${path}`);
      const { headers } = response;
      expect([response.status, headers.get('content-type')], path).to.deep.equal([
        200,
        'application/octet-stream',
      ]);
      expect(headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(bytes.equals(tiles.get(path) ?? Buffer.alloc(0)), path).to.equal(true);
    }
  });

  it('has the partial tiles of every smaller tree', async () => {
    for (const width of [1, 7, 200, 255]) {
      const smaller = servedLog(bodies.slice(0, width).map((body) => Buffer.from(body)));
      for (const [path, bytes] of smaller.tiles)
        expect((await fetched(path))?.equals(bytes), path).to.equal(true);
    }
  });

  it('is read whole by a client of tlog-tiles that believes nothing but the key', async () => {
    const reader = await TileReader.open(head, (id: TileId) => fetched(tilePath(id)));
    const read: string[] = [];
    for (let bundle = 0; bundle * tileWidth < head.size; bundle += 1)
      for (const entry of await reader.entries(bundle)) read.push(Buffer.from(entry).toString('utf8'));
    expect(read).to.deep.equal(bodies);
    for (const index of [0, 255, 256, 511, head.size - 1]) {
      const leaf = leafHash(Buffer.from(bodies[index] ?? ''));
      verifyInclusion(leaf, index, head.size, await reader.inclusionProof(index), head.root);
    }
    const older = new CompactRange();
    for (const body of bodies.slice(0, 300)) older.append(leafHash(Buffer.from(body)));
    verifyConsistency({ size: 300, root: older.root() }, head, await reader.consistencyProof(300));
  });

  it('has nothing that lies beyond the checkpoint', async () => {
    const last = head.size % tileWidth;
    const beyond: readonly TileId[] = [
      { level: 0, index: 2, width: last + 1 },
      { level: 'entries', index: 2, width: last + 1 },
      { level: 0, index: 2, width: tileWidth },
      { level: 'entries', index: 2, width: tileWidth },
      { level: 0, index: 3, width: 1 },
      { level: 1, index: 0, width: 3 },
      { level: 1, index: 0, width: tileWidth },
      { level: 2, index: 0, width: 1 },
      { level: 63, index: 0, width: 1 },
      { level: 'entries', index: 9_007_199_254_740, width: 1 },
    ];
    for (const id of beyond) {
      const path = `/log/${tilePath(id)}`;
      const answered = await up.publicly(path);
      expect([answered.status, codeOf(answered)], path).to.deep.equal([404, 'not-found']);
      expect(answered.headers['cache-control'] ?? '', path).to.not.include('immutable');
    }
  });

  it('has one spelling of each path, and 404 for any other', async () => {
    for (const path of [
      'tile',
      'tile/',
      'tile/0',
      'tile/0/',
      'tile/0/000/',
      'tile/0/0',
      'tile/0/00',
      'tile/0/0000',
      'tile/00/000',
      'tile/01/000',
      'tile/-1/000',
      'tile/64/000',
      'tile/0/x000/000',
      'tile/0/x000',
      'tile/0/000/x000',
      'tile/0/000.p/0',
      'tile/0/000.p/01',
      'tile/0/000.p/256',
      'tile/0/000.p/257',
      'tile/0/000.p/-1',
      'tile/0/000.p/',
      'tile/0/000.p/1/',
      'tile/0/000.P/1',
      'tile/0/%3000',
      'tile/0/000%2Ep/1',
      'tile/0//000',
      'tile//0/000',
      'tile/Entries/000',
      'tile/entries/0',
      'tile/entries/000.p/0',
      'tile/8/0/000',
      'tile/x/000',
      'tile/0x0/000',
      'tile/0/１２３',
      'TILE/0/000',
      'checkpoint/',
      'Checkpoint',
      'proofs',
      'proofs/',
    ]) {
      const answered = await up.publicly(`/log/${encodeURI(path).replaceAll('%25', '%')}`);
      expect(answered.status, `${path}: ${answered.body}`).to.equal(404);
    }
    for (const path of ['/log/checkpoint?x=1', '/log/tile/0/000?x=1'])
      expect((await up.publicly(path)).status, path).to.equal(400);
  });

  it('is only read', async () => {
    for (const path of ['/log/checkpoint', '/log/tile/0/000', '/log/tile/entries/000']) {
      expect((await asked(publicPort(), 'POST', path)).status).to.equal(405);
      expect(await asked(publicPort(), 'HEAD', path)).to.include({ status: 200, body: '' });
    }
  });

  it('proves that an entry stands in it, in the newest tree and in any before', async () => {
    for (const [index, size] of [
      [0, 1],
      [0, head.size],
      [255, 256],
      [256, 257],
      [300, 333],
      [head.size - 1, head.size],
    ] as const) {
      const { body, headers } = await up.publicly(`/log/proofs/inclusion?index=${index}&size=${size}`);
      const found = Inclusion.parse(JSON.parse(body));
      expect(found).to.include({ index, size });
      expect(headers['cache-control']).to.equal('no-cache');
      const tree = new CompactRange();
      for (const each of bodies.slice(0, size)) tree.append(leafHash(Buffer.from(each)));
      const entry = Buffer.from(bodies[index] ?? '');
      verifyInclusion(leafHash(entry), index, size, bytesOf(found.hashes), tree.root());
      expect(found.receipt === undefined, String(size)).to.equal(size !== head.size);
      if (found.receipt !== undefined)
        expect(verifyTlogProof(found.receipt, entry, [key]).index).to.equal(index);
    }
    const newest = Inclusion.parse((await up.publicly('/log/proofs/inclusion?index=7')).json());
    expect(newest.size).to.equal(head.size);
  });

  it('proves that it goes on from what it was', async () => {
    const tree = new CompactRange();
    const roots = [tree.root()];
    for (const body of bodies) {
      tree.append(leafHash(Buffer.from(body)));
      roots.push(tree.root());
    }
    const headOf = (size: number) => ({ size, root: roots[size] ?? Buffer.alloc(0) });
    for (const [from, to] of [
      [0, head.size],
      [1, 2],
      [255, 256],
      [256, 257],
      [300, head.size],
      [head.size, head.size],
    ] as const) {
      const answered = await up.publicly(`/log/proofs/consistency?from=${from}&to=${to}`);
      const found = Consistency.parse(answered.json());
      verifyConsistency(headOf(from), headOf(to), bytesOf(found.hashes));
      expect(found.checkpoint === undefined).to.equal(to !== head.size);
    }
  });

  it('says what can be proved where something else was asked for', async () => {
    for (const query of [
      'inclusion',
      `inclusion?index=${head.size}`,
      'inclusion?index=5&size=5',
      `inclusion?index=0&size=${head.size + 1}`,
      'inclusion?index=-1',
      'inclusion?index=1.5',
      'inclusion?index=9007199254740992',
      'inclusion?index=0&size=0',
      'inclusion?index=0&index=1',
      'consistency',
      `consistency?from=${head.size + 1}`,
      'consistency?from=6&to=5',
      `consistency?from=0&to=${head.size + 1}`,
    ]) {
      const answered = await up.publicly(`/log/proofs/${query}`);
      expect(answered.status, query).to.equal(400);
      expect(codeOf(answered), query).to.equal('invalid-request');
    }
  });

  it('shows no entry before it is signed, though it is on record', async function () {
    this.timeout(30_000);
    const file = join(up.keys, 'log.key');
    const signer = readFileSync(file, 'utf8');
    rmSync(file);
    await comment('not signed yet');
    const { size } = head;
    while ((await known()) <= size) await setTimeout(5);
    await setTimeout(50);
    expect((await headServed()).size).to.equal(size);
    const width = (size % tileWidth) + 1;
    const index = Math.floor(size / tileWidth);
    for (const level of ['entries', 0] as const)
      expect(await fetched(tilePath({ level, index, width })), String(level)).to.equal(null);
    expect((await up.publicly(`/log/proofs/inclusion?index=${size}`)).status).to.equal(400);
    writeFileSync(file, signer, { mode: 0o600 });
    await up.signing.covering(size);
    expect((await headServed()).size).to.be.greaterThan(size);
    expect(await fetched(tilePath({ level: 'entries', index, width }))).to.not.equal(null);
  });
});
