import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { decodeDisclosure } from '../../events/disclosure.ts';
import { submissionStream } from '../../events/stream.ts';
import { replay } from '../../src/replay/replay.ts';
import { listed } from '../store/events.ts';
import { type Answer, asked, now, type Serving, serving } from './serving.ts';

const Listed = z.object({
  count: z.number(),
  submissions: z.array(z.looseObject({ submission: z.string() })),
});
const State = z.looseObject({ submission: z.string(), state: z.unknown() });
const Entries = z.object({ entries: z.array(z.looseObject({ id: z.string(), index: z.number() })) });
const Frameworks = z.object({
  frameworks: z.array(
    z.object({ key: z.string(), versions: z.array(z.object({ version: z.number(), hash: z.string() })) }),
  ),
});
const Problem = z.looseObject({
  type: z.string(),
  status: z.number(),
  detail: z.string(),
  facts: z.unknown().optional(),
});

describe('the public log over HTTP', () => {
  let up: Serving;
  let bodies: readonly string[] = [];

  before(async () => {
    up = await serving();
    bodies = (await listed(up.store.readAll())).map(({ body }) => body);
  });
  after(() => up.close());

  const problem = (answer: Answer) => {
    expect(answer.headers['content-type']).to.match(/^application\/problem\+json/);
    return Problem.parse(answer.json());
  };
  const next = ({ headers }: Answer): string | null =>
    /^<(.*)>; rel="next"$/.exec(String(headers['link'] ?? ''))?.[1] ?? null;
  async function pages(path: string): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    for (let at: string | null = path; at !== null; ) {
      const answer: Answer = await up.get(at);
      expect(answer.status, at).to.equal(200);
      answers.push(answer);
      at = next(answer);
    }
    return answers;
  }

  it('begins with what there is, as text or as JSON', async () => {
    const page = await up.get('/');
    expect(page.headers['content-type']).to.match(/^text\/plain/);
    expect(page.body).to.contain('/submissions/{id}/timeline');
    const { paths } = z
      .object({ paths: z.record(z.string(), z.string()) })
      .parse((await up.get('/', { accept: 'application/json' })).json());
    expect(paths).to.have.property('/events');
    expect((await up.get('/health')).json()).to.deep.equal({ status: 'alive' });
  });

  it('lists every submission once, newest first, over pages of any size', async () => {
    for (const limit of [1, 3, 100]) {
      const answers = await pages(`/submissions?limit=${limit}`);
      const found = answers.flatMap((page) => Listed.parse(page.json()).submissions);
      const ids = found.map(({ submission }) => submission);
      expect(ids).to.have.members([...up.history.submissions]);
      expect(ids).to.deep.equal([...up.projector.views.submissionIds()].reverse());
    }
  });

  it('filters before it counts and pages', async () => {
    const all = Listed.parse((await up.get('/submissions')).json());
    for (const phase of ['submitted', 'review', 'aftercare']) {
      const some = Listed.parse((await up.get(`/submissions?phase=${phase}`)).json());
      const expected = all.submissions.filter((each) => each['phase'] === phase);
      expect(some.submissions).to.deep.equal(expected);
      expect(some.count).to.equal(expected.length);
    }
  });

  it('shows each state as replay of the log without any disclosure has it', async () => {
    for (const submission of up.history.submissions) {
      const shown = State.parse((await up.get(`/submissions/${submission}`)).json());
      const { state } = await replay(up.store, submissionStream(submission));
      expect(shown.state).to.deep.equal(JSON.parse(JSON.stringify(state)));
    }
  });

  it('shows a timeline with the places of the entries in the log', async () => {
    const [submission = ''] = up.history.submissions;
    const { entries } = Entries.parse((await up.get(`/submissions/${submission}/timeline`)).json());
    expect(entries.length).to.be.greaterThan(3);
    for (const { id, index } of entries) expect(bodies[index]).to.contain(`"id":"${id}"`);
  });

  it('gives out nothing that is sealed', async () => {
    const stored = bodies.join('\n');
    // What was opened in the log since is sealed no more; the rest must not come out anywhere.
    const sealed = [...up.history.disclosures.values()].flatMap((disclosure) => {
      const { value } = decodeDisclosure(disclosure);
      return typeof value === 'string' && value.length > 8 && !stored.includes(value) ? [value] : [];
    });
    expect(sealed.length).to.be.greaterThan(20);
    const own = up.history.submissions.flatMap((id) => [`/submissions/${id}`, `/submissions/${id}/timeline`]);
    const answers = await Promise.all(
      ['/submissions', '/frameworks', '/events', ...own].map((path) => up.get(path)),
    );
    const said = answers.map(({ body }) => body).join('\n');
    for (const text of sealed) expect(said.includes(text), text).to.equal(false);
  });

  it('gives the frameworks and each version whole', async () => {
    const { frameworks } = Frameworks.parse((await up.get('/frameworks')).json());
    const [first] = frameworks;
    const version = first?.versions[0];
    const shown = (await up.get(`/frameworks/${first?.key}/versions/${version?.version}`)).json();
    expect(shown).to.include({ key: first?.key, hash: version?.hash });
    const missing = problem(await up.get(`/frameworks/${first?.key}/versions/99`));
    expect(missing).to.include({ status: 404, type: '/problems/not-found' });
  });

  it('gives the log byte for byte, page by page', async () => {
    const got = (await pages('/events?limit=37')).map(({ body }) => body).join('');
    expect(got).to.equal(bodies.map((body) => `${body}\n`).join(''));
    expect((await up.get(`/events?after=${bodies.length - 1}`)).body).to.equal('');
    const beyond = problem(await up.get(`/events?after=${bodies.length}`));
    expect(beyond.facts).to.include({ field: 'after', head: bodies.length - 1 });
  });

  it('answers a missing id and a malformed one alike', async () => {
    for (const path of [
      '/submissions/0190a5de-7c3a-7000-8000-0123456789ab',
      '/submissions/x',
      '/submissions/..%2f..%2fetc',
      '/submissions/x/timeline',
    ])
      expect(problem(await up.get(path)), path).to.include({ status: 404, type: '/problems/not-found' });
    expect(problem(await up.get('/submissions/%zz'))).to.include({ status: 400 });
    expect(problem(await up.get('/nowhere'))).to.include({ status: 404, type: '/problems/no-such-page' });
  });

  it('refuses a query that it does not know, by name, and one that does not fit', async () => {
    expect(problem(await up.get('/submissions?fase=review')).facts).to.deep.include({ parameter: 'fase' });
    for (const [path, field] of [
      ['/submissions?phase=done', 'phase'],
      ['/submissions?limit=0', 'limit'],
      ['/submissions?limit=1001', 'limit'],
      ['/submissions?before=-1', 'before'],
      ['/submissions?framework=%00', 'framework'],
      ['/submissions?limit=1&limit=2', 'limit'],
      ['/events?after=1.5', 'after'],
      [`/events?limit=${'9'.repeat(500)}`, 'limit'],
    ] as const) {
      const answer = problem(await up.get(path));
      expect(answer, path).to.include({ status: 400, type: '/problems/invalid-request' });
      expect(answer.facts).to.include({ field });
    }
    for (const path of [`/submissions/${up.history.submissions[0]}?x=1`, '/frameworks?__proto__=1'])
      expect(problem(await up.get(path))).to.include({ status: 400, type: '/problems/unknown-parameter' });
  });

  it('refuses to be called by a name that is not its own, whatever is asked', async () => {
    const { port } = up.server;
    const foreign = ['evil.example', `evil.example:${port}`, 'localhost.evil.example', '127.0.0.1.nip.io'];
    for (const host of [...foreign, 'localhost@evil', ' ']) {
      for (const path of ['/', '/submissions', '/nowhere']) {
        const answer = problem(await up.get(path, { host }));
        expect(answer, host).to.include({ status: 421, type: '/problems/misdirected-host' });
      }
    }
    for (const host of ['localhost', `LOCALHOST:${port}`, '[::1]:80', '127.0.0.1'])
      expect((await up.get('/health', { host })).status, host).to.equal(200);
  });

  it('takes no other method, no endless address and no endless header', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const answer = await asked(up.server, method, '/submissions');
      expect(problem(answer)).to.include({ status: 405 });
      expect(answer.headers['allow']).to.equal('GET, HEAD');
    }
    expect(await asked(up.server, 'HEAD', '/submissions')).to.include({ status: 200, body: '' });
    expect(problem(await up.get(`/submissions?phase=${'x'.repeat(3_000)}`))).to.include({ status: 414 });
    expect((await up.get('/', { 'x-long': 'x'.repeat(20_000) })).status).to.equal(431);
  });

  it('gives each request an id of its own, and the headers that keep browsers in bounds', async () => {
    const answer = await up.get('/submissions/x', { 'x-request-id': 'mine' });
    expect(answer.headers['x-request-id']).to.match(/^[0-9a-f-]{36}$/);
    expect(problem(answer)['instance']).to.equal(`urn:uuid:${String(answer.headers['x-request-id'])}`);
    expect(answer.headers).to.include({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    });
    expect(answer.headers).not.to.have.any.keys('x-powered-by', 'strict-transport-security');
  });

  it('logs which route was asked, and nothing of what was asked for', async () => {
    await up.get('/submissions/Ana-Example?name=Ana', { cookie: 'Ana', 'user-agent': 'Ana' });
    const line: unknown = JSON.parse(up.logged.at(-1) ?? '');
    expect(line).to.include({ method: 'GET', route: '/submissions/:id', status: 400 });
    expect(up.logged.join('')).not.to.contain('Ana');
  });

  it('uses the server’s clock for what hangs on it', async () => {
    const { at } = z.object({ at: z.string() }).parse((await up.get('/submissions')).json());
    expect(at).to.equal(new Date(now).toISOString());
  });
});
