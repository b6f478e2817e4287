import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { commandNames, commandSpecs } from '../../src/commands/catalogue.ts';
import { commandRules, rulesOf, systemCommands } from '../../src/permissions/commands.ts';
import { conditions, separations } from '../../src/permissions/rule-ids.ts';
import { packageRoot } from '../package-root.ts';

describe('the table of commands', () => {
  it('leaves each command to somebody, or to the ledger itself', () => {
    for (const name of commandNames) {
      const { grants, bySystem, founding } = commandRules[name];
      expect(grants.length > 0 || bySystem === true || founding === true, name).to.equal(true);
      expect(grants.length > 0 && bySystem === true, name).to.equal(false);
    }
  });

  it('leaves what hangs on the clock, the sealing of reads, and refusals on record, to the ledger alone', () =>
    expect(systemCommands).to.have.members([
      'record-refusal',
      'seal-access',
      'expire-decision',
      'record-overdue-condition',
      'record-erased',
    ]));

  it('gives by what somebody is to a case only on a case', () => {
    for (const { name, stream } of commandSpecs)
      for (const { by } of commandRules[name].grants)
        expect(by === 'directory' || stream === 'submission', name).to.equal(true);
  });

  it('keeps judgments, votes, recusals, decisions and audit notes from the operator', () => {
    for (const name of [
      'record-judgment',
      'record-concern-vote',
      'recuse-reviewer',
      'issue-decision',
    ] as const)
      expect(rulesOf(name), name).to.include('operator-cannot-vote');
    expect(rulesOf('add-audit-note')).to.include('operator-cannot-vote');
    expect(rulesOf('receive-submission')).not.to.include('operator-cannot-vote');
  });

  it('fences every act of a person on a case, and no other', () => {
    for (const { name, stream } of commandSpecs)
      expect(rulesOf(name).includes('fenced'), name).to.equal(
        stream === 'submission' && !systemCommands.includes(name),
      );
  });

  it('names each rule once, each by an id that a page of docs/ explains', async () => {
    const page = async (name: string) => readFile(join(packageRoot, 'docs', name), 'utf8');
    const [roles, problems] = [await page('roles.md'), await page('problems.md')];
    for (const name of commandNames) expect(new Set(rulesOf(name)).size, name).to.equal(rulesOf(name).length);
    for (const condition of conditions) expect(problems).to.include(`\n## ${condition}\n`);
    for (const rule of Object.keys(separations)) expect(roles).to.include(`\n| ${rule} |`);
  });
});
