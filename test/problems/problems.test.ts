import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { httpStatuses, statuses } from '../../src/http/problem.ts';
import { problemKind, problemKinds } from '../../src/problems/problems.ts';
import { errorCodes } from '../error-codes.ts';
import { packageRoot } from '../package-root.ts';

describe('what can be refused', () => {
  const codes = [...errorCodes, ...Object.keys(httpStatuses), 'unexpected'];

  it('is said in words of every code, and of nothing that is none', () => {
    expect(problemKinds.map(({ code }) => code)).to.have.members(codes);
    expect(problemKind('no-such-code')).to.equal(null);
    expect(problemKind('toString')).to.equal(null);
  });

  it('has the status and the exit code with which it is answered', () => {
    for (const code of errorCodes)
      expect(problemKind(code), code).to.deep.include({
        status: Object.entries(statuses).find(([each]) => each === code)?.[1],
        exitCode: Object.entries(exitCodes).find(([each]) => each === code)?.[1],
      });
    for (const [code, status] of Object.entries(httpStatuses))
      expect(problemKind(code), code).to.deep.include({ status, exitCode: null });
  });

  it('is said in whole sentences, short enough to be read in a refusal', () => {
    for (const { code, means, remedy } of problemKinds) {
      expect(means, code).to.match(/^[A-Z‘`].{10,160}\.$/);
      expect(remedy, code).to.match(/^[A-Za-z`].{3,160}\.$/);
    }
  });

  it('stands in docs/problems.md, under its code and with its status', async () => {
    const page = await readFile(join(packageRoot, 'docs', 'problems.md'), 'utf8');
    for (const { code, status } of problemKinds) expect(page).to.include(`\n## ${code}\n\nHTTP ${status}`);
    expect(page.match(/^## /gm)).to.have.length(problemKinds.length);
  });
});
