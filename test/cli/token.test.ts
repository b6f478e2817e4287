import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { tokenOf } from '../../src/cli/token-given.ts';
import { newSecret } from '../../src/identity/secrets.ts';
import { refusal } from '../vault/refusals.ts';
import { type Circumstances, call, emptyFolder, type Folder } from './calling.ts';
import { type MadeLedger, makeLedger } from './ledger.ts';

const Tokens = z.object({
  tokens: z.array(z.object({ id: z.string(), person: z.string(), label: z.string(), live: z.boolean() })),
});
const Refused = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

describe('tokens at the command line', () => {
  let folder: Folder;
  let made: MadeLedger;

  before(async () => {
    folder = emptyFolder();
    made = await makeLedger(join(folder.path, 'data'));
  });
  after(() => folder.remove());

  const token = (args: readonly string[], given?: Circumstances) =>
    call(['token', ...args, '--data', made.data], given);
  const refusedAs = async (args: readonly string[], given?: Circumstances) => {
    const { out, err } = await token([...args, '--json'], given);
    expect(out).to.equal('');
    return Refused.parse(JSON.parse(err)).error.code;
  };
  const enrolled = async (person: string, file: string): Promise<string> => {
    const { out } = await token(['enrol', person]);
    const path = join(folder.path, file);
    const redeemed = await token(['redeem', '--token-file', path, '--label', file], { input: out });
    expect(redeemed.code, redeemed.err).to.equal(0);
    return path;
  };
  const tokensOf = async (...args: readonly string[]) =>
    Tokens.parse((await token(['list', ...args, '--json'])).json()).tokens;

  it('come of a code that is issued at the machine, piped, and written to a file for its owner alone', async () => {
    const enrolment = await token(['enrol', made.people.ana.slice(0, 8)]);
    expect(enrolment.out).to.match(/^([0-9A-Z]{4}-){6}[0-9A-Z]{4}\n$/);
    expect(enrolment.err).to.match(/Enrolment code for Ana Example, good once until .* UTC/);
    const path = join(folder.path, 'ana.token');
    const { code, out, err } = await token(['redeem', '--token-file', path], { input: enrolment.out });
    expect([code, err]).to.deep.equal([0, '']);
    expect(out).to.include(path).and.to.include(made.people.ana).and.not.to.include('gvl_');
    expect(readFileSync(path, 'utf8')).to.match(/^gvl_[0-9A-Za-z]{49}\n$/);
    expect(statSync(path).mode & 0o777).to.equal(0o600);
    expect(await refusedAs(['redeem'], { input: enrolment.out })).to.equal('code-refused');
  });

  it('are issued anew at the machine for whoever lost theirs, and by nobody else', async () => {
    const path = await enrolled(made.people.ben, 'ben.token');
    expect(await refusedAs(['enrol', made.people.cem, '--token-file', path])).to.equal('not-permitted');
    const again = await enrolled(made.people.ben, 'ben-again.token');
    expect(readFileSync(again, 'utf8')).not.to.equal(readFileSync(path, 'utf8'));
  });

  it('are asked for at the keyboard, and never shown on a screen', async () => {
    const { out } = await token(['enrol', 'registrar']);
    const shown = await token(['redeem'], { answer: out });
    expect([shown.code, shown.out]).to.deep.equal([2, '']);
    expect(shown.err).to.include('--token-file');
    const path = join(folder.path, 'registrar.token');
    const { code, err } = await token(['redeem', '--token-file', path], { answer: out });
    expect(code, err).to.equal(0);
    expect(err).to.equal('Enrolment code: ');
  });

  it('are piped where no file is named', async () => {
    const code = (await token(['enrol', 'administrator', '--days', '1', '--json'])).json();
    const { code: text } = z.object({ code: z.string() }).parse(code);
    const { out } = await token(['redeem'], { input: text });
    expect(out).to.match(/^gvl_[0-9A-Za-z]{49}\n$/);
  });

  it('are written over nothing, and a code is not used up in the attempt', async () => {
    const { out } = await token(['enrol', made.people.cem]);
    const path = join(folder.path, 'taken');
    writeFileSync(path, 'something');
    expect(await refusedAs(['redeem', '--token-file', path], { input: out })).to.equal('already-exists');
    expect(readFileSync(path, 'utf8')).to.equal('something');
    const free = join(folder.path, 'cem.token');
    expect(await refusedAs(['redeem', '--token-file', free], { input: 'nonsense' })).to.equal('code-refused');
    expect(existsSync(free)).to.equal(false);
    expect((await token(['redeem', '--token-file', free], { input: out })).code).to.equal(0);
  });

  it('are listed: everybody’s at the machine, one’s own by a token, never the secret', async () => {
    const path = await enrolled(made.people.ana, 'ana-listed.token');
    const secret = readFileSync(path, 'utf8').trim();
    const everybody = await tokensOf();
    expect(everybody.map(({ person }) => person)).to.include.members([made.people.ana, made.people.ben]);
    const own = await tokensOf('--token-file', path);
    expect(new Set(own.map(({ person }) => person))).to.deep.equal(new Set([made.people.ana]));
    expect(await tokensOf(made.people.ana)).to.have.length(own.length);
    expect(await refusedAs(['list', made.people.ben, '--token-file', path])).to.equal('not-permitted');
    const { out } = await token(['list'], { columns: 80 });
    expect(out).to.match(/^TOKEN +PERSON +LABEL +STANDING +EXPIRES +LAST USED\n/);
    for (const line of out.split('\n')) expect([...line].length, line).to.be.at.most(80);
    expect(out).not.to.include(secret);
  });

  it('are revoked by the beginning of their id, and then sign nobody in', async () => {
    const path = await enrolled(made.people.cem, 'cem-revoked.token');
    const given = { env: { GOVLEDGER_TOKEN_FILE: path } };
    const code = await token(['sign-in'], given);
    expect(code.out).to.match(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}\n$/);
    const [newest] = await tokensOf(made.people.cem);
    expect(newest?.label).to.equal('cem-revoked.token');
    const revoked = await token(['revoke', newest?.id.slice(0, 8) ?? '']);
    expect(revoked.out).to.include('"cem-revoked.token"').and.to.include('revoked at');
    for (const args of [['sign-in'], ['list'], ['enrol', made.people.ben]])
      expect(await refusedAs(args, given)).to.equal('not-signed-in');
    expect(await refusedAs(['revoke', '0190a5de-7c3a-7000-8000-0123456789ab'])).to.equal('not-found');
  });

  it('are revoked all at once', async () => {
    await enrolled(made.people.ana, 'ana-all.token');
    const { out } = await token(['revoke', '--all', made.people.ana]);
    expect(out).to.match(/ended \d+ tokens, 0 sessions, 0 codes, 0 feed addresses/);
    expect((await tokensOf(made.people.ana)).some(({ live }) => live)).to.equal(false);
    for (const args of [['revoke'], ['revoke', 'abcd', '--all', made.people.ana]])
      expect((await token(args)).code).to.equal(2);
  });

  it('are needed for a sign-in code', async () => {
    expect(await refusedAs(['sign-in'])).to.equal('not-signed-in');
    expect((await token(['sign-in'])).err).to.include('--token-file');
  });

  it('are refused where there is no ledger', async () => {
    const { code, err } = await call(['token', 'sign-in', '--data', join(folder.path, 'nowhere')]);
    expect(code).to.equal(1);
    expect(err).to.include('govledger init');
    expect(existsSync(join(folder.path, 'nowhere'))).to.equal(false);
  });
});

describe('the token that a call acts by', () => {
  let folder: Folder;
  const [one, other] = [newSecret('token'), newSecret('token')];
  const file = (text: string, mode = 0o600): string => {
    const path = join(folder.path, `${Math.random()}`);
    writeFileSync(path, text, { mode });
    chmodSync(path, mode);
    return path;
  };
  before(() => {
    folder = emptyFolder();
  });
  after(() => folder.remove());

  it('is the one in --token-file, else GOVLEDGER_TOKEN, else the one in GOVLEDGER_TOKEN_FILE, else none', () => {
    const env = { GOVLEDGER_TOKEN: one, GOVLEDGER_TOKEN_FILE: file(`${other}\n`) };
    expect(tokenOf(env, { tokenFile: file(other) })).to.equal(other);
    expect(tokenOf(env, {})).to.equal(one);
    expect(tokenOf({ ...env, GOVLEDGER_TOKEN: '' }, {})).to.equal(other);
    expect(tokenOf({}, {})).to.equal(null);
  });

  it('is taken from no file that others may read', () => {
    const path = file(one, 0o640);
    expect(refusal(() => tokenOf({}, { tokenFile: path }), 'key-exposed').facts).to.deep.equal({
      path,
      mode: '0640',
    });
  });

  it('is refused without being repeated when it is mistyped or cut off, or its file is not there', () => {
    const cut = one.slice(0, -1);
    for (const act of [
      () => tokenOf({ GOVLEDGER_TOKEN: cut }, {}),
      () => tokenOf({}, { tokenFile: file(cut) }),
      () => tokenOf({}, { tokenFile: file('') }),
      () => tokenOf({}, { tokenFile: join(folder.path, 'nowhere') }),
    ])
      expect(act).to.throw(/^(GOVLEDGER_TOKEN|--token-file): (?!.*gvl_[0-9A-Za-z])/);
  });
});
