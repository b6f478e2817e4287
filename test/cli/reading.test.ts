import { appendFileSync, chmodSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { openStore } from '../../src/store/open.ts';
import { call, emptyFolder, type Folder } from './calling.ts';
import { type MadeLedger, makeLedger } from './ledger.ts';

const Findings = z.object({
  findings: z.array(
    z.object({ what: z.string(), verdict: z.string(), says: z.string(), remedy: z.string().nullable() }),
  ),
});

describe('what the command line reads', () => {
  let folder: Folder;
  let made: MadeLedger;
  let stored: readonly string[] = [];

  before(async () => {
    folder = emptyFolder();
    made = await makeLedger(join(folder.path, 'data'));
    const store = await openStore(`sqlite:${join(made.data, 'ledger.db')}`, { readOnly: true });
    const bodies: string[] = [];
    for await (const { body } of store.readAll()) bodies.push(body);
    await store.close();
    stored = bodies;
  });
  after(() => folder.remove());

  const lines = async (...args: readonly string[]) => {
    const { out, code } = await call(['events', ...args, '--data', made.data]);
    expect(code).to.equal(0);
    return out.split('\n').slice(0, -1);
  };

  it('events are the stored bytes, from any index on', async () => {
    expect(await lines()).to.deep.equal(stored);
    expect(await lines('--after', '4', '--limit', '3')).to.deep.equal(stored.slice(5, 8));
    expect(await lines('--after', String(stored.length + 5))).to.deep.equal([]);
  });

  it('events of one stream go by its revisions', async () => {
    const own = stored.filter((body) => body.includes(`"stream":"submission-${made.submission}"`));
    expect(await lines('--stream', `submission-${made.submission}`)).to.deep.equal(own);
    expect(await lines('--stream', `submission-${made.submission}`, '--after', '0')).to.deep.equal(
      own.slice(1),
    );
  });

  it('events of one stream can be followed, up to a limit', async () => {
    const stream = `submission-${made.submission}`;
    const own = stored.filter((body) => body.includes(`"stream":"${stream}"`));
    const followed = await lines('--stream', stream, '--after', '0', '--follow', '--limit', '2');
    expect(followed).to.deep.equal(own.slice(1, 3));
  });

  it('events that are followed come as they are recorded, until somebody interrupts', async () => {
    const interrupted = new AbortController();
    const written: string[] = [];
    const following = call(
      ['events', '--follow', '--after', String(stored.length - 2), '--data', made.data],
      {
        interrupted: interrupted.signal,
        leavesAfter: (out) => {
          written[0] = out;
          if (out.includes('CommentAdded')) interrupted.abort();
          return false;
        },
      },
    );
    await call([
      'do',
      'add-comment',
      '--submission',
      made.submission,
      '--with',
      '{"text":"x"}',
      '--data',
      made.data,
    ]);
    const { code, out } = await following;
    expect(code).to.equal(0);
    expect(out.split('\n')).to.have.length(3);
    expect(out.startsWith(`${stored.at(-1)}\n`)).to.equal(true);
  });

  it('a reader who goes ends the reading', async () => {
    const { code, out } = await call(['events', '--follow', '--data', made.data], {
      leavesAfter: () => true,
    });
    expect(code).to.equal(0);
    expect(out.split('\n').length).to.be.lessThan(stored.length);
  });

  it('a person is named by their id, its beginning, or what init made them', async () => {
    const shown = async (text: string) =>
      z
        .object({ person: z.string() })
        .parse((await call(['person', 'show', text, '--json', '--data', made.data])).json()).person;
    expect(await shown(made.people.ana)).to.equal(made.people.ana);
    expect(await shown(made.people.ana.slice(0, 8))).to.equal(made.people.ana);
    expect(await shown('registrar')).to.match(/^[0-9a-f-]{36}$/);
  });

  it('times show in the zone that is asked for, with its offset', async () => {
    const { out } = await call([
      'submission',
      'show',
      made.submission,
      '--tz',
      'Asia/Kathmandu',
      '--data',
      made.data,
    ]);
    expect(out).to.match(/received {2,}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+05:45\n/);
  });

  it('a replay as known at an index shows the state then, and no panel before it convened', async () => {
    const convened = stored.findIndex((body) => body.includes('"type":"PanelConvened"'));
    const at = async (index: number) => {
      const { out } = await call([
        'replay',
        made.submission,
        '--known-at',
        String(index),
        '--data',
        made.data,
      ]);
      return /phase {2,}(\w+)/.exec(out)?.[1] ?? out.trimEnd().split('\n').at(-1)?.trim();
    };
    expect(await at(convened)).to.equal('review');
    expect(await at(convened - 1)).to.equal('screening');
    expect(await at(3)).to.equal('It had not been received then.');
  });

  it('a name whose disclosure is gone shows as erased, and nothing else changes', async () => {
    const { openLedger } = await import('../../src/folder/open-ledger.ts');
    const ledger = await openLedger({ data: made.data });
    const digests: string[] = [];
    for await (const digest of ledger.vault.bySubject(made.people.cem)) {
      const found = (await ledger.vault.open([digest])).get(digest);
      if (found?.state === 'opened' && found.disclosure.name === 'name') digests.push(digest);
    }
    await ledger.vault.erase(digests);
    await ledger.close();
    const { out } = await call(['person', 'list', '--data', made.data]);
    expect(out)
      .to.match(/\(erased\) +human +national-security/)
      .and.to.contain('Ben Example');
  });
});

describe('the doctor', () => {
  let folder: Folder;
  let data = '';

  before(async () => {
    folder = emptyFolder();
    data = join(folder.path, 'data');
    expect((await call(['init', '--data', data])).code).to.equal(0);
  });
  after(() => folder.remove());

  const examined = async () => {
    const { code, out } = await call(['doctor', '--json', '--data', data]);
    const { findings } = Findings.parse(JSON.parse(out));
    return { code, wrong: findings.filter(({ verdict }) => verdict !== 'ok') };
  };

  it('finds nothing wrong in a new ledger', async () =>
    expect(await examined()).to.deep.equal({ code: 0, wrong: [] }));

  it('tells of a folder that is not there, and how it is made', async () => {
    const { code, out } = await call(['doctor', '--data', join(folder.path, 'nothing')]);
    expect(code).to.equal(1);
    expect(out).to.match(/WRONG {3}folder .*nothing is not there\n +why: .*\n +do: govledger init/);
  });

  it('tells of a key that others may read', async () => {
    const key = join(data, 'keys/vault.key');
    chmodSync(key, 0o644);
    const { code, wrong } = await examined();
    chmodSync(key, 0o600);
    expect(code).to.equal(1);
    expect(wrong.map(({ what, remedy }) => [what, remedy])).to.deep.include(['keys', `chmod 600 ${key}`]);
  });

  it('tells of views that are gone, and a reading makes them anew', async () => {
    for (const ending of ['', '-wal', '-shm']) rmSync(join(data, `views.db${ending}`), { force: true });
    const { code, wrong } = await examined();
    expect([code, wrong.map(({ what }) => what)]).to.deep.equal([1, ['views']]);
    expect((await call(['framework', 'list', '--data', data])).out).to.contain('sample-national-security');
    expect((await examined()).code).to.equal(0);
  });

  it('tells with 3 of a record that was changed behind our back', async () => {
    const db = new Database(join(data, 'ledger.db'));
    db.exec('CREATE TABLE mine (x)');
    db.close();
    const { code, wrong } = await examined();
    expect(code).to.equal(3);
    expect(wrong.map(({ what, verdict }) => [what, verdict])).to.deep.include(['log', 'damaged']);
    expect((await call(['submission', 'list', '--data', data])).code).to.equal(3);
  });

  it('changes nothing that it looks at', async () => {
    const before = statSync(join(data, 'vault.db')).mtimeMs;
    await examined();
    expect(statSync(join(data, 'vault.db')).mtimeMs).to.equal(before);
  });

  it('tells of a key that does not fit', async () => {
    const other = join(folder.path, 'other');
    await call(['init', '--data', other]);
    writeFileSync(join(data, 'keys/vault.key'), '');
    const { code, wrong } = await examined();
    expect(code).to.equal(3);
    expect(wrong.map(({ what }) => what)).to.include.members(['keys', 'vault']);
    appendFileSync(join(data, 'keys/vault.key'), '');
  });
});
