import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { newSecret } from '../../src/identity/secrets.ts';
import { type Called, type Circumstances, call, emptyFolder, type Folder } from './calling.ts';
import { enrolled, framework, type MadeLedger, makeLedger } from './ledger.ts';
import { type ServedFolder, serveFolder } from './serving.ts';

const Refused = z.object({
  error: z.object({ code: z.string(), message: z.string(), facts: z.record(z.string(), z.unknown()) }),
});

describe('a ledger reached both ways', () => {
  let folder: Folder;
  let made: MadeLedger;
  let server: ServedFolder | null = null;
  const token = (name: string): string => join(folder.path, `${name}.token`);

  before(async () => {
    folder = emptyFolder();
    made = await makeLedger(join(folder.path, 'data'));
    const registered = async (name: string): Promise<string> =>
      z
        .looseObject({ person: z.string() })
        .parse((await call(['person', 'register', name, '--json', '--data', made.data])).json()).person;
    const [aud, owen] = [await registered('Aud Example'), await registered('Owen Example')];
    for (const [name, person] of Object.entries({
      ...made.people,
      administrator: 'administrator',
      aud,
      owen,
    }))
      await enrolled(made.data, person, token(name));
    const proposed = await call(['role', 'propose', aud, 'auditor', '--json', '--data', made.data]);
    const proposal = z
      .looseObject({ events: z.array(z.looseObject({ id: z.string() })) })
      .parse(proposed.json())
      .events.at(0)?.id;
    await ok('administrator', ['role', 'grant', aud, 'auditor', '--proposal', proposal ?? '']);
    await ok('ana', ['review', 'declare', made.submission, '--none']);
  });
  after(async () => {
    await server?.stop();
    folder.remove();
  });

  /** By somebody's token or, as null, by whoever is at the machine. */
  const asked = (
    who: string | null,
    args: readonly string[],
    given: Circumstances = {},
    where: readonly string[] = ['--data', made.data],
  ): Promise<Called> =>
    call([...args, ...(who === null ? [] : ['--token-file', token(who)]), '--json', ...where], given);
  const ok = async (
    who: string | null,
    args: readonly string[],
    where?: readonly string[],
  ): Promise<unknown> => {
    const { code, out, err } = await asked(who, args, {}, where);
    expect(code, `${who} ${args.join(' ')}: ${err}`).to.equal(0);
    return out.startsWith('{\n') ? timeless(JSON.parse(out)) : out;
  };
  const refused = async (who: string | null, args: readonly string[], where?: readonly string[]) => {
    const { code, out, err } = await asked(who, args, {}, where);
    expect([code, out], `${who} ${args.join(' ')}`).to.deep.equal([1, '']);
    return Refused.parse(JSON.parse(err)).error;
  };
  const stopped = async (): Promise<void> => {
    await server?.stop();
    server = null;
  };
  const served = async (): Promise<string> => {
    server ??= await serveFolder(made.data);
    return server.url;
  };

  const readings = (): readonly (readonly string[])[] => [
    ['submission', 'list'],
    ['submission', 'list', '--phase', 'review', '--limit', '1'],
    ['submission', 'show', made.submission],
    ['submission', 'show', made.submission.slice(0, 8)],
    ['submission', 'timeline', made.submission],
    ['explain', made.submission],
    ['replay', made.submission],
    ['replay', made.submission, '--step', '--known-at', '34'],
    ['work'],
    ['framework', 'list'],
    ['framework', 'show', framework],
    ['events', '--stream', `submission-${made.submission}`],
    ['events', '--stream', 'directory', '--after', '3'],
    ['token', 'list'],
  ];
  const desk = [
    ['person', 'list'],
    ['person', 'show', 'registrar'],
    ['role', 'list'],
    ['team', 'list'],
    ['token', 'list', 'administrator'],
  ];

  it('answers the same to everybody, through the folder, a server found by it, or one that is named', async () => {
    const asking = [
      ...[null, 'ana', 'ben'].flatMap((who) => readings().map((args) => [who, args] as const)),
      ...desk.map((args) => [null, args] as const),
      ...desk.slice(0, 4).map((args) => ['administrator', args] as const),
      ['ana', ['person', 'show', 'me']] as const,
      ['aud', ['population', 'judgments']] as const,
      ['aud', ['population', 'people', '--as-of', '2030-01-01']] as const,
    ];
    await stopped();
    const byFolder: unknown[] = [];
    for (const [who, args] of asking) byFolder.push(await ok(who, args));
    const url = await served();
    for (const [i, [who, args]] of asking.entries()) {
      expect(await ok(who, args), `${who} ${args.join(' ')}`).to.deep.equal(byFolder[i]);
      if (who !== null) expect(await ok(who, args, ['--server', url])).to.deep.equal(byFolder[i]);
    }
  });

  it('shows nobody what is not theirs, in the same words', async () => {
    const answers: unknown[] = [];
    for (const start of [stopped, served]) {
      await start();
      for (const args of [
        ['submission', 'show', made.submission],
        ['explain', made.submission],
        ['submission', 'timeline', made.submission],
      ])
        answers.push(await refused('owen', args));
      answers.push(await refused('ana', ['person', 'list']), await refused('ana', ['role', 'list']));
      expect(JSON.stringify(await ok('ben', ['submission', 'show', made.submission]))).not.to.contain(
        'of the convoys',
      );
    }
    expect(answers.slice(0, 5)).to.deep.equal(answers.slice(5));
  });

  it('takes acts through a running server, and says who acts and how', async () => {
    const url = await served();
    const whoami = async (who: string | null, where?: readonly string[]) =>
      z
        .looseObject({ via: z.string(), reached: z.looseObject({ by: z.string(), where: z.string() }) })
        .parse(await ok(who, ['whoami'], where));
    expect(await whoami(null)).to.deep.include({ via: 'operator', reached: { by: 'server', where: url } });
    expect(await whoami('ana', ['--server', url])).to.deep.include({
      via: 'token',
      reached: { by: 'server', where: url },
    });
    await ok(
      'ana',
      ['review', 'comment', made.submission.slice(0, 8), '--text', 'who watches?'],
      ['--server', url],
    );
    await ok(null, ['person', 'register', 'Eva Example']);
    const piped = await asked('ana', ['review', 'comment', made.submission, '--text', '-'], {
      input: 'from a pipe',
    });
    expect([piped.code, piped.err]).to.deep.equal([0, '']);
    expect((await ok('ana', ['submission', 'show', made.submission])) as object)
      .to.have.nested.property('told.comments')
      .with.length(2);
  });

  it('acts once for an id that is sent again, by whichever way', async () => {
    const id = '01930000-0000-7000-8000-00000000000a';
    const act = ['review', 'comment', made.submission, '--text', 'once', '--id', id];
    await served();
    const first = await ok('ana', act);
    expect(await ok('ana', act)).to.deep.equal({ ...Object(first), replayed: true });
    await stopped();
    expect(await ok('ana', act)).to.deep.equal({ ...Object(first), replayed: true });
  });

  it('brings files and gives them to those who may have them, by either way', async () => {
    const file = join(folder.path, 'Plan of the Pilot.pdf');
    writeFileSync(file, Buffer.from([0, 1, 2, 255, 254]));
    for (const [i, start] of [stopped, served].entries()) {
      await start();
      const revise = ['submission', 'revise', made.submission, '--summary', 'a plan', '--attach', file];
      await ok(null, revise);
      const out = join(folder.path, `got-${i}.pdf`);
      await ok('ana', ['submission', 'file', made.submission, 'Plan of the Pilot.pdf', '--out', out]);
      expect([...readFileSync(out)]).to.deep.equal([0, 1, 2, 255, 254]);
      const again = await asked('ana', [
        'submission',
        'file',
        made.submission,
        'Plan of the Pilot.pdf',
        '--out',
        out,
      ]);
      expect([again.code, again.err.includes('EEXIST')]).to.deep.equal([1, true]);
      expect(
        (await refused('cem', ['submission', 'file', made.submission, 'Plan of the Pilot.pdf'])).code,
      ).to.equal('not-found');
      const missing = await asked(null, [...revise, '/nowhere.pdf']);
      expect([missing.code, missing.err.includes('/nowhere.pdf is no file')]).to.deep.equal([2, true]);
    }
  });

  it('refuses what rests on something that has changed, and says what changed', async () => {
    for (const start of [stopped, served]) {
      await start();
      const { etag } = z
        .looseObject({ etag: z.string() })
        .parse(JSON.parse((await asked(null, ['submission', 'show', made.submission])).out));
      const screen = [
        'submission',
        'revise',
        made.submission,
        '--material',
        '--summary',
        'again',
        '--if-match',
        etag,
      ];
      await ok('ben', [
        'review',
        start === stopped ? 'declare' : 'comment',
        made.submission,
        ...(start === stopped ? ['--none'] : ['--text', 'wait']),
      ]);
      const stale = await refused(null, screen);
      expect(stale.code).to.equal('stale');
      // Only a server that goes on knows what it showed.
      if (start === served) expect(JSON.stringify(stale.facts['changed'])).to.match(/"type":"CommentAdded"/);
      const { err } = await call([...screen, '--data', made.data]);
      expect(err).to.match(/has changed since you saw it/);
      if (start === served) expect(err).to.match(/changed +revision \d+: CommentAdded, 20/);
    }
  });

  it('tells what it is about to do, sends what was seen, and does nothing without a yes', async () => {
    await served();
    const revise = ['submission', 'ask', made.submission, '--questions', 'what for?', '--data', made.data];
    const { code, err } = await call(revise, { answer: 'n', columns: 80 });
    expect(code).to.equal(1);
    expect(err).to.match(
      /^request-information, by Operator of this ledger \(operator\),\son\s[0-9a-f-]{36}:\n {2}title +the title of the convoys\n/,
    );
    expect(err).to.match(
      /stands at +review, version \d+[\s\S]*questions +what for\?[\s\S]*Nothing was recorded/,
    );
  });

  it('shows nobody’s text in a way that moves the cursor, whoever wrote it', async () => {
    const hostile = 'Eve\u001b[2J\u202eExample\u0007';
    await ok(null, ['person', 'correct', made.people.ben, '--name', hostile, '--reason', 'a test']);
    await ok(null, [
      'submission',
      'revise',
      made.submission,
      '--field',
      `title=${hostile}`,
      '--summary',
      hostile,
    ]);
    for (const args of [...readings(), ...desk, ['review', 'comment', made.submission, '--text', hostile]]) {
      if (args[0] === 'events') continue;
      const { out, err } = await call([...args, '--data', made.data], { answer: 'n', columns: 80 });
      expect(`${out}${err}`, args.join(' ')).satisfy(isQuiet);
    }
  });

  it('knows a token that was revoked, one that never was, and one that is cut off', async () => {
    await served();
    const whole = readFileSync(token('cem'), 'utf8').trim();
    expect(await ok('cem', ['work'])).to.have.property('work');
    await ok(null, ['token', 'revoke', '--all', made.people.cem]);
    const gone = await refused('cem', ['work']);
    expect(gone.code).to.equal('not-signed-in');
    await stopped();
    expect(await refused('cem', ['work'])).to.deep.equal(gone);
    writeFileSync(token('cem'), `${newSecret('token')}\n`, { mode: 0o600 });
    expect(await refused('cem', ['work'])).to.deep.equal(gone);
    writeFileSync(token('cem'), `${whole.slice(0, 20)}\n`, { mode: 0o600 });
    const cut = await asked('cem', ['work']);
    expect([cut.code, cut.err.includes(whole.slice(0, 20))]).to.deep.equal([2, false]);
  });

  it('goes on through the folder when the server has stopped, and says so where the server was named', async () => {
    const url = await served();
    await stopped();
    expect(await ok('ana', ['work'])).to.have.property('work');
    const error = await refused('ana', ['work'], ['--server', url]);
    expect([error.code, error.message]).to.deep.equal([
      'server-unreachable',
      `${url}: nothing listens there`,
    ]);
  });

  it('keeps what is of the machine from going beside a server that writes', async () => {
    await served();
    const { code, err } = await call(['rebuild', '--data', made.data]);
    expect(code).to.equal(1);
    expect(err).to.match(/in use by process \d+[\s\S]*ledger-locked/);
  });
});

const isQuiet = (text: string): boolean =>
  !['\u0007', '\u001b', '\u202e'].some((character) => text.includes(character));

/** An answer without what the clock moves. */
function timeless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(timeless);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !['at', 'etag', 'lastUsed'].includes(name) || Array.isArray(value))
      .map(([name, member]) => [name, timeless(member)]),
  );
}
