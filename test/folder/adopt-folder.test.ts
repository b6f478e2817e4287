import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { parseCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { makeLogKey } from '../../src/checkpoint/log-key.ts';
import { parseNote } from '../../src/checkpoint/note.ts';
import { call, emptyFolder, type Folder } from '../cli/calling.ts';
import { fields, type MadeLedger, makeLedger } from '../cli/ledger.ts';

const Manifest = z.looseObject({ size: z.number(), root: z.string() });

describe('an export that is taken over', () => {
  let folder: Folder;
  let made: MadeLedger;
  let vkey = '';
  const at = (...names: readonly string[]): string => join(folder.path, ...names);
  const logKey = (): string => join(made.data, 'keys/log.key');
  const text = (...names: readonly string[]): string => readFileSync(at(...names), 'utf8');

  before(async () => {
    folder = emptyFolder();
    made = await makeLedger(at('data'));
    vkey = text('data/keys/log.key.pub').trim();
    await done('export', '--data', made.data, '--out', at('out'), '--audience', 'auditors');
    await done('export', '--data', made.data, '--out', at('open'), '--audience', 'public');
  });
  after(() => folder.remove());

  async function done(...args: readonly string[]): Promise<string> {
    const { code, out, err } = await call(args);
    expect(code, `${args.join(' ')}: ${err}${out}`).to.equal(0);
    return out;
  }
  const adopt = (data: string, ...more: readonly string[]) =>
    call(['adopt', at('out'), '--data', at(data), '--vkey', vkey, ...more]);
  const entries = (data: string): Promise<string> => done('events', '--data', at(data));

  it('keeps leaves, root and checkpoint, and can be read', async () => {
    const { code, out, err } = await adopt('alone');
    expect(code, err + out).to.equal(0);
    expect(out).to.match(/reads alone/);
    const { size, root } = Manifest.parse(JSON.parse(text('out/manifest.json')));
    expect((await entries('alone')).split('\n')).to.deep.equal([
      ...(await entries('data')).split('\n').slice(0, size),
      '',
    ]);
    expect(text('alone/head/checkpoint')).to.equal(text('out/checkpoint'));
    expect(JSON.parse(text('alone/adopted.json'))).to.include({ size, root });
    const listed = await done('population', 'submissions', '--data', at('alone'), '--json');
    expect(listed).to.include(made.submission).and.include('Ana Example');
    await done('redecide', '--data', at('alone'));
    await done('rebuild', '--data', at('alone'));
  });

  it('is whole: what the export did not open is not taken for lost', async () => {
    await done('adopt', at('open'), '--data', at('whole'), '--vkey', vkey);
    for (const data of ['alone', 'whole']) {
      await done('verify', '--data', at(data), '--vkey', vkey);
      const doctor = await done('doctor', '--data', at(data));
      expect(doctor).to.include('without its key').and.not.include('WRONG');
    }
  });

  it('lets nothing leave either: that could not be put on record', async () => {
    const { size } = Manifest.parse(JSON.parse(text('out/manifest.json')));
    const again = ['--out', at('again'), '--audience', 'auditors', '--at', String(size)];
    const { code, err } = await call(['export', '--data', at('alone'), ...again]);
    // What leaves has to be put on record, and here nothing can be.
    expect(code).to.equal(1);
    expect(err).to.include('without the key of that log');
    expect(existsSync(at('again'))).to.equal(false);
  });

  it('takes nothing without the key of its log, but goes on under a new name', async () => {
    const register = ['person', 'register', 'Nina New', '--data', at('alone')];
    const refused = await call(register);
    expect([refused.code, refused.err]).to.satisfy(
      ([code, err]: [number, string]) => code === 1 && /without the key of that log/.test(err),
    );
    const lost = ['--lost', at('out/checkpoint')];
    await done('recover', '--data', at('alone'), '--origin', 'test.example/elsewhere', ...lost);
    await done(...register);
    const newest = parseCheckpoint(parseNote(text('alone/head/checkpoint')).text);
    expect(newest.origin).to.equal('test.example/elsewhere');
  });

  it('goes on under its name with its key, and what it signs next begins with what it signed before', async () => {
    expect((await adopt('ours', '--log-key', logKey())).code).to.equal(0);
    await done('person', 'register', 'Nina New', '--data', at('ours'));
    const newest = parseCheckpoint(parseNote(text('ours/head/checkpoint')).text);
    const { size } = Manifest.parse(JSON.parse(text('out/manifest.json')));
    expect(newest).to.include({ origin: 'test.example/log' });
    expect(newest.size).to.be.above(size);
    await done('export', '--data', at('ours'), '--out', at('later'), '--audience', 'public');
    await done('verify', at('later'), '--vkey', vkey, '--since', at('out/checkpoint'));
  });

  it('keeps sealed what the export does not open', async () => {
    const { code } = await call(['adopt', at('open'), '--data', at('public'), '--vkey', vkey]);
    expect(code).to.equal(0);
    const shown = await call(['submission', 'show', made.submission, '--data', at('public'), '--json']);
    expect(shown.out + shown.err).not.to.include(fields['title']);
  });

  it('takes no key of another log', async () => {
    writeFileSync(at('other.key'), `${makeLogKey('test.example/log').signer}\n`, { mode: 0o600 });
    const { code, err } = await adopt('wrong', '--log-key', at('other.key'));
    expect([code, err]).to.satisfy(([c, e]: [number, string]) => c === 1 && /signs this log/.test(e));
    expect(existsSync(at('wrong'))).to.equal(false);
  });

  it('makes nothing of an export that does not verify, or without a key from elsewhere', async () => {
    const unkeyed = await call(['adopt', at('out'), '--data', at('none')]);
    expect(unkeyed.code).to.equal(1);
    const path = at('open/disclosures.ndjson');
    writeFileSync(path, `${readFileSync(path, 'utf8')}{}\n`);
    const { code, out } = await call(['adopt', at('open'), '--data', at('none'), '--vkey', vkey]);
    expect(code).to.equal(3);
    expect(out).to.match(/^Nothing was taken over/);
    expect(existsSync(at('none'))).to.equal(false);
  });

  it('is never put where something is', async () => {
    const { code, err } = await adopt('ours');
    expect([code, err]).to.satisfy(([c, e]: [number, string]) => c === 1 && /never overwrites/.test(e));
  });
});
