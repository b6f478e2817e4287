import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { runningServer } from '../../../src/cli/reach/running-server.ts';
import { serverAddress } from '../../../src/cli/reach/server-address.ts';
import { UsageError } from '../../../src/cli/usage-error.ts';
import { call, emptyFolder, type Folder } from '../calling.ts';
import { type Answering, answering } from './answering.ts';

describe('a server’s address', () => {
  it('is taken without its trailing slash, with a path where there is one', () => {
    expect(serverAddress('https://ledger.example/', '--server')).to.equal('https://ledger.example');
    expect(serverAddress('https://ledger.example/review/', '--server')).to.equal(
      'https://ledger.example/review',
    );
    expect(serverAddress('http://localhost:8017', '--server')).to.equal('http://localhost:8017');
    expect(serverAddress('http://[::1]:8017', '--server')).to.equal('http://[::1]:8017');
  });

  it('is refused where a token could be read on the way, or it is none', () => {
    for (const [text, says] of [
      ['http://ledger.example', /another machine/],
      ['http://localhost.example', /another machine/],
      ['http://127.0.0.1.example:8017', /another machine/],
      ['ftp://ledger.example', /must begin with https/],
      ['ledger.example', /no address/],
      ['https://me:secret@ledger.example', /must not hold a name/],
      ['https://ledger.example/?token=x', /without \? or #/],
    ] as const)
      expect(() => serverAddress(text, '--server'), text).to.throw(UsageError, says);
  });

  it('goes with no data folder, and with no verb of the machine', async () => {
    const both = await call(['submission', 'list', '--server', 'https://ledger.example', '--data', 'x']);
    expect([both.code, both.err]).to.deep.equal([
      2,
      'govledger: --server: does not go with --data: a ledger is reached in one of two ways\n',
    ]);
    for (const verb of ['init', 'serve', 'doctor', 'rebuild', 'import x.ndjson --source x']) {
      const { code, err } = await call([...verb.split(' '), '--server', 'https://ledger.example']);
      expect(code, verb).to.equal(2);
      expect(err).to.match(/--server: govledger \w+ is for the machine that the ledger is on: /);
    }
    const env = { GOVLEDGER_SERVER: 'https://ledger.example' };
    expect((await call(['doctor'], { env })).err).to.match(
      /^govledger: GOVLEDGER_SERVER: govledger doctor is for/,
    );
  });

  it('is reached by a token alone', async () => {
    const { code, err } = await call([
      'role',
      'grant',
      'me',
      'auditor',
      '--server',
      'https://ledger.example',
    ]);
    expect(code).to.equal(1);
    expect(err).to.match(/nobody is signed in[\s\S]*not-signed-in[\s\S]*--token-file F/);
  });
});

describe('a server that runs on a data folder', () => {
  let folder: Folder;
  let server: Answering;
  let file = '';

  before(async () => {
    folder = emptyFolder();
    file = join(folder.path, 'server.json');
    server = await answering((request, response) =>
      response.writeHead(request.url === '/health' ? 200 : 404).end(),
    );
  });
  after(() => {
    server.close();
    folder.remove();
  });

  const told = (pid: number, url: string): string =>
    JSON.stringify({ url, publicUrl: url, pid, operatorToken: 'gvo_secret' });

  it('is found by what it left there', async () => {
    expect(await runningServer({ server: file })).to.equal(null);
    writeFileSync(file, told(process.pid, server.url));
    expect(await runningServer({ server: file })).to.include({
      url: server.url,
      operatorToken: 'gvo_secret',
    });
  });

  it('is none where the file is stale: unreadable, its process gone, or nothing answering', async () => {
    const { pid: gone = 1 } = (await import('node:child_process')).spawnSync(process.execPath, ['-e', '0']);
    const asked = server.asked.length;
    for (const text of ['', '{', '{"url":1}', told(gone, server.url)]) {
      writeFileSync(file, text);
      expect(await runningServer({ server: file }), text).to.equal(null);
    }
    // Whatever listens where a server was once is asked nothing.
    expect(server.asked).to.have.length(asked);
    writeFileSync(file, told(process.pid, 'http://127.0.0.1:1'));
    expect(await runningServer({ server: file })).to.equal(null);
  });
});
