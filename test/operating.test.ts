import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { variables } from '../src/cli/environment.ts';
import { machineVerbs } from '../src/cli/verb-table/machine-verbs.ts';
import { dataFolder } from '../src/folder/data-folder.ts';
import { Metrics } from '../src/http/metrics.ts';
import { packageRoot } from './package-root.ts';

const path = join(packageRoot, 'docs/operating.md');
const page = readFileSync(path, 'utf8');
const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
/** What npx would start, without npx's own start at each line. */
const npx = 'npx() { shift; node scripts/govledger.mjs "$@"; }';

/** A caller's own ledger is none of the test's. */
const withoutOurs = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('GOVLEDGER_')),
);

describe('docs/operating.md', () => {
  it('can be followed: backup, drill and doctor, each command as it stands there', function () {
    this.timeout(120_000);
    const folder = mkdtempSync(join(tmpdir(), 'govledger-operating-'));
    try {
      const data = join(folder, 'data');
      mkdirSync(join(folder, 'backups'));
      expect(blocks).to.have.length(3);
      const settings = {
        GOVLEDGER_DATA: data,
        BACKUPS: join(folder, 'backups'),
        KEPT_KEYS: join(folder, 'kept'),
      };
      const script = [npx, 'npx govledger init', ...blocks].join('\n');
      const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
        cwd: packageRoot,
        encoding: 'utf8',
        env: { ...withoutOurs, ...settings },
      });
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
      expect(stdout.match(/The backup stands in/g)).to.have.length(2);
      expect(stdout.match(/Nothing is wrong/g)).to.have.length(3);
      expect(stdout).to.include('drill again');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('names every option of serve, every variable, every file and every metric of ours', async () => {
    const serve = machineVerbs.find(({ path: [name] }) => name === 'serve');
    const options = serve?.options?.map(([form]) => form.split(' ')[0] ?? '') ?? [];
    expect(options.length).to.be.greaterThan(5);
    const files = Object.values(dataFolder('/d')).filter((each) => each !== '/d' && dirname(each) === '/d');
    const metrics = new Metrics();
    metrics.watch({ recorded: () => null, viewed: () => 0, following: () => 1, followers: () => 0 });
    const { text } = await metrics.text();
    const ours = [...text.matchAll(/^# HELP (govledger_(?!process_|nodejs_)\w+)/gm)].map(
      ([, name = '']) => name,
    );
    const names = [...Object.keys(variables), ...files.map((each) => each.slice(3)), ...ours, ...options];
    expect(names.filter((name) => !page.includes(name))).to.deep.equal([]);
  });

  it('has no link to what is not there', () => {
    const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(join(dirname(path), link)))).to.deep.equal([]);
  });
});
