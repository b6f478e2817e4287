import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { itNeeding } from './it-needing.ts';
import { packageRoot } from './package-root.ts';

const readme = readFileSync(join(packageRoot, 'README.md'), 'utf8');
/** The commands between two headings, as they stand there. */
const commandsOf = (from: string, to: string): string =>
  [...readme.slice(readme.indexOf(from), readme.indexOf(to)).matchAll(/```sh\n([\s\S]*?)```/g)]
    .map(([, block = '']) => block)
    .join('\n');
const tour = commandsOf('## A tour', '## A review by its people');
const review = commandsOf('## A review by its people', '## Where things are');
/** What npx would start, without npx's own start at each line. */
const npx = 'npx() { shift; node scripts/govledger.mjs "$@"; }';
/** A server that the commands began must not outlive them, also where one of them fails. */
const ended = "SERVER=; trap 'kill $SERVER 2> /dev/null || true' EXIT";
const hasCurl = spawnSync('curl', ['--version']).status === 0;

/** Runs commands of the README in a folder of their own, in the place of the one that they name. */
function ran(commands: string, folder: string): string {
  const made = mkdtempSync(join(tmpdir(), 'govledger-readme-'));
  try {
    const script = commands
      .replaceAll(`./${folder}`, join(made, folder))
      .replaceAll(new RegExp(`(?<![\\w./])${folder}/`, 'g'), `${join(made, folder)}/`);
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--norc', '-euo', 'pipefail', '-c', `${npx}\n${ended}\n${script}`],
      {
        cwd: packageRoot,
        encoding: 'utf8',
      },
    );
    expect(status, `${stdout.slice(-2_000)}\n${stderr}`).to.equal(0);
    return stdout;
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

describe('the README', () => {
  it('takes a newcomer through the tour, each command as it stands there', function () {
    this.timeout(180_000);
    const said = ran(`npx govledger --help > /dev/null\n${tour}`, 'tour');
    for (const words of [
      'not an official text',
      'receive-submission: recorded',
      'convene a panel',
      'here before',
      'Why it came out as approved',
      'phase          review',
      '"type":"LedgerOpened"',
      'Nothing is wrong.',
    ])
      expect(said).to.include(words);
  });

  itNeeding('curl', hasCurl)(
    'takes them through a review by its people, at the command line and by curl',
    function (this: Mocha.Context) {
      this.timeout(240_000);
      const said = ran(review, 'review');
      for (const words of [
        'declare any interest in the case',
        'record-judgment: recorded',
        'issue-decision: recorded',
        'The receipt holds.',
        'its events stand in the log of',
        '"type":"DecisionIssued"',
        '\napproved\n',
      ])
        expect(said).to.include(words);
    },
  );

  it('points at nothing that is not there', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link);
    expect(
      links.filter((link) => !link.startsWith('http') && !existsSync(join(packageRoot, link))),
    ).to.deep.equal([]);
  });
});
