import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { call, emptyFolder, type Folder } from './calling.ts';
import { enrolled, type MadeLedger, makeLedger } from './ledger.ts';
import { serveFolder } from './serving.ts';

const Keys = z.object({
  origin: z.string(),
  keys: z.array(
    z.object({
      key: z.string(),
      keyId: z.string(),
      since: z.string(),
      until: z.string().nullable(),
      file: z.string().nullable(),
    }),
  ),
});
const Made = z.object({ vkey: z.string(), file: z.string() });

describe('the keys of the log at the command line', () => {
  let folder: Folder;
  let made: MadeLedger;
  let token: string;

  before(async () => {
    folder = emptyFolder();
    made = await makeLedger(join(folder.path, 'data'));
    token = await enrolled(made.data, 'administrator', join(folder.path, 'administrator.token'));
  });
  after(() => folder.remove());

  const done = async (...args: readonly string[]): Promise<unknown> => {
    const { code, out, err } = await call([...args, '--json', '--data', made.data]);
    expect(code, `${args.join(' ')}: ${err}`).to.equal(0);
    return JSON.parse(out);
  };
  const keys = async () => Keys.parse(await done('log', 'keys')).keys;

  it('are made, added, and retired once another signs', async () => {
    const [first] = await keys();
    expect(first).to.deep.include({ file: 'log.key', until: null });
    const { vkey, file } = Made.parse(await done('log', 'make-key'));
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect(readFileSync(`${file}.pub`, 'utf8')).to.equal(`${vkey}\n`);

    const last = await call(
      ['log', 'retire-key', '--vkey', first?.key ?? '', '--token-file', token, '--json', '--data', made.data],
      {},
    );
    expect([last.code, JSON.parse(last.err)]).to.have.nested.property('[1].error.code', 'last-log-key');

    await done('log', 'add-key', '--vkey', vkey, '--token-file', token);
    await done('log', 'retire-key', '--vkey', first?.key ?? '', '--token-file', token);
    const [old, present] = await keys();
    expect(old?.until).to.be.a('string');
    expect(present).to.deep.include({ key: vkey, until: null, file: file.split('/').at(-1) ?? '' });
  });

  it('go into a backup, and out of it again, once the first one is gone', async () => {
    const data = join(folder.path, 'restored');
    const [old, present] = await keys();
    rmSync(join(made.data, 'keys', 'log.key'));
    // What begins a ledger where there is none makes no key for one that there is.
    expect(await done('init')).to.include({ origin: 'test.example/log' });
    expect(readdirSync(join(made.data, 'keys'))).not.to.include('log.key');
    const out = join(folder.path, 'backup');
    const kept = join(folder.path, 'kept-keys');
    await done('backup', '--out', out, '--with-keys', kept);
    const restored = await call(['restore', out, '--keys', kept, '--data', data, '--json']);
    expect(restored.code, restored.err).to.equal(0);
    const { out: listed } = await call(['log', 'keys', '--data', data, '--json']);
    expect(Keys.parse(JSON.parse(listed)).keys).to.deep.equal([{ ...old, file: null }, present]);
    const looked = await call(['doctor', '--quick', '--data', data, '--json']);
    const findings = z
      .looseObject({ findings: z.array(z.looseObject({ what: z.string(), ok: z.boolean().optional() })) })
      .parse(JSON.parse(looked.out)).findings;
    expect(looked.out).not.to.match(/"wrong":[^}]*(key|sign)/);
    expect(findings.map(({ what }) => what)).to.include('keys');
  });

  it('are no matter of whoever is at the machine without a token', async () => {
    const [key] = await keys();
    const { code, err } = await call([
      'log',
      'add-key',
      '--vkey',
      key?.key ?? '',
      '--json',
      '--data',
      made.data,
    ]);
    expect([code, JSON.parse(err)]).to.have.nested.property('[1].error.code', 'not-permitted');
  });

  it('are listed through a server as well, without the files of another machine', async () => {
    const here = await keys();
    const server = await serveFolder(made.data);
    try {
      const { code, out, err } = await call([
        'log',
        'keys',
        '--json',
        '--server',
        server.url,
        '--token-file',
        token,
      ]);
      expect(code, err).to.equal(0);
      expect(Keys.parse(JSON.parse(out)).keys).to.deep.equal(here.map((key) => ({ ...key, file: null })));
    } finally {
      await server.stop();
    }
  });

  it('asks for the key', async () => {
    const { code, err } = await call(['log', 'add-key', '--data', made.data]);
    expect([code, err]).to.deep.include(2);
    expect(err).to.contain('--vkey');
  });
});
