import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { accessFileLines, digestOfAccessFile } from '../../src/access/access-file.ts';
import type { AccessRow } from '../../src/access/access-log.ts';
import { refusal } from '../vault/refusals.ts';

const day = '2026-03-03';
const row = (at: string, changes: Partial<AccessRow> = {}): AccessRow => ({
  at: `${day}T${at}:00.000Z`,
  person: '0196f3f0-0001-7000-8000-00000000a0a0',
  submission: '',
  fields: ['reasons', 'title'],
  purpose: 'timeline',
  ...changes,
});
const rows = [row('09:00'), row('09:00', { purpose: 'content' }), row('23:59', { fields: ['Zürich'] })];
const lines = [...accessFileLines({ day, salt: new Uint8Array(32) }, rows)];

describe('the file of a day of reads', () => {
  it('has a salt and then a row each, in canonical JSON', () => {
    expect(lines).to.have.length(4);
    expect(lines[0]).to.equal(`{"day":"2026-03-03","salt":"${'A'.repeat(43)}"}`);
    expect(lines[1]).to.equal(
      '{"at":"2026-03-03T09:00:00.000Z","fields":["reasons","title"],"person":"0196f3f0-0001-7000-8000-00000000a0a0","purpose":"timeline","submission":""}',
    );
  });

  it('has the digest that sha256sum says of it', () => {
    const file = lines.map((line) => `${line}\n`).join('');
    const saltedSha256 = createHash('sha256').update(file).digest('hex');
    expect(digestOfAccessFile(lines)).to.deep.equal({ day, rows: 3, saltedSha256 });
  });

  it('has another digest, or none, once any character of it is another', () => {
    const { saltedSha256 } = digestOfAccessFile(lines);
    let refused = 0;
    for (const [at, line] of lines.entries()) {
      for (let i = 0; i < line.length; i += 1) {
        const other = line[i] === 'B' ? 'C' : 'B';
        const tampered = lines.with(at, `${line.slice(0, i)}${other}${line.slice(i + 1)}`);
        try {
          expect(digestOfAccessFile(tampered).saltedSha256).not.to.equal(saltedSha256);
        } catch (error) {
          refusal(() => {
            throw error;
          }, 'integrity-violation');
          refused += 1;
        }
      }
    }
    expect(refused).to.be.greaterThan(100);
  });

  it('has another digest with a row left out, doubled or moved', () => {
    const { saltedSha256 } = digestOfAccessFile(lines);
    const [salt = '', one = '', two = '', three = ''] = lines;
    for (const other of [
      [salt, one, two],
      [salt, two, three],
      [salt, one, one, two, three],
      [salt, two, one, three],
    ])
      expect(digestOfAccessFile(other).saltedSha256).not.to.equal(saltedSha256);
  });

  const [salt = '', one = '', two = '', three = ''] = lines;
  const bad: readonly (readonly [string, readonly string[], string, RegExp])[] = [
    ['no lines', [], 'line 1', /a salt and at least one row/],
    ['no rows', [salt], 'line 2', /a salt and at least one row/],
    ['no salt', [one, two], 'line 1', /day/],
    ['two salts', [salt, salt, one], 'line 2', /at/],
    ['a row of another day', [salt.replace('03-03', '03-04'), one], 'line 2', /of 2026-03-04/],
    ['a row that goes back', [salt, three, one], 'line 3', /the line before of 2026-03-03T23:59/],
    ['another spelling', [salt, one.replace(':', ': ')], 'line 2', /canonical/],
    ['a further field', [salt, one.replace('{', '{"a":1,')], 'line 2', /Unrecognized key/],
    ['no JSON', [salt, one, 'x'], 'line 3', /line 3/],
  ];
  for (const [what, given, where, says] of bad) {
    it(`is none with ${what}`, () => {
      const { facts, message } = refusal(() => digestOfAccessFile(given), 'integrity-violation');
      expect(facts).to.deep.equal({ where });
      expect(message).to.match(says);
    });
  }
});
