import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { openLedger } from '../../../src/folder/open-ledger.ts';
import { packageRoot } from '../../package-root.ts';
import { logOf, redecided } from '../../redecide/redecided.ts';

const run = (script: string, args: readonly string[]) => [join(packageRoot, 'dist', script), ...args];
const cli = 'src/cli/main.js';

describe('the demo', function () {
  this.timeout(180_000);
  let folder: string;
  let data: string;
  let said: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'govledger-demo-'));
    data = join(folder, 'data');
    const { status, stdout, stderr } = spawnSync(process.execPath, run('scripts/demo.js', ['--data', data]), {
      encoding: 'utf8',
    });
    expect(status, stderr).to.equal(0);
    said = stdout;
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('holds whole reviews through the API, and tells what came of each act', () => {
    for (const words of [
      'request-information    InformationRequested',
      'declare-interest       InterestDeclared, ReviewerRecused',
      'seat-alternate         AlternateSeated',
      '3 judgments outstanding; the rest is sealed until the decision',
      'withdraw-concern       ConcernWithdrawn',
      'ConcernVoteRecorded, ConcernOverruled',
      'SubmissionRevised, JudgmentsMarkedStale',
      'reject-evidence        ConditionEvidenceRejected',
      'verify-condition       ConditionVerified',
      'revoke-decision        DecisionRevoked',
      'refused: outcome-not-allowed',
      'it stands as lapsed',
      'The first of them as an auditor sees it',
      'Why it came out as approved-with-conditions',
    ])
      expect(said).to.contain(words);
  });

  it('leaves nothing that is sealed, and no token, in any file that is opened without the keys', () => {
    const sealed = [
      'Translating incident reports',
      'I worked for the vendor',
      'Dialects are translated worse',
      'It protects people, and a person checks each mark.',
      'Noor Haddad',
      readFileSync(join(data, 'demo', 'noor.token'), 'utf8').trim(),
    ];
    const files = readdirSync(data, { recursive: true, encoding: 'utf8' })
      .filter((name) => !name.startsWith('demo') && !name.startsWith('keys'))
      .map((name) => join(data, name))
      .filter((path) => statSync(path).isFile());
    expect(files.length).to.be.greaterThan(5);
    for (const path of files) {
      const bytes = readFileSync(path);
      expect(
        sealed.filter((text) => bytes.includes(text)),
        path,
      ).to.deep.equal([]);
    }
  });

  it('is told of by the server, with how to act as each of its people', async () => {
    const args = run(cli, ['serve', '--data', data, '--port', '0', '--public-port', '0']);
    const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const lines: string[] = [];
    for await (const line of createInterface({ input: server.stdout })) {
      lines.push(line);
      if (line.startsWith('Act as one of them')) break;
    }
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
    expect(lines.join('\n')).to.match(/Ana Ribeiro +reviews for Product Policy +.*ana\.token/);
  });

  it('agrees when every act and decision of it is decided again, from the log alone and with an auditor’s links', async () => {
    const ledger = await openLedger({ data });
    try {
      for (const vault of [undefined, ledger.vault]) {
        const report = redecided(await logOf(ledger.store, vault));
        expect(report.findings).to.deep.equal([]);
        expect(report.decisions.agree).to.be.greaterThan(2);
      }
    } finally {
      await ledger.close();
    }
  });

  it('lets somebody go on: a reviewer sees what waits for them, and nobody else’s judgment', () => {
    const asDua = (...args: readonly string[]) =>
      spawnSync(
        process.execPath,
        run(cli, [...args, '--data', data, '--token-file', join(data, 'demo', 'dua.token')]),
        { encoding: 'utf8' },
      ).stdout;
    const work = asDua('work');
    expect(work).to.contain('record a judgment').and.to.contain('Finding schools and clinics');
    const submission = /[0-9a-f-]{36}/.exec(work)?.[0] ?? '';
    expect(asDua('submission', 'show', submission)).not.to.contain('It protects people');
  });
});
