import { expect } from 'chai';
import { describe, it } from 'mocha';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { statuses } from '../../src/http/problem.ts';
import { errorCodes } from '../error-codes.ts';

describe('every refusal', () => {
  it('has an exit code, and no code has one that is no refusal', () =>
    expect(Object.keys(exitCodes)).to.have.members(errorCodes));

  it('has an HTTP status, and no status stands for what is no refusal', () =>
    expect(Object.keys(statuses)).to.have.members(errorCodes));

  it('ends the process with 3 where what is stored is damaged', () => {
    for (const code of ['integrity-violation', 'schema-mismatch', 'disclosure-damaged'] as const)
      expect(exitCodes[code], code).to.equal(3);
  });
});
