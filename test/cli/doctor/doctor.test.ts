import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { makeLogKey } from '../../../src/checkpoint/log-key.ts';
import { diagnose } from '../../../src/cli/doctor/diagnose.ts';
import { variables } from '../../../src/cli/environment.ts';
import { loadKey } from '../../../src/vault/keys.ts';
import { openVault } from '../../../src/vault/sqlite.ts';
import { packageRoot } from '../../package-root.ts';
import { disclosureOf } from '../../vault/disclosures.ts';
import { change } from '../../vault/folder.ts';
import { call, emptyFolder, type Folder } from '../calling.ts';

const Finding = z.strictObject({
  what: z.string(),
  verdict: z.enum(['ok', 'wrong', 'damaged']),
  says: z.string(),
  why: z.string().nullable(),
  remedy: z.string().nullable(),
});
type Finding = z.infer<typeof Finding>;

const dayMs = 86_400_000;

interface Broken {
  readonly it: string;
  readonly breaks: (data: string) => unknown;
  readonly args?: (data: string) => readonly string[];
  readonly env?: (data: string) => Readonly<Record<string, string>>;
  readonly what: string;
  readonly verdict?: 'damaged';
  readonly says: RegExp;
  readonly remedy: RegExp;
}

/** Zeros over the second page: the schema stays, the rows do not. */
function spoil(path: string, from = 4_096): void {
  const bytes = readFileSync(path);
  bytes.fill(0x55, from, Math.min(bytes.length, from + 4_096));
  writeFileSync(path, bytes);
}

const none = (): undefined => undefined;

const broken: readonly Broken[] = [
  {
    it: 'a folder that others may look into',
    breaks: (data) => chmodSync(data, 0o755),
    what: 'folder',
    says: /others on this machine may look into/,
    remedy: /^chmod 700 /,
  },
  {
    it: 'what an interrupted restore left',
    breaks: (data) => mkdirSync(join(data, 'restoring')),
    what: 'folder',
    says: /left by a restore that was interrupted/,
    remedy: /restore again/,
  },
  {
    it: 'a key that others may read',
    breaks: (data) => chmodSync(join(data, 'keys/log.key'), 0o640),
    what: 'keys',
    says: /others may read .*log\.key/,
    remedy: /^chmod 600 /,
  },
  {
    it: 'a key that is gone',
    breaks: (data) => rmSync(join(data, 'keys/import.key')),
    what: 'keys',
    says: /import\.key is not there/,
    remedy: /the copy that you keep/,
  },
  {
    it: 'a key that is none',
    breaks: (data) => writeFileSync(join(data, 'keys/import.key'), 'something else'),
    what: 'keys',
    says: /^key-malformed: /,
    remedy: /./,
  },
  {
    it: 'the keys of another log',
    breaks: (data) => writeFileSync(join(data, 'keys/log.key'), makeLogKey('other.example').signer),
    what: 'log',
    says: /signs for key [0-9a-f]{8} of doctor\.example\/log/,
    remedy: /put back the keys/,
  },
  {
    it: 'the vault key of another vault',
    breaks: (data) => {
      const path = join(data, 'keys/vault.key');
      const [first = ''] = readFileSync(path, 'utf8').split('\n');
      writeFileSync(path, `${first}\n${Buffer.alloc(32, 7).toString('base64url')}\n`);
    },
    what: 'vault',
    says: /^vault-key-wrong: /,
    remedy: /./,
  },
  {
    it: 'a file of the record that is gone',
    breaks: (data) => rmSync(join(data, 'vault-keys.db')),
    what: 'files',
    says: /vault-keys\.db not there/,
    remedy: /from a backup/,
  },
  {
    it: 'a file that others may read',
    breaks: (data) => chmodSync(join(data, 'ledger.db'), 0o644),
    what: 'files',
    says: /others may read .*ledger\.db/,
    remedy: /^chmod 600 .*ledger\.db$/,
  },
  {
    it: 'a server that is gone and left its address',
    breaks: (data) => {
      const { pid } = spawnSync(process.execPath, ['--version']);
      const said = { url: 'http://127.0.0.1:1', publicUrl: null, pid, operatorToken: 'gone' };
      writeFileSync(join(data, 'server.json'), JSON.stringify(said), { mode: 0o600 });
    },
    what: 'server',
    says: /names process \d+, which is gone/,
    remedy: /rm .*server\.json/,
  },
  {
    it: 'a ledger with other tables',
    breaks: (data) => change(join(data, 'ledger.db'), 'CREATE TABLE mine (x)'),
    what: 'log',
    verdict: 'damaged',
    says: /mine was added/,
    remedy: /restore one/,
  },
  {
    it: 'a ledger whose pages are spoilt',
    breaks: (data) => spoil(join(data, 'ledger.db'), 8 * 4_096),
    what: 'log',
    verdict: 'damaged',
    says: /ledger\.db/,
    remedy: /stop writing/,
  },
  {
    it: 'views that are spoilt, which is no damage to the record',
    breaks: (data) => spoil(join(data, 'views.db'), 5 * 4_096),
    what: 'views',
    says: /cannot be read: .*views\.db/,
    remedy: /delete .*views\.db, then govledger rebuild/,
  },
  {
    it: 'views of another version',
    breaks: (data) => change(join(data, 'views.db'), "UPDATE shape SET fingerprint = 'older'"),
    what: 'views',
    says: /another version/,
    remedy: /govledger rebuild/,
  },
  {
    it: 'an older ledger put in the place of a newer one',
    breaks: (data) =>
      change(join(data, 'views.db'), "UPDATE head SET position = '00000000000000009999', leaf = 9998"),
    what: 'views',
    says: /hold more than the log does/,
    remedy: /find out what happened/,
  },
  {
    it: 'a vault whose pages are spoilt',
    breaks: (data) => spoil(join(data, 'vault.db'), 3 * 4_096),
    what: 'vault',
    verdict: 'damaged',
    says: /vault\.db/,
    remedy: /stop writing/,
  },
  {
    it: 'an older vault than the ledger',
    breaks: (data) =>
      change(join(data, 'vault.db'), 'DELETE FROM disclosure WHERE id = (SELECT max(id) FROM disclosure)'),
    what: 'sealed',
    says: /^1 of \d+ texts that the last events seal are not in the vault/,
    remedy: /restore both from one backup/,
  },
  {
    it: 'text that was never recorded, and never swept',
    breaks: async (data) => {
      const key = loadKey(join(data, 'keys/vault.key'), 'vault');
      const paths = { vaultPath: join(data, 'vault.db'), keysPath: join(data, 'vault-keys.db') };
      const vault = openVault({ ...paths, key, now: () => Date.now() - 3 * dayMs });
      await vault.put([disclosureOf('nobody waits for it')]);
      await vault.close();
    },
    what: 'orphans',
    says: /^1 texts belong to no event/,
    remedy: /serve sweeps them/,
  },
  {
    it: 'an identity file with other tables',
    breaks: (data) => change(join(data, 'identity.db'), 'CREATE TABLE mine (x)'),
    what: 'tokens',
    verdict: 'damaged',
    says: /identity\.db/,
    remedy: /restore one/,
  },
  {
    it: 'an access log whose trigger was dropped',
    breaks: (data) => change(join(data, 'access.db'), 'DROP TRIGGER access_no_delete'),
    what: 'reads',
    verdict: 'damaged',
    says: /access\.db/,
    remedy: /restore one/,
  },
  {
    it: 'a variable that nothing reads',
    breaks: none,
    env: () => ({ GOVLEDGER_PORT: '80' }),
    what: 'variables',
    says: /nothing reads GOVLEDGER_PORT/,
    remedy: /what is read: GOVLEDGER_DATA/,
  },
  {
    it: 'a token file that others may read',
    breaks: (data) => writeFileSync(join(data, 'token'), 'gvl_', { mode: 0o644 }),
    env: (data) => ({ GOVLEDGER_TOKEN_FILE: join(data, 'token') }),
    what: 'variables',
    says: /^key-exposed: token file/,
    remedy: /./,
  },
  {
    it: 'a token that is none, without repeating it',
    breaks: none,
    env: () => ({ GOVLEDGER_TOKEN: 'gvl_almost' }),
    what: 'variables',
    says: /^GOVLEDGER_TOKEN: is no token(?!.*almost)/,
    remedy: /./,
  },
  {
    it: 'a level that is none',
    breaks: none,
    env: () => ({ GOVLEDGER_LOG: 'loud' }),
    what: 'variables',
    says: /GOVLEDGER_LOG is loud/,
    remedy: /silent/,
  },
  {
    it: 'limits that are off',
    breaks: none,
    env: () => ({ GOVLEDGER_RATE_LIMITS: 'off' }),
    what: 'variables',
    says: /is off/,
    remedy: /unset it/,
  },
  {
    it: 'a limit that is no number',
    breaks: none,
    env: () => ({ GOVLEDGER_RATE_LIMITS: 'many' }),
    what: 'variables',
    says: /must be a whole number/,
    remedy: /./,
  },
  {
    it: 'an address that others can reach, without TLS',
    breaks: none,
    args: () => ['--host', '0.0.0.0'],
    what: 'address',
    says: /nothing says that TLS ends in front/,
    remedy: /--behind-tls/,
  },
  {
    it: 'TLS in front, and no name to answer by',
    breaks: none,
    args: () => ['--behind-tls', '--allow-host', 'localhost'],
    what: 'address',
    says: /no name is given/,
    remedy: /--allow-host/,
  },
  {
    it: 'no backup where backups should be',
    breaks: none,
    args: (data) => ['--backups', join(data, 'none')],
    what: 'backups',
    says: /no backup stands in/,
    remedy: /govledger backup --out/,
  },
];

describe('the doctor names', () => {
  let folder: Folder;
  let whole = '';
  before(async () => {
    folder = emptyFolder();
    whole = join(folder.path, 'whole');
    expect((await call(['init', '--data', whole, '--origin', 'doctor.example/log'])).code).to.equal(0);
    expect((await call(['token', 'enrol', 'registrar', '--data', whole])).code).to.equal(0);
  });
  after(() => folder.remove());

  const examined = async (
    data: string,
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly code: number; readonly findings: readonly Finding[] }> => {
    const { code, out, err } = await call(['doctor', '--json', '--data', data, ...args], { env });
    expect(err).to.equal('');
    return { code, findings: z.strictObject({ findings: z.array(Finding) }).parse(JSON.parse(out)).findings };
  };

  it('nothing in a ledger that is sound, by every look', async () => {
    const { code, findings } = await examined(whole);
    expect(findings.filter(({ verdict }) => verdict !== 'ok')).to.deep.equal([]);
    expect(code).to.equal(0);
    expect(findings.map(({ what }) => what)).to.include.members([
      'variables',
      'clock',
      'sealed',
      'orphans',
      'tokens',
      'reads',
      'server',
    ]);
    const quick = await examined(whole, ['--quick']);
    expect(quick.code).to.equal(0);
    expect(quick.findings.map(({ what }) => what)).not.to.include('orphans');
  });

  for (const [
    n,
    { it: title, breaks, args, env, what, verdict = 'wrong', says, remedy },
  ] of broken.entries()) {
    it(title, async () => {
      const data = join(folder.path, `broken-${n}`);
      cpSync(whole, data, { recursive: true });
      await breaks(data);
      const { code, findings } = await examined(data, args?.(data), env?.(data));
      const named = findings.find((finding) => finding.what === what);
      expect(named?.verdict, JSON.stringify(findings)).to.equal(verdict);
      expect(named?.says).to.match(says);
      expect(named?.remedy).to.match(remedy);
      expect(named?.why).not.to.equal(null);
      expect(code).to.equal(findings.some((finding) => finding.verdict === 'damaged') ? 3 : 1);
      const said = (
        await call(['doctor', '--data', data, ...(args?.(data) ?? [])], { env: env?.(data) ?? {} })
      ).out;
      expect(said).to.match(/\n +why: \S.*\n +do: \S/);
    });
  }

  it('a port that is taken', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const { findings } = await examined(whole, ['--port', port, '--public-port', '0']);
    holder.close();
    expect(findings.find(({ what }) => what === 'address')?.says).to.include('EADDRINUSE');
    const free = await examined(whole, ['--port', '0', '--public-port', '0']);
    expect(free.code).to.equal(0);
  });

  it('a clock that is behind the ledger, and backups by their age', async () => {
    const kept = join(folder.path, 'backups');
    expect((await call(['backup', '--data', whole, '--out', join(kept, 'one')])).code).to.equal(0);
    const at = async (ms: number): Promise<ReadonlyMap<string, Finding>> => {
      const terminal = {
        env: {},
        person: { in: false, out: false, err: false },
        columns: null,
        write: async () => undefined,
        say: () => undefined,
        ask: async () => '',
        input: async function* () {
          yield '';
        },
        gone: new AbortController().signal,
        interrupted: () => new AbortController().signal,
      };
      const look = { thorough: false, backups: kept, address: null, now: () => Date.now() + ms };
      const findings = await diagnose({ data: whole, store: null, terminal }, look);
      return new Map(findings.map((finding) => [finding.what, finding]));
    };
    expect((await at(0)).get('backups')).to.include({ verdict: 'ok' });
    expect((await at(-dayMs)).get('clock')?.says).to.match(/^the ledger has an event of /);
    expect((await at(8 * dayMs)).get('backups')?.says).to.match(/is 8 days old$/);
    expect((await at(32 * dayMs)).get('backups')?.says).to.match(/vault-keys\.db was to be deleted by/);
    mkdirSync(join(kept, 'two.unfinished'));
    expect((await at(0)).get('backups')?.says).to.match(/two\.unfinished was left by a backup/);
  });

  it('variables by one list, which is all that the program reads', () => {
    const read = spawnSync('grep', ['-rhoE', 'GOVLEDGER_[A-Z_]+', 'src', 'scripts'], {
      cwd: packageRoot,
      encoding: 'utf8',
    }).stdout;
    const names = new Set(read.split('\n').filter((name) => name !== ''));
    expect([...names]).to.have.members(Object.keys(variables));
  });

  it('nothing by changing it', async () => {
    const db = new Database(join(whole, 'ledger.db'), { readonly: true });
    const before = db.prepare('SELECT count(*) FROM event').pluck().get();
    db.close();
    const bytes = () =>
      ['ledger.db', 'vault.db', 'vault-keys.db', 'identity.db', 'access.db'].map((name) =>
        readFileSync(join(whole, name)),
      );
    const held = bytes();
    await examined(whole);
    expect(before).to.not.equal(0);
    for (const [i, each] of bytes().entries()) expect(each.equals(held[i] ?? Buffer.of())).to.equal(true);
  });
});
