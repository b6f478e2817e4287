import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { isLedgerError } from '../../../events/errors.ts';
import type { Request } from '../../../src/cli/reach/reach.ts';
import { ReachError } from '../../../src/cli/reach/reach-error.ts';
import { ServerReach } from '../../../src/cli/reach/server-reach.ts';
import { itNeeding } from '../../it-needing.ts';
import { emptyFolder } from '../calling.ts';
import { type Answering, answering, answerJson } from './answering.ts';

const reading: Request = { method: 'GET', path: '/api/me' };
const acting: Request = {
  method: 'POST',
  path: '/api/submissions',
  body: {},
  once: '0190a5de-7c3a-7000-8000-0123456789ab',
};

describe('a ledger reached through a server', () => {
  const servers: Answering[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });
  const serving = async (answer: Parameters<typeof answering>[0]): Promise<Answering> => {
    const server = await answering(answer);
    servers.push(server);
    return server;
  };
  const reach = (url: string, answerMs = 5_000): ServerReach =>
    new ServerReach({ url, token: 'gvl_secret', asPerson: true, answerMs });
  const failure = async (asked: Promise<unknown>): Promise<Error> => {
    const error = await asked.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(Error);
    return error instanceof Error ? error : new Error();
  };
  const remote = async (asked: Promise<unknown>): Promise<ReachError> => {
    const error = await failure(asked);
    expect(error, error.message).to.be.instanceOf(ReachError);
    return error instanceof ReachError ? error : new ReachError('', '');
  };

  it('is asked with the token, the command’s id, and the tag of what was shown', async () => {
    const server = await serving((_, response) => answerJson(response, 201, { done: true }, '"tag"'));
    const query = { limit: 2, after: undefined, phase: 'in review' };
    const answer = await reach(server.url).ask({ ...acting, query, ifMatch: '"seen"' });
    expect(answer).to.deep.equal({ status: 201, body: { done: true }, etag: '"tag"' });
    expect(server.asked).to.deep.equal([
      {
        line: 'POST /api/submissions?limit=2&phase=in+review',
        authorization: 'Bearer gvl_secret',
        once: acting.once,
        ifMatch: '"seen"',
      },
    ]);
  });

  it('refuses in the same words as the ledger itself', async () => {
    const facts = { command: 'add-comment', field: 'text', rule: 'is required' };
    const problem = {
      type: '/problems/invalid-command',
      title: 'invalid command',
      status: 400,
      detail: 'add-comment: text: is required',
      facts,
    };
    const server = await serving((_, response) => answerJson(response, 400, problem));
    const error = await failure(reach(server.url).ask(acting));
    expect(isLedgerError(error)).to.equal(true);
    expect(error).to.deep.include({ code: 'invalid-command', message: problem.detail, facts });
  });

  it('tells what only a server refuses by its code', async () => {
    const server = await serving((_, response) =>
      answerJson(response, 429, {
        type: 'https://ledger.example/problems/too-busy',
        title: 'too busy',
        status: 429,
        detail: 'wait',
      }),
    );
    expect(await remote(reach(server.url).ask(reading))).to.deep.include({
      code: 'too-busy',
      message: 'wait',
      exit: 1,
    });
  });

  it('is told apart from what is no server of ours', async () => {
    for (const [status, body] of [
      [502, '<h1>Bad gateway</h1>'],
      [404, '"nothing"'],
      [401, ''],
    ] as const) {
      const server = await serving((_, response) => response.writeHead(status).end(body));
      const error = await remote(reach(server.url).ask(reading));
      expect(error.code, String(status)).to.equal('no-govledger-server');
    }
  });

  it('never follows to where a token should not go', async () => {
    const other = await serving((_, response) => answerJson(response, 200, {}));
    const server = await serving((_, response) =>
      response.writeHead(307, { location: `${other.url}/api/me` }).end(),
    );
    expect((await remote(reach(server.url).ask(reading))).code).to.equal('redirected');
    expect(other.asked).to.deep.equal([]);
  });

  it('that nothing listens at is told so, and nothing was recorded', async () => {
    const server = await answering(() => undefined);
    server.close();
    const error = await remote(reach(server.url).ask(acting));
    expect([error.code, error.message]).to.deep.equal([
      'server-unreachable',
      `${server.url}: nothing listens there`,
    ]);
    expect(error.remedy).to.equal('Is it running, and is the address right?');
  });

  it('that does not answer, or breaks off, leaves an act open: the same again acts once', async () => {
    const silent = await serving(() => undefined);
    const cut = await serving((request) => request.socket.destroy());
    const half = await serving((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{', () => response.destroy());
    });
    for (const [server, code] of [
      [silent, 'server-timeout'],
      [cut, 'server-lost'],
      [half, 'server-lost'],
    ] as const) {
      const error = await remote(reach(server.url, 300).ask(acting));
      expect(error.code).to.equal(code);
      expect(error.remedy).to.match(
        /may have been recorded.* --id 0190a5de-7c3a-7000-8000-0123456789ab acts once/,
      );
      expect((await remote(reach(server.url, 300).ask(reading))).remedy).to.equal(null);
    }
  });

  it('that speaks no TLS is sent nothing', async () => {
    const server = await serving((_, response) => answerJson(response, 200, {}));
    const error = await remote(reach(server.url.replace('http:', 'https:')).ask(acting));
    expect(error.code).to.equal('server-untrusted');
    expect(error.message).to.match(/does not speak TLS/);
    expect(server.asked).to.deep.equal([]);
  });

  const openssl = spawnSync('openssl', ['version']).status === 0;
  itNeeding('openssl', openssl)('whose certificate nobody vouches for is sent nothing', async () => {
    const folder = emptyFolder();
    const [key, cert] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')];
    const how = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    spawnSync('openssl', ['req', ...how, '-subj', '/CN=localhost', '-keyout', key, '-out', cert]);
    let asked = 0;
    const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => {
      asked += 1;
      response.end('{}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const error = await remote(reach(`https://localhost:${port}`).ask(acting));
    server.close();
    folder.remove();
    expect([error.code, asked]).to.deep.equal(['server-untrusted', 0]);
    expect(error.message).to.match(/certificate is not to be trusted/);
    expect(error.remedy).to.match(/NODE_EXTRA_CA_CERTS/);
  });

  it('gives lines as they come, whole, until they end or nobody listens any more', async () => {
    const server = await serving((_, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write('{"a":1}\n{"b"');
      setTimeout(() => response.end(':"é"}\n{"c":3}'), 20);
    });
    const lines = async (most: number): Promise<readonly string[]> => {
      const got: string[] = [];
      const stopped = new AbortController();
      for await (const line of reach(server.url).lines(reading, stopped.signal)) {
        got.push(line);
        if (got.length === most) stopped.abort();
      }
      return got;
    };
    expect(await lines(9)).to.deep.equal(['{"a":1}', '{"b":"é"}', '{"c":3}']);
    expect(await lines(1)).to.deep.equal(['{"a":1}']);
  });
});
