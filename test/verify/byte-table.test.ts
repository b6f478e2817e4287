import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { ByteTable, Column, uuidBytes, uuidOf } from '../../src/verify/byte-table.ts';

describe('ByteTable', () => {
  it('numbers different keys in the order in which they come, and finds each again', () => {
    const keys = fc.array(fc.uint8Array({ minLength: 4, maxLength: 4, max: 5 }), { maxLength: 300 });
    fc.assert(
      fc.property(keys, (given) => {
        const table = new ByteTable(4);
        const known = new Map<string, number>();
        for (const each of given) {
          const key = Buffer.from(each);
          const name = key.toString('hex');
          expect(table.find(key)).to.equal(known.get(name) ?? -1);
          expect(table.add(key)).to.equal(!known.has(name));
          if (!known.has(name)) known.set(name, known.size);
        }
        expect(table.size).to.equal(known.size);
        for (const [name, ordinal] of known) expect(table.key(ordinal).toString('hex')).to.equal(name);
      }),
    );
  });

  it('holds more keys than one of its blocks', () => {
    const table = new ByteTable(32);
    const keyOf = (n: number): Buffer => {
      const key = Buffer.alloc(32);
      key.writeUInt32BE(n, 28);
      return key;
    };
    for (let n = 0; n < 70_000; n += 1) table.add(keyOf(n));
    expect(table.size).to.equal(70_000);
    for (const n of [0, 65_535, 65_536, 69_999]) expect(table.find(keyOf(n))).to.equal(n);
    expect(table.find(keyOf(70_000))).to.equal(-1);
  });

  it('refuses a key of another length', () => {
    expect(() => new ByteTable(16).find(Buffer.alloc(15))).to.throw(TypeError);
  });
});

describe('Column', () => {
  it('holds 0 where nothing was set, and grows', () => {
    const column = new Column();
    column.set(5_000, 7);
    expect([column.get(5_000), column.get(0), column.get(90_000)]).to.deep.equal([7, 0, 0]);
  });
});

describe('uuidOf', () => {
  it('gives the UUID whose bytes it is given', () => {
    fc.assert(fc.property(fc.uuid(), (uuid) => uuidOf(uuidBytes(uuid)) === uuid));
  });
});
