import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { base64Bytes, decimal } from '../../src/checkpoint/base64.ts';
import {
  decodeEntries,
  encodeEntries,
  isInTree,
  levelLength,
  mostEntryBytes,
  parseTilePath,
  type TileId,
  tileHashes,
  tilePath,
  tilesOf,
} from '../../src/checkpoint/tile.ts';
import { refusal } from '../vault/refusals.ts';

const tileIds: fc.Arbitrary<TileId> = fc.record({
  level: fc.oneof(fc.constant('entries' as const), fc.nat({ max: 63 })),
  index: fc.oneof(fc.nat({ max: 2_000_000 }), fc.maxSafeNat()),
  width: fc.integer({ min: 1, max: 256 }),
});

describe("a tile's path", () => {
  it('is spelled as the standard spells it', () => {
    const spelled: readonly [TileId, string][] = [
      [{ level: 0, index: 1_234_067, width: 256 }, 'tile/0/x001/x234/067'],
      [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
      [{ level: 1, index: 0, width: 1 }, 'tile/1/000.p/1'],
      [{ level: 63, index: 999, width: 255 }, 'tile/63/999.p/255'],
      [{ level: 'entries', index: 1000, width: 256 }, 'tile/entries/x001/000'],
    ];
    for (const [id, path] of spelled) {
      expect(tilePath(id)).to.equal(path);
      expect(parseTilePath(path)).to.deep.equal(id);
    }
  });

  it('is read as the tile that it was written for', () => {
    fc.assert(
      fc.property(tileIds, (id) => {
        expect(parseTilePath(tilePath(id))).to.deep.equal(id);
      }),
    );
  });

  const none = [
    '',
    'tile',
    'tile/0',
    '/tile/0/000',
    'tile/0/000/',
    'tile/0/0',
    'tile/0/00',
    'tile/0/0000',
    'tile/0/x000',
    'tile/0/x000/000',
    'tile/0/x000/x001/000',
    'tile/0/001/000',
    'tile/0/X001/000',
    'tile/00/000',
    'tile/01/000',
    'tile/64/000',
    'tile/99/000',
    'tile/100/000',
    'tile/-1/000',
    'tile/8/0/000',
    'tile/Entries/000',
    'tile/entries/000.p',
    'tile/0/000.p/',
    'tile/0/000.p/0',
    'tile/0/000.p/00',
    'tile/0/000.p/01',
    'tile/0/000.p/256',
    'tile/0/000.p/257',
    'tile/0/000.p/1000',
    'tile/0/000.p/-1',
    'tile/0/000.p/1/',
    'tile/0/000.p/1\n',
    'tile/0/000\n',
    'tile/0/00\u0660',
    'tile/0/../0/000',
    'tile/0/%30%30%30',
    'tile/0/x009/x007/x199/x254/x740/992',
    `tile/0/${'x999/'.repeat(200)}999`,
  ];
  for (const path of none) {
    it(`is not ${JSON.stringify(path.slice(0, 60))}`, () => {
      expect(parseTilePath(path)).to.equal(null);
    });
  }

  it('is not written for what can be no tile', () => {
    for (const bad of [
      { level: 64, index: 0, width: 1 },
      { level: -1, index: 0, width: 1 },
      { level: 0.5, index: 0, width: 1 },
      { level: 0, index: -1, width: 1 },
      { level: 0, index: 2 ** 53, width: 1 },
      { level: 0, index: 0, width: 0 },
      { level: 0, index: 0, width: 257 },
      { level: 0, index: 0, width: 1.5 },
    ])
      refusal(() => tilePath(bad), 'tile-invalid');
  });
});

describe('the tiles of a tree', () => {
  it('are those that the standard counts in a tree of 70,000 entries, and of 256', () => {
    const count = (size: number, level: TileId['level'], isFull: boolean): number[] =>
      [...tilesOf(size)]
        .filter((id) => id.level === level && (id.width === 256) === isFull)
        .map(({ width }) => width);
    expect(count(70_000, 0, true)).to.have.length(273);
    expect(count(70_000, 0, false)).to.deep.equal([112]);
    expect(count(70_000, 1, true)).to.have.length(1);
    expect(count(70_000, 1, false)).to.deep.equal([17]);
    expect(count(70_000, 2, false)).to.deep.equal([1]);
    expect(count(70_000, 'entries', true)).to.have.length(273);
    expect([...tilesOf(70_000)]).to.have.length(277 + 274);
    expect([...tilesOf(256)].map(tilePath)).to.deep.equal([
      'tile/entries/000',
      'tile/0/000',
      'tile/1/000.p/1',
    ]);
    expect([...tilesOf(0)]).to.deep.equal([]);
    expect([...tilesOf(1)].map(tilePath)).to.deep.equal(['tile/entries/000.p/1', 'tile/0/000.p/1']);
  });

  it('lie within it, and so does each narrower one; no wider one does', () => {
    fc.assert(
      fc.property(fc.nat({ max: 200_000 }), fc.nat(), (size, pick) => {
        const all = [...tilesOf(size)];
        const id = all[pick % Math.max(1, all.length)];
        if (id === undefined) return;
        expect(isInTree(id, size)).to.equal(true);
        expect(isInTree({ ...id, width: 1 }, size)).to.equal(true);
        if (id.width < 256) expect(isInTree({ ...id, width: id.width + 1 }, size)).to.equal(false);
        const length = id.level === 'entries' ? size : levelLength(size, id.level);
        expect(isInTree({ ...id, index: Math.ceil(length / 256), width: 1 }, size)).to.equal(false);
      }),
    );
  });

  it('are read as hashes only where their bytes are just as many', () => {
    const bytes = Buffer.alloc(64, 1);
    expect(tileHashes(bytes, 2)).to.deep.equal([Buffer.alloc(32, 1), Buffer.alloc(32, 1)]);
    for (const [width, given] of [
      [1, bytes],
      [3, bytes],
      [2, bytes.subarray(1)],
      [2, Buffer.alloc(0)],
    ] as const)
      refusal(() => tileHashes(given, width), 'tile-invalid');
  });
});

describe('a bundle of entries', () => {
  const bundle = Buffer.from('0002686900000001ff', 'hex');

  it('has the length of each before it, in 16 bits, the higher byte first', () => {
    const entries = [Buffer.from('hi'), Buffer.alloc(0), Buffer.of(0xff)];
    expect(Buffer.from(encodeEntries(entries)).toString('hex')).to.equal(bundle.toString('hex'));
    expect(decodeEntries(bundle, 3).map((entry) => Buffer.from(entry).toString('hex'))).to.deep.equal([
      '6869',
      '',
      'ff',
    ]);
    const long = Buffer.alloc(0x0102, 1);
    expect(Buffer.from(encodeEntries([long])).toString('hex', 0, 3)).to.equal('010201');
  });

  it('is what it was after writing and reading', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 256 }), (entries) => {
        const read = decodeEntries(encodeEntries(entries), entries.length);
        expect(read.map((entry) => Buffer.from(entry))).to.deep.equal(
          entries.map((entry) => Buffer.from(entry)),
        );
      }),
    );
  });

  it('takes entries of up to 65,535 bytes, and none that would be cut', () => {
    const most = Buffer.alloc(mostEntryBytes, 1);
    expect(decodeEntries(encodeEntries([most]), 1)[0]?.byteLength).to.equal(65_535);
    refusal(() => encodeEntries([Buffer.alloc(mostEntryBytes + 1)]), 'tile-invalid');
  });

  const bad: readonly [string, Buffer, number][] = [
    ['fewer entries than asked for', bundle, 4],
    ['more entries than asked for', bundle, 2],
    ['an end within an entry', bundle.subarray(0, -1), 3],
    ['an end within a length', bundle.subarray(0, 7), 3],
    ['a byte after its entries', Buffer.concat([bundle, Buffer.of(0)]), 3],
    ['an empty entry after its entries', Buffer.concat([bundle, Buffer.alloc(2)]), 3],
    ['a length that is too large', Buffer.from('ffff6869', 'hex'), 1],
    ['lengths with the lower byte first', Buffer.from('02006869', 'hex'), 1],
    ['nothing, where an entry was asked for', Buffer.alloc(0), 1],
    ['a million empty entries', Buffer.alloc(2_000_000), 256],
  ];
  for (const [what, bytes, width] of bad) {
    it(`is refused with ${what}`, () => {
      refusal(() => decodeEntries(bytes, width), 'tile-invalid');
    });
  }
});

describe('base64 and decimals', () => {
  it('have one spelling for each value', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.maxSafeNat(), (bytes, value) => {
        expect(base64Bytes(Buffer.from(bytes).toString('base64'))).to.deep.equal(Buffer.from(bytes));
        expect(decimal(String(value))).to.equal(value);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'AB/+=_- \n') }), (text) => {
        const bytes = base64Bytes(text);
        if (bytes !== null) expect(bytes.toString('base64')).to.equal(text);
      }),
    );
    for (const text of ['AQ', 'AQ=', 'AR==', 'AQ==\n', ' AQ==', 'A', '====', 'AQ==AQ==', '_w==', 'ÿ'])
      expect(base64Bytes(text), text).to.equal(null);
    for (const text of [
      '',
      '00',
      '01',
      '+1',
      '-1',
      '-0',
      '1.0',
      '1e3',
      '0x1',
      '1_0',
      ' 1',
      '1 ',
      '1\n',
      '٣',
      '9007199254740992',
      '99999999999999999',
    ])
      expect(decimal(text), text).to.equal(null);
    expect([decimal('0'), decimal('10'), decimal('9007199254740991')]).to.deep.equal([0, 10, 2 ** 53 - 1]);
  });
});
