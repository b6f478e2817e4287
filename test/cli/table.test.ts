import { expect } from 'chai';
import { describe, it } from 'mocha';
import { fitted, inOneLine, printable, widthOf } from '../../src/cli/printable.ts';
import { listing, table } from '../../src/cli/table.ts';

describe('text in a terminal', () => {
  it('shows control characters and reversed reading as codes, so that nobody’s text moves the cursor', () => {
    expect(printable('a\u001b[2Jb\u0007')).to.equal('a\\u{1b}[2Jb\\u{7}');
    expect(printable('pay \u202Egnihton')).to.equal('pay \\u{202e}gnihton');
    expect(inOneLine('two\r\n lines\t\u0000')).to.equal('two lines \\u{0}');
  });

  it('counts the columns that characters take', () => {
    expect(widthOf('Zürich')).to.equal(6);
    expect(widthOf('u\u0308')).to.equal(1);
    expect(widthOf('審査')).to.equal(4);
  });

  it('cuts to a width by whole characters, with an ellipsis', () => {
    expect(fitted('a long title', 7)).to.equal('a long…');
    expect(fitted('審査委員会', 6)).to.equal('審査…');
    expect(fitted('short', 5)).to.equal('short');
  });

  it('aligns columns, and lets the last ones give way where lines are too long', () => {
    const rows = [
      ['a1', 'x'.repeat(30)],
      ['b22', 'second'],
    ];
    expect(table(['ID', 'TITLE'], rows, 20)).to.equal(`ID   TITLE\na1   ${'x'.repeat(14)}…\nb22  second\n`);
    expect(table(['ID', 'TITLE'], rows, null).split('\n')[1]).to.equal(`a1   ${'x'.repeat(30)}`);
  });

  it('wraps what is long under itself', () => {
    expect(
      listing(
        [
          ['code', 'late'],
          ['rule', 'one two three four five six seven'],
        ],
        30,
      ),
    ).to.equal('  code  late\n  rule  one two three four\n        five six seven\n');
  });
});
