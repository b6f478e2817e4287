import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { cosign } from '../../src/checkpoint/cosignature.ts';
import { makeLogKey } from '../../src/checkpoint/log-key.ts';
import { parseNote } from '../../src/checkpoint/note.ts';
import { parseSignerKey } from '../../src/checkpoint/note-key.ts';
import { formatTlogProof, parseTlogProof } from '../../src/checkpoint/tlog-proof.ts';
import { logKeyFor } from '../log-keys.ts';
import { type Called, call, emptyFolder, type Folder } from './calling.ts';
import { type MadeLedger, makeLedger, vkeyOf } from './ledger.ts';
import { serveFolder } from './serving.ts';

const Recorded = z.looseObject({ receiptOf: z.string(), receipt: z.string() });

describe('receipts at the command line', () => {
  let folder: Folder;
  let made: MadeLedger;
  let event = '';
  const out = (name: string): string => join(folder.path, name);

  before(async () => {
    folder = emptyFolder();
    made = await makeLedger(out('data'));
    event = Recorded.parse((await comment('--json')).json()).receiptOf;
    await receipt('--out', out('mine'));
  });
  after(() => folder.remove());

  const comment = async (...more: readonly string[]): Promise<Called> => {
    const args = ['submission', 'ask', made.submission, '--questions', 'what for?', '--data', made.data];
    const called = await call([...args, ...more]);
    expect(called.code, called.err).to.equal(0);
    return called;
  };
  const receipt = async (...more: readonly string[]): Promise<Called> => {
    const called = await call(['receipt', event, '--data', made.data, ...more]);
    expect(called.code, called.err).to.equal(0);
    return called;
  };
  /** Where there is no ledger at all. */
  const verify = (file: string, eventFile: string, ...more: readonly string[]): Promise<Called> =>
    call(['receipt', 'verify', file, '--event', eventFile, '--data', out('nowhere'), ...more]);
  const mine = (): [string, string] => [out('mine.tlog-proof'), out('mine.event')];
  const key = (): string[] => ['--vkey', vkeyOf(made.data)];

  it('are told of in a line after an act, and stand whole in what programs get', async () => {
    const { out: said } = await comment();
    expect(said).to.match(/^ {2}receipt +govledger receipt [0-9a-f-]{36}$/m);
    expect(Recorded.parse((await comment('--json')).json()).receipt).to.match(/^c2sp\.org\/tlog-proof@v1\n/);
  });

  it('are the same through the folder and through a server, with the event that they are about', async () => {
    const byFolder = [await receipt(), await receipt('--json')].map((called) => called.out);
    const server = await serveFolder(made.data);
    try {
      const byServer = [await receipt(), await receipt('--json')].map((called) => called.out);
      expect(byServer).to.deep.equal(byFolder);
    } finally {
      await server.stop();
    }
    const indexOf = (text: string): number => parseTlogProof(text).index;
    expect(indexOf(byFolder[0] ?? '')).to.equal(indexOf(readFileSync(mine()[0], 'utf8')));
    expect(JSON.parse(byFolder[1] ?? '')).to.include({ event, body: readFileSync(mine()[1], 'utf8') });
  });

  it('are written to two new files, and never over another', async () => {
    const files = mine();
    for (const file of files) expect(statSync(file).mode & 0o777).to.equal(0o600);
    const again = await call(['receipt', event, '--out', out('mine'), '--data', made.data]);
    expect([again.code, again.err.includes('already-exists')]).to.deep.equal([1, true]);
    writeFileSync(out('half.event'), 'something else');
    const half = await call(['receipt', event, '--out', out('half'), '--data', made.data]);
    expect([half.code, existsSync(out('half.tlog-proof'))]).to.deep.equal([1, false]);
    expect(readFileSync(out('half.event'), 'utf8')).to.equal('something else');
  });

  it('verify without a ledger, and say what they prove and what they do not', async () => {
    const { code, out: said, err } = await verify(...mine(), ...key());
    expect(code, err).to.equal(0);
    expect(said).to.match(/^The receipt holds\.\n/);
    expect(said)
      .to.include(`InformationRequested ${event}`)
      .and.match(/signed by +test\.example\/log\+/);
    expect(said).to.match(/It proves:\n- These bytes are entry \d+ of the log test\.example\/log/);
    expect(said).to.match(
      /It does not prove:\n- Whose the key is[\s\S]*When it was recorded[\s\S]*others are shown the same log/,
    );
    const json = (await verify(...mine(), ...key(), '--json')).json();
    expect(json).to.include({ verified: true }).and.have.nested.property('event.id', event);
    expect(json).to.have.nested.property('checkpoint.origin', 'test.example/log');
  });

  it('take the key from a file of keys, of which one has to have signed', async () => {
    writeFileSync(out('keys'), `${logKeyFor('test.example/log').verifier}\n${vkeyOf(made.data)}\n`);
    expect((await verify(...mine(), '--vkey', out('keys'))).code).to.equal(0);
  });

  it('take a line of NDJSON for the event, as `govledger events` writes it', async () => {
    writeFileSync(out('line.event'), `${readFileSync(mine()[1], 'utf8')}\n`);
    expect((await verify(mine()[0], out('line.event'), ...key())).code).to.equal(0);
  });

  it('prove nothing without a key: 1, and why', async () => {
    const { code, out: said } = await verify(...mine());
    expect(code).to.equal(1);
    expect(said).to.match(/^Nothing is proved: nobody was named whose signature counts\./);
    expect(said).to.not.include('It proves');
    expect((await verify(...mine(), '--json')).json()).to.include({ verified: false });
  });

  it('do not hold for another event, another key, or a letter changed: 3', async () => {
    const [file, eventFile] = mine();
    const text = readFileSync(file, 'utf8');
    const body = readFileSync(eventFile, 'utf8');
    writeFileSync(out('other.event'), body.replace('"v":1', '"v":2'));
    const other = await verify(file, out('other.event'), ...key());
    expect([other.code, other.err.includes('are not entry')]).to.deep.equal([3, true]);
    const foreign = await verify(file, eventFile, '--vkey', logKeyFor('test.example/log').verifier);
    expect([foreign.code, foreign.err.includes('signature-invalid')]).to.deep.equal([3, true]);
    for (const changed of [
      text.replace('tlog-proof@v1', 'tlog-proof@v2'),
      text.replace(/^index (\d+)$/m, 'index 0'),
      text.replace(/^[A-Za-z0-9+/]{43}=\n/m, ''),
      text.replace(/test\.example\/log\n(\d+)/, 'test.example/log\n1$1'),
      text.slice(0, -2),
      '',
    ]) {
      writeFileSync(out('changed'), changed);
      const called = await verify(out('changed'), eventFile, ...key());
      expect(called.code, changed).to.equal(3);
    }
  });

  it('say by a policy who cosigned and when, and hold for no fewer than it asks for', async () => {
    const [file, eventFile] = mine();
    const [north, south] = [
      makeLogKey('north.example', 'cosignature'),
      makeLogKey('south.example', 'cosignature'),
    ];
    const whole = parseTlogProof(readFileSync(file, 'utf8'));
    const { text } = parseNote(whole.checkpoint);
    const line = await cosign(text, parseSignerKey(north.signer), 1_790_000_000);
    writeFileSync(
      out('cosigned'),
      formatTlogProof({ ...whole, checkpoint: `${whole.checkpoint}${line}\n`, extra: Buffer.from('hello') }),
    );
    const policyFor = (quorum: string, log = vkeyOf(made.data)): string => {
      const file = out(`policy-${quorum}`);
      const lines = [
        `log ${log}`,
        `witness north ${north.verifier}`,
        `witness south ${south.verifier}`,
        'group both all north south',
        `quorum ${quorum}`,
      ];
      writeFileSync(file, lines.map((each) => `${each}\n`).join(''));
      return file;
    };
    const held = await verify(out('cosigned'), eventFile, '--policy', policyFor('north'));
    expect(held.code, held.err).to.equal(0);
    expect(held.out).to.include('cosigned by  north, 2026-09-21');
    expect(held.out).to.include('It was there by 2026-09-21').and.not.include('others are shown');
    expect(held.out).to.include('What its "extra" line says');
    const fewer = await verify(out('cosigned'), eventFile, '--policy', policyFor('both'));
    expect([fewer.code, fewer.err.includes('witness-quorum')]).to.deep.equal([3, true]);
    // A policy of another log, with witnesses that saw this one too: the key that was given takes its place.
    const other = policyFor('north', logKeyFor('test.example/log').verifier);
    expect((await verify(out('cosigned'), eventFile, '--policy', other)).code).to.equal(3);
    expect((await verify(out('cosigned'), eventFile, '--policy', other, ...key())).code).to.equal(0);
    const wrong = await verify(out('cosigned'), eventFile, '--policy', eventFile);
    expect([wrong.code, wrong.err.includes('policy-invalid')]).to.deep.equal([1, true]);
  });

  it('are called wrongly in ways that say what is right', async () => {
    for (const [args, says] of [
      [['receipt', 'abc'], 'whole id'],
      [['receipt', 'verify', mine()[0]], '--event: is needed'],
      [['receipt', 'verify', '-', '--event', '-'], 'cannot be standard input too'],
      [['receipt', 'verify', out('none'), '--event', mine()[1]], 'cannot be read'],
      [['receipt'], 'event'],
    ] as const) {
      const { code, err } = await call([...args, '--data', made.data]);
      expect([code, err.includes(says)], `${args.join(' ')}: ${err}`).to.deep.equal([2, true]);
    }
    const missing = await call(['receipt', '0d6f4a9e-52a3-4c1b-8f0e-7f0a3f1d2c11', '--data', made.data]);
    expect([missing.code, missing.err.includes('not-found')]).to.deep.equal([1, true]);
  });

  it('follow later where the log’s key is not there', async function () {
    this.timeout(30_000);
    const file = join(made.data, 'keys', 'log.key');
    renameSync(file, out('log.key'));
    const { out: said } = await comment();
    expect(said).to.match(/receipt +not signed yet; later: govledger receipt/);
    const id = /govledger receipt (\S+)/.exec(said)?.[1] ?? '';
    const waiting = await call(['receipt', id, '--data', made.data]);
    expect([waiting.code, waiting.out, waiting.err.includes('on record')]).to.deep.equal([1, '', true]);
    renameSync(out('log.key'), file);
    await comment();
    expect((await call(['receipt', id, '--data', made.data])).code).to.equal(0);
  });
});
