import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { type Circumstances, call, emptyFolder, type Folder } from './calling.ts';
import { enrolled, type MadeLedger, makeLedger } from './ledger.ts';

const Refused = z.object({
  error: z.object({ code: z.string(), message: z.string(), facts: z.record(z.string(), z.unknown()) }),
});

describe('the command line refuses', () => {
  let folder: Folder;
  let made: MadeLedger;

  before(async () => {
    folder = emptyFolder();
    made = await makeLedger(join(folder.path, 'data'));
  });
  after(() => folder.remove());

  const called = (args: readonly string[], given?: Circumstances) =>
    call([...args, '--data', made.data], given);
  const refused = async (...args: readonly string[]) => {
    const { code, out, err } = await called([...args, '--json']);
    expect(out).to.equal('');
    return { exit: code, ...Refused.parse(JSON.parse(err)).error };
  };
  const uuid = '0190a5de-7c3a-7000-8000-0123456789ab';

  it('a bad history with 1, each finding in a line with file, line, field and rule', async () => {
    const file = join(folder.path, 'bad.ndjson');
    writeFileSync(
      file,
      '{"act":"person","key":"p"}\n{"act":"add-comment","key":"c","submission":"1","colour":"red"}\n',
    );
    const { code, out, err } = await called(['import', file, '--source', 'board']);
    expect([code, out]).to.deep.equal([1, '']);
    const lines = err.split('\n').filter((line) => line.includes('bad.ndjson:'));
    expect(lines.length).to.be.greaterThan(1);
    for (const line of lines) expect(line).to.match(/bad\.ndjson:[12]: \w.*\([a-z-]+\)$/);
    expect(lines.some((line) => line.includes(':2: colour: '))).to.equal(true);
    expect(err).not.to.include('\\u{');
  });

  it('a misspelt verb or option with 2, in a line that names it', async () => {
    for (const [args, names] of [
      [['submisson', 'list'], "unknown command 'submisson'"],
      [['submission', 'list', '--fase', 'review'], "unknown option '--fase'"],
      [['submission', 'show'], "missing required argument 'submission'"],
      [['schema', 'history', 'more'], 'too many arguments'],
    ] as const) {
      const { code, out, err } = await called(args);
      expect([code, out]).to.deep.equal([2, '']);
      expect(err).to.contain(names);
    }
    expect(await refused('submission', 'list', '--fase', 'x')).to.deep.include({ exit: 2, code: 'usage' });
  });

  it('what has the wrong form with 2 and the name of the field', async () => {
    for (const [field, ...args] of [
      ['--limit', 'submission', 'list', '--limit', '-1'],
      ['--limit', 'submission', 'list', '--limit', '9'.repeat(400)],
      ['--phase', 'submission', 'list', '--phase', 'done'],
      ['submission', 'submission', 'show', '../../etc/passwd'],
      ['submission', 'explain', 'x'.repeat(100_000)],
      ['person', 'person', 'show', '%00'],
      ['--id', 'person', 'register', 'Eve', '--id', '1; DROP TABLE event'],
      ['--id', 'person', 'register', 'Eve', '--id', '0190a5de-7c3a-5000-8000-0123456789ab'],
      ['--stream', 'events', '--stream', 'submission-1'],
      ['--after', 'events', '--after', '1e3'],
      ['--with', 'do', 'add-comment', '--submission', uuid, '--with', '{'],
      ['--data-file', 'do', 'add-comment', '--submission', uuid, '--data-file', '/nowhere/at/all'],
      ['--source', 'import', 'x.ndjson', '--source', 'No Name'],
      ['kind', 'population', 'cats'],
      ['view', 'rebuild', 'everything'],
      ['version', 'framework', 'show', 'sample-national-security', 'two'],
      ['--tz', 'submission', 'list', '--tz', 'Mars/Olympus'],
      ['--registrar', 'init', '--registrar', 'x'.repeat(301)],
      ['--port', 'serve', '--port', '70000'],
      ['--host', 'serve', '--host', '0.0.0.0'],
    ] as const) {
      const { exit, code, facts, message } = await refused(...args);
      expect([exit, code, facts['field']], message).to.deep.equal([2, 'usage', field]);
    }
  });

  it('times that are none, naming the option', async () => {
    for (const [field, ...args] of [
      ['as-of', 'replay', made.submission, '--as-of', 'yesterday'],
      ['known-at', 'replay', made.submission, '--known-at', '2026-02-30'],
      ['--as-of', 'population', 'states', '--as-of', '2026-13'],
    ] as const) {
      const { exit, code, facts } = await refused(...args);
      expect([exit, code, facts['field']]).to.deep.equal([2, 'invalid-time', field]);
    }
  });

  it('data that do not fit their command, naming the first field at fault', async () => {
    const on = ['--submission', made.submission, '--with'];
    for (const [field, rule, name, ...args] of [
      ['seat', 'is required', 'record-judgment', ...on, '{}'],
      ['colour', 'is no field of this command', 'add-comment', ...on, '{"colour":"red"}'],
      ['questions', 'is required', 'request-information', ...on, '{}'],
      ['submission', 'say which one it is about', 'add-comment', '--with', '{"text":"x"}'],
      ['person', 'a lower-case UUID', 'join-team', '--with', '{"person":"Ana","team":"x"}'],
    ] as const) {
      const { exit, code, facts } = await refused('do', name, ...args);
      expect([exit, code, facts['field'], facts['rule']]).to.deep.equal([2, 'invalid-command', field, rule]);
    }
    const surrogate = await refused('do', 'add-comment', ...on, '{"text":"\\ud800"}');
    expect([surrogate.exit, surrogate.code, surrogate.facts['field']]).to.deep.equal([
      2,
      'invalid-command',
      'text',
    ]);
    expect(await refused('do', 'vote')).to.deep.include({ exit: 2, code: 'unknown-command' });
  });

  it('what is not there with 1, the same for a submission as for a person', async () => {
    expect(await refused('submission', 'show', uuid)).to.deep.include({ exit: 1, code: 'not-found' });
    expect(await refused('person', 'show', uuid)).to.deep.include({ exit: 1, code: 'not-found' });
    expect(await refused('framework', 'show', 'nobody')).to.deep.include({ exit: 1, code: 'not-found' });
  });

  it('what is not permitted in the name of who asked, and tells of cases only where one was asked for', async () => {
    const file = await enrolled(made.data, made.people.ana, join(folder.path, 'ana.token'));
    const asked = await called(['person', 'list', '--token-file', file]);
    expect(asked.err).to.match(/not-permitted[\s\S]*whose token --token-file gives/);
    expect(asked.err).not.to.include('Without a token');
    expect((await called(['submission', 'show', uuid])).err).to.include('not part of a case');
    expect((await called(['person', 'show', uuid])).err).not.to.include('not part of a case');
  });

  it('the operator’s judgments, votes, recusals and decisions, and records none', async () => {
    const on = ['--submission', made.submission, '--with'];
    const judgment = { seat: 'pp', version: 1, findings: [], position: 'support' };
    const vote = { concern: uuid, seat: 'pp', overrule: true };
    const before = (await called(['events'])).out;
    for (const [name, data] of [
      ['record-judgment', judgment],
      ['record-concern-vote', vote],
      ['recuse-reviewer', { seat: 'pp', kind: 'directed' }],
      ['propose-decision', { outcome: 'declined' }],
    ] as const) {
      const { exit, code } = await refused('do', name, ...on, JSON.stringify(data));
      expect([exit, code], name).to.deep.equal([1, 'operator-cannot-vote']);
    }
    expect((await called(['events'])).out).to.equal(before);
  });

  it('in words that say what to do, without a stack', async () => {
    const { code, out, err } = await called([
      'do',
      'record-judgment',
      '--submission',
      made.submission,
      '--with',
      '{"seat":"pp","version":1,"findings":[],"position":"support"}',
    ]);
    expect([code, out]).to.deep.equal([1, '']);
    expect(err).to.match(/^govledger: record-judgment is a person's own act/);
    expect(err)
      .to.match(/code +operator-cannot-vote/)
      .and.to.match(/act of a person: --token-file F/);
    expect(err).not.to.match(/ at .*\.js/);
  });

  it('to take --data for a command’s data', async () => {
    const { code, err } = await call(['do', 'add-comment', '--data', '{"text":"x"}']);
    expect([code, err]).to.deep.equal([
      2,
      'govledger: --data: names the data folder; give a command’s data by --with JSON or --data-file F\n',
    ]);
  });

  it('to do anything where there is no ledger, and says how one is made', async () => {
    const { code, err } = await call(['submission', 'list', '--data', join(folder.path, 'nothing')]);
    expect(code).to.equal(1);
    expect(err).to.match(/there is no ledger in .*nothing.*govledger init/s);
  });

  it('a folder that cannot be made, without a stack', async () => {
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    const { code, err } = await call(['init', '--data', join(file, 'data')]);
    expect(code).to.equal(1);
    expect(err).to.contain(`the folder ${join(file, 'data')} cannot be made: ENOTDIR`);
    expect(err).not.to.match(/\n\s+at /);
  });

  it('to import a file with a bad line, telling file, line and field, and appends nothing', async () => {
    const file = join(folder.path, 'bad.ndjson');
    writeFileSync(
      file,
      '{"act":"person","key":"p","person":"a","kind":"human","name":"A"}\n{"act":"dance","key":"d"}\n',
    );
    const before = (await called(['events'])).out;
    const { code, err } = await called(['import', file, '--source', 'test']);
    expect(code).to.equal(1);
    expect(err).to.contain(`${file}:2: `);
    expect((await called(['events'])).out).to.equal(before);
  });
});

describe('the command line before it records', () => {
  let folder: Folder;
  let made: MadeLedger;

  before(async () => {
    folder = emptyFolder();
    made = await makeLedger(join(folder.path, 'data'));
  });
  after(() => folder.remove());

  const comment = (given: Circumstances, ...more: readonly string[]) => {
    const data = ['--with', '{"text":"a remark"}', '--data', made.data];
    return call(['do', 'add-comment', '--submission', made.submission, ...data, ...more], given);
  };
  const count = async () => (await call(['events', '--data', made.data])).out.split('\n').length;

  it('shows a person what it will be, and records nothing without their yes', async () => {
    const before = await count();
    const { code, err } = await comment({ answer: '' });
    expect(code).to.equal(1);
    expect(err).to.match(/^add-comment, by Operator of this ledger \(operator\),\son\s[0-9a-f-]{36}:/);
    expect(err).to.match(/text {2,}a remark\n[\s\S]*Record it\? \[y\/N\] Nothing was recorded/);
    expect(await count()).to.equal(before);
  });

  it('records on their yes, on --yes, and where nobody is there to ask', async () => {
    const before = await count();
    expect((await comment({ answer: 'y' })).code).to.equal(0);
    expect((await comment({ answer: 'never' }, '--yes')).err).to.equal('');
    expect((await comment({})).code).to.equal(0);
    expect(await count()).to.equal(before + 3);
  });

  it('takes data from standard input', async () => {
    const { code } = await call(
      ['do', 'add-comment', '--submission', made.submission, '--data-file', '-', '--data', made.data],
      { input: '{"text":"from a pipe"}' },
    );
    expect(code).to.equal(0);
  });

  it('acts once for a command id that is sent again, a new person’s secret included', async () => {
    const id = '01930000-0000-7000-8000-000000000001';
    const args = ['person', 'register', 'Fay Example', '--id', id, '--data', made.data];
    const first = await call([...args, '--json']);
    const before = await count();
    const second = await call(args);
    expect(second.out).to.match(/recorded before; nothing was added/);
    expect(await count()).to.equal(before);
    expect(second.out).to.contain(z.object({ person: z.string() }).parse(first.json()).person);
  });

  it('keeps names and texts out of every file but the vault’s', async () => {
    const { path } = { path: made.data };
    for (const name of readdirSync(path).filter((each) => /\.db(-wal)?$/.test(each))) {
      const bytes = readFileSync(join(path, name));
      for (const text of ['Fay Example', 'a remark', 'the title of the convoys'])
        expect(bytes.includes(text), `${text} in ${name}`).to.equal(false);
    }
  });
});
