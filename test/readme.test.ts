import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { packageRoot } from './package-root.ts';

const readme = readFileSync(join(packageRoot, 'README.md'), 'utf8');
const tour = readme.slice(readme.indexOf('## A tour'), readme.indexOf('## Where things are'));
/** What npx would start, without npx's own start at each line. */
const npx = 'npx() { shift; node scripts/govledger.mjs "$@"; }';
const blocks = [...tour.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);

describe('the README', () => {
  it('takes a newcomer through the tour, each command as it stands there', function () {
    this.timeout(180_000);
    expect(blocks.length).to.be.greaterThan(3);
    const folder = mkdtempSync(join(tmpdir(), 'govledger-tour-'));
    try {
      const tourIn = blocks.join('\n').replace('./tour', join(folder, 'tour'));
      const script = `npx govledger --help > ${join(folder, 'help')}\n${npx}\n${tourIn}`;
      const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', script], {
        cwd: packageRoot,
        encoding: 'utf8',
      });
      expect({ status, stderr }).to.deep.include({ status: 0 });
      for (const said of [
        'not an official text',
        'receive-submission: recorded',
        'convene a panel',
        'here before',
        'Why it came out as approved',
        'phase          review',
        '"type":"LedgerOpened"',
        'Nothing is wrong.',
      ])
        expect(stdout).to.include(said);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('points at nothing that is not there', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link);
    expect(
      links.filter((link) => !link.startsWith('http') && !existsSync(join(packageRoot, link))),
    ).to.deep.equal([]);
  });
});
