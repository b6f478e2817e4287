import { hash } from 'node:crypto';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { leafHash } from '../../projections/merkle/hash.ts';
import { encodeEntries, type TileId, tilePath, tilesOf, tileWidth } from '../../src/checkpoint/tile.ts';
import { Findings } from '../../src/verify/finding.ts';
import { compareTile, type LogWalk, walkBundle, walkLog } from '../../src/verify/log-walk.ts';
import { type BuiltTile, TileBuilder } from '../../src/verify/tile-builder.ts';

const size = 70_000;
const bundles = Math.ceil(size / tileWidth);
const entryOf = (index: number): Uint8Array => Buffer.from(`{"n":${index}}`);

describe('a log of 70,000 events', function () {
  this.timeout(120_000);
  const files = new Map<string, Uint8Array>();
  /** The tree before each bundle: what a verification knows when it comes to it. */
  const before_: TileBuilder[] = [];
  const built = new Map<string, BuiltTile>();
  let root: Uint8Array;

  before(() => {
    const tree = TileBuilder.empty();
    const keep = (tile: BuiltTile): void => {
      files.set(tilePath(tile.id), tile.bytes);
      built.set(tilePath(tile.id), tile);
    };
    for (let index = 0; index < bundles; index += 1) {
      before_.push(tree.copy());
      const first = index * tileWidth;
      const width = Math.min(size - first, tileWidth);
      const entries = Array.from({ length: width }, (_, at) => entryOf(first + at));
      files.set(tilePath({ level: 'entries', index, width }), encodeEntries(entries));
      for (const entry of entries) tree.append(leafHash(entry)).forEach(keep);
    }
    tree.partial().forEach(keep);
    root = tree.root();
  });

  const walkOf = (changed: ReadonlyMap<string, Uint8Array>): LogWalk => ({
    files: { read: async (path) => changed.get(path) ?? files.get(path) ?? null },
    findings: new Findings(),
    size,
    checks: null,
  });

  it('has the tiles of its size, which fit its entries', async () => {
    expect([...files.keys()]).to.have.members([...tilesOf(size)].map(tilePath));
    expect(files.size).to.equal(274 + 274 + 2 + 1);
    const walk = walkOf(new Map());
    const tree = await walkLog(walk);
    expect(walk.findings.list).to.deep.equal([]);
    expect(Buffer.from(tree.root())).to.deep.equal(Buffer.from(root));
  });

  it('is found changed whichever of its tiles and bundles has one bit flipped', async () => {
    const noticed = { bundles: 0, tiles: 0 };
    for (const id of tilesOf(size)) {
      const path = tilePath(id);
      const changed = flipped(path);
      const walk = walkOf(new Map([[path, changed]]));
      await meet(walk, id);
      const [finding] = walk.findings.list;
      expect(finding?.code, path).to.be.oneOf(['tile-differs', 'bundle-invalid']);
      if (id.level === 'entries') noticed.bundles += 1;
      else {
        expect(finding?.where.path).to.equal(path);
        noticed.tiles += 1;
      }
    }
    process.stdout.write(
      `\n    of 70,000 events: ${noticed.bundles} bundles and ${noticed.tiles} tiles flipped one at a time, all noticed\n`,
    );
    expect(noticed).to.deep.equal({ bundles: 274, tiles: 277 });
  });

  /** One bit, somewhere else in each file. */
  function flipped(path: string): Uint8Array {
    const bytes = Buffer.from(files.get(path) ?? []);
    const at = hash('sha256', path, 'buffer').readUInt32BE(0) % bytes.byteLength;
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (at % 8)), at);
    return bytes;
  }

  /**
   * What a verification does when it comes to a tile, from the tree as it is then. Everything before and after is as in the
   * walk that found nothing, so that it need not be done again for each of 551 files.
   */
  async function meet(walk: LogWalk, { level, index, width }: TileId): Promise<void> {
    const path = tilePath({ level, index, width });
    const tile = built.get(path);
    if (level === 0 || level === 'entries') {
      const tree = before_[index]?.copy() ?? TileBuilder.empty();
      if (!(await walkBundle(walk, tree, index))) return;
      if (width < tileWidth) for (const partial of tree.partial()) await compareTile(walk, partial);
    } else if (tile !== undefined) await compareTile(walk, tile);
  }
});
