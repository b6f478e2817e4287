import { expect } from 'chai';
import { describe, it } from 'mocha';
import { isLedgerError } from '../../events/errors.ts';
import { leafHash } from '../../projections/merkle/hash.ts';
import { verifyConsistency, verifyInclusion } from '../../projections/merkle/proof.ts';
import { CompactRange } from '../../projections/merkle/tree.ts';
import { type TileId, tilePath, tileWidth } from '../../src/checkpoint/tile.ts';
import { TileReader } from '../../src/checkpoint/tile-reader.ts';
import { refused } from '../vault/refusals.ts';
import { servedLog } from './served-log.ts';

const size = 70_000;
const { head, entries, tiles, ids } = servedLog(
  Array.from({ length: size }, (_, index) => Buffer.from(`{"entry":${index}}`)),
);
const kindOf = ({ level, width }: TileId): string =>
  `${width < tileWidth ? 'partial' : 'full'} ${level === 'entries' ? 'bundles' : `tiles of level ${level}`}`;

/** A reader of the log in which one tile is other than it was; `used` tells whether it has been fetched. */
function tampered(
  id: TileId,
  bytes: Uint8Array | null,
): { open: () => Promise<TileReader>; used: () => boolean } {
  const path = tilePath(id);
  let used = false;
  const open = (): Promise<TileReader> =>
    TileReader.open(head, (asked) => {
      if (tilePath(asked) !== path) return Promise.resolve(tiles.get(tilePath(asked)) ?? null);
      used = true;
      return Promise.resolve(bytes);
    });
  return { open, used: () => used };
}

const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(Math.floor(bit / 8)) ^ (1 << (bit % 8)), Math.floor(bit / 8));
  return copy;
};
const bytesOf = (id: TileId): Uint8Array => tiles.get(tilePath(id)) ?? Buffer.alloc(0);
const isRefusal = (error: unknown): boolean => isLedgerError(error) && error.code === 'tile-invalid';

/** What a client asks about one entry; each answer is checked as a client would, against what the log really holds. */
const reads: readonly ((reader: TileReader, index: number) => Promise<void>)[] = [
  async (reader, index) => {
    expect(String(await reader.entry(index))).to.equal(String(entries[index]));
  },
  async (reader, index) => {
    const proof = await reader.inclusionProof(index);
    verifyInclusion(leafHash(entries[index] ?? Buffer.alloc(0)), index, size, proof, head.root);
  },
  async (reader, index) => {
    const older = new CompactRange();
    for (const entry of entries.slice(0, index + 1)) older.append(leafHash(entry));
    const proof = await reader.consistencyProof(older.size);
    verifyConsistency({ size: older.size, root: older.root() }, head, proof);
  },
];

/** An entry that lies under the tile. */
const entryUnder = ({ level, index }: TileId): number =>
  index * tileWidth * tileWidth ** (level === 'entries' ? 0 : level);

describe('a reader of tiles', () => {
  it('reads entries and proofs of a log of 70,000 entries, fetching a handful of tiles', async () => {
    const asked: string[] = [];
    const reader = await TileReader.open(head, (id) => {
      asked.push(tilePath(id));
      return Promise.resolve(tiles.get(tilePath(id)) ?? null);
    });
    for (const read of reads)
      for (const index of [0, 255, 256, 65_535, 65_536, 69_999]) await read(reader, index);
    expect(asked.slice(0, 3)).to.deep.equal(['tile/0/273.p/112', 'tile/1/001.p/17', 'tile/2/000.p/1']);
    expect(asked.length).to.be.below(20);
  });

  it('notices every one of the 277 tiles and 274 bundles flipped one at a time, wherever it is used', async function () {
    this.timeout(120_000);
    const noticed = new Map<string, number>();
    for (const [at, id] of ids.entries()) {
      const bytes = bytesOf(id);
      const log = tampered(id, flipped(bytes, (at * 7919) % (8 * bytes.byteLength)));
      let refusals = 0;
      for (const read of reads.slice(0, 2)) {
        const failure = await log
          .open()
          .then((reader) => read(reader, entryUnder(id)))
          .then(
            () => null,
            (error: unknown) => error,
          );
        if (failure === null) continue;
        if (!isRefusal(failure)) throw failure;
        refusals += 1;
      }
      expect(log.used(), tilePath(id)).to.equal(true);
      expect(refusals, tilePath(id)).to.equal(id.level === 'entries' ? 1 : 2);
      noticed.set(kindOf(id), (noticed.get(kindOf(id)) ?? 0) + 1);
    }
    expect([...noticed]).to.deep.equal([
      ['full bundles', 273],
      ['partial bundles', 1],
      ['full tiles of level 0', 273],
      ['partial tiles of level 0', 1],
      ['full tiles of level 1', 1],
      ['partial tiles of level 1', 1],
      ['partial tiles of level 2', 1],
    ]);
  });

  for (const kind of new Set(ids.map(kindOf))) {
    const id = ids.find((each) => kindOf(each) === kind);
    if (id === undefined) continue;
    const bytes = Buffer.from(bytesOf(id));
    const other = ids.find((each) => each.level === id.level && each.index !== id.index);
    const second = id.level === 'entries' ? 2 + bytes.readUInt16BE(0) : 32;
    const attacks: readonly [string, Uint8Array | null][] = [
      ['missing', null],
      ['empty', Buffer.alloc(0)],
      ['cut by a byte', bytes.subarray(0, -1)],
      ['cut by its last item', bytes.subarray(0, -second)],
      ['longer by a byte', Buffer.concat([bytes, Buffer.alloc(1)])],
      ['longer by an item', Buffer.concat([bytes, bytes.subarray(0, second)])],
      ['all zeros', Buffer.alloc(bytes.byteLength)],
      ['the same tile of another index', other === undefined ? null : bytesOf(other)],
      [
        'its first items swapped',
        Buffer.concat([
          bytes.subarray(second, 2 * second),
          bytes.subarray(0, second),
          bytes.subarray(2 * second),
        ]),
      ],
    ];
    for (const [attack, replaced] of attacks) {
      if (
        (replaced !== null && bytes.equals(replaced)) ||
        (attack === 'its first items swapped' && id.width === 1)
      )
        continue;
      it(`refuses ${kind} that are ${attack}`, async () => {
        const log = tampered(id, replaced);
        await refused(
          log.open().then((reader) => reader.entry(entryUnder(id))),
          'tile-invalid',
        );
        expect(log.used()).to.equal(true);
      });
    }
  }

  it('notices a bit flipped at every hash of a full and of a partial tile, and at every byte of a bundle', async function () {
    this.timeout(60_000);
    for (const path of ['tile/1/000', 'tile/0/273.p/112', 'tile/1/001.p/17', 'tile/entries/273.p/112']) {
      const id = ids.find((each) => tilePath(each) === path);
      if (id === undefined) throw new Error(`no ${path}`);
      const bytes = bytesOf(id);
      const step = id.level === 'entries' ? 8 : 256;
      for (let bit = 3; bit < 8 * bytes.byteLength; bit += step) {
        const log = tampered(id, flipped(bytes, bit));
        await refused(
          log.open().then((reader) => reader.entry(entryUnder(id))),
          'tile-invalid',
        );
      }
    }
  });

  it('takes the full tile where the partial one has been deleted, and checks it too', async () => {
    const small = servedLog(entries.slice(0, 300));
    const grown = servedLog(entries.slice(0, 512));
    const open = (served: ReadonlyMap<string, Uint8Array>): Promise<TileReader> =>
      TileReader.open(small.head, (id) => Promise.resolve(served.get(tilePath(id)) ?? null));
    const kept = new Map([
      ...grown.tiles,
      ['tile/1/000.p/1', small.tiles.get('tile/1/000.p/1') ?? Buffer.alloc(0)],
    ]);
    const reader = await open(kept);
    expect((await reader.entries(1)).map(String)).to.deep.equal(entries.slice(256, 300).map(String));
    const first = kept.get('tile/0/001') ?? Buffer.alloc(0);
    await refused(open(new Map([...kept, ['tile/0/001', flipped(first, 0)]])), 'tile-invalid');
  });

  it('refuses what lies outside the tree', async () => {
    const reader = await TileReader.open(head, (id) => Promise.resolve(tiles.get(tilePath(id)) ?? null));
    const outside = [
      reader.entry(size),
      reader.entry(-1),
      reader.entry(0.5),
      reader.entry(Number.MAX_SAFE_INTEGER),
      reader.entries(274),
      reader.hashes(3, 0),
      reader.hashes(2, 1),
      reader.node(17, 0),
      reader.node(0, size),
    ];
    for (const each of outside) await refused(each, 'tile-invalid');
  });

  it('opens the log without entries, with nothing to fetch, and no other root of it', async () => {
    const root = new CompactRange().root();
    const fetch = (): Promise<never> => Promise.reject(new Error('there is nothing to fetch'));
    expect((await TileReader.open({ size: 0, root }, fetch)).head.size).to.equal(0);
    await refused(TileReader.open({ size: 0, root: head.root }, fetch), 'tile-invalid');
  });

  it('refuses a head of the same root and another size', async () => {
    for (const other of [size - 1, size + 1, size - 256, 70_112]) {
      await refused(
        TileReader.open({ size: other, root: head.root }, (id) =>
          Promise.resolve(tiles.get(tilePath(id)) ?? null),
        ),
        'tile-invalid',
      );
    }
  });
});
