import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { LedgerError } from '../../events/errors.ts';
import { errorCodes } from '../error-codes.ts';
import { packageRoot } from '../package-root.ts';

/** The tables that give every code a status: to be named there is not to be used. */
const tables = ['events/errors.ts', 'src/http/problem.ts', 'src/cli/exit-codes.ts'];

describe('the closed set of refusals', () => {
  it('has no code that nothing refuses by', () => {
    const text = sources().join('\n');
    expect(errorCodes.filter((code) => !text.includes(`'${code}'`))).to.deep.equal([]);
    expect(errorCodes.length).to.be.greaterThan(40);
  });

  it('names the separation of duties that refused, and none for another refusal', () => {
    const facts = { rule: 'SOD-1', command: 'convene-panel' } as const;
    expect(new LedgerError('separation-of-duties', 'no', facts).rule).to.equal('SOD-1');
    expect(new LedgerError('not-canonical', 'no', { rule: 'SOD-1', path: '' }).rule).to.equal(null);
    expect(new LedgerError('fenced', 'no', { command: 'convene-panel' }).rule).to.equal(null);
  });
});

function sources(): string[] {
  return ['events', 'projections', 'src', 'scripts'].flatMap((folder) =>
    readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
      .filter((path) => path.endsWith('.ts') && !tables.includes(path))
      .map((path) => readFileSync(join(packageRoot, path), 'utf8')),
  );
}
