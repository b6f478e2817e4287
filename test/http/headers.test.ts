import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { ServedWorld } from './served-world.ts';

const body = JSON.stringify({ framework: 'tests', fields: { title: 'Convoy routing', purpose: 'Plan' } });

describe('headers that contradict each other', () => {
  let up: ServedWorld;
  before(async () => {
    up = await ServedWorld.open();
  });
  after(() => up.close());

  /** Sends a request as it is written here, whatever a client library would make of it. */
  async function send(...lines: readonly string[]): Promise<string> {
    const socket = connect(up.served.port, '127.0.0.1');
    socket.write([...lines, 'Connection: close', '', body].join('\r\n'));
    const answered = await text(socket);
    const [, status = '', code = ''] =
      /^HTTP\/1\.1 (\d{3})[\s\S]*?(?:"type":"\/problems\/([a-z-]+)"|$)/.exec(answered) ?? [];
    return `${status} ${code}`.trim();
  }
  const start = ['POST /api/submissions HTTP/1.1', 'Host: localhost', 'Content-Type: application/json'];
  const long = `Content-Length: ${Buffer.byteLength(body)}`;
  const shown = () => `Authorization: Bearer ${up.as('sub').token}`;
  const key = () => `Idempotency-Key: ${randomUUID()}`;

  it('are refused where a credential or a key stands twice', async () => {
    expect(await send(...start, long, shown(), key())).to.match(/^201/);
    expect(await send(...start, long, shown(), shown(), key())).to.equal('400 invalid-request');
    expect(await send(...start, long, shown(), key(), key())).to.equal('400 invalid-request');
  });

  it('are refused where they disagree how long the request is', async () => {
    const chunked = 'Transfer-Encoding: chunked';
    expect(await send(...start, long, chunked, shown(), key())).to.equal('400');
    expect(await send(...start, long, 'Content-Length: 1', shown(), key())).to.equal('400');
    expect(await send(...start, 'Content-Length: -1', shown(), key())).to.equal('400');
  });

  it('are refused where they name two hosts, or none', async () => {
    expect(await send(...start, 'Host: evil.example', long, shown(), key())).to.equal('400 invalid-request');
    expect(await send('GET / HTTP/1.1')).to.equal('400');
    expect(await send('GET / HTTP/1.0')).to.equal('421 misdirected-host');
  });
});
