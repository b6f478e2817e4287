import { expect } from 'chai';
import { describe, it } from 'mocha';
import { differs, figure, figureTable } from '../../../scripts/figures/figure.ts';
import { parseListing } from '../../../scripts/figures/listing.ts';

describe('figures', () => {
  it('are equal when both sides write the same, and differ when one side has none', () => {
    expect(differs(figure('editors', '139', 139))).to.equal(false);
    expect(differs(figure('editors', 139, 138))).to.equal(true);
    expect(differs(figure('editors', 139, null))).to.equal(true);
  });

  it('stand side by side in a table that marks what differs', () => {
    expect(figureTable([figure('editors', 139, 139), figure('median', 20, 19.5)]).split('\n')).to.deep.equal([
      'figure   published  ledger',
      'editors        139     139',
      'median          20    19.5  DIFFERS',
    ]);
  });
});

describe('parseListing', () => {
  it('refuses a listing that was cut short', () => {
    const listing = { query: { kind: 'states', asOf: null }, head: null, rows: [{}], counts: { rows: 2 } };
    expect(() => parseListing(JSON.stringify(listing))).to.throw('a listing of 2 rows came with 1');
  });
});
