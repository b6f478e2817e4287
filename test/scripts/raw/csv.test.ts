import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parseCsv } from '../../../scripts/raw/csv.ts';

const rows = (text: string): object[] => parseCsv(text).map((row) => Object.fromEntries(row));

describe('parseCsv', () => {
  it('reads quotes, commas and line ends inside a quoted cell, under the names of the header', () => {
    const text = 'a,b\r\n"one, two","say ""yes""\nthen"\r\n,\r\n';
    expect(rows(text)).to.deep.equal([
      { a: 'one, two', b: 'say "yes"\nthen' },
      { a: '', b: '' },
    ]);
  });

  it('takes a last record without a line end, and a byte order mark', () => {
    expect(rows('\ufeffa,b\n1,')).to.deep.equal([{ a: '1', b: '' }]);
  });

  it('refuses a record with other cells than the header, and a quote that stands alone', () => {
    expect(() => parseCsv('a,b\n1\n')).to.throw('record 2 has 1 cells, the header 2');
    expect(() => parseCsv('a,b\n1,x"y\n')).to.throw('quote stands alone');
  });
});
