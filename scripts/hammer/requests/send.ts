import { connect } from 'node:net';
import type { BadRequest } from './request.ts';

export interface Heard {
  /** 0 where the connection ended without an answer. */
  readonly status: number;
  readonly text: string;
  readonly ms: number;
}

/** Longer than any answer may take. */
const patienceMs = 10_000;

/** Sent by hand, since no well-behaved client sends what these hold. */
export function send(port: number, request: BadRequest): Promise<Heard> {
  return heard(port, Buffer.concat([headOf(request), request.body]), 'waits');
}

function headOf({ method, path, headers, body }: BadRequest): Buffer {
  const lines = Object.entries(headers)
    .filter(([name, value]) => value !== '' || name === 'host')
    .map(([name, value]) => `${name}: ${value}`);
  const sized = method === 'GET' ? [] : [`content-length: ${body.length}`];
  const head = [`${method} ${path} HTTP/1.1`, ...lines, ...sized, 'connection: close', '', ''];
  return Buffer.from(head.join('\r\n'), 'latin1');
}

/** Whatever the bytes promise, there are no more: what takes long then is the server. */
export const sendBytes = (port: number, bytes: Buffer): Promise<Heard> => heard(port, bytes, 'ends');

function heard(port: number, bytes: Buffer, then: 'waits' | 'ends'): Promise<Heard> {
  const started = performance.now();
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = connect({ host: '127.0.0.1', port });
    socket.setTimeout(patienceMs, () => socket.destroy());
    socket.on('data', (part: Buffer) => parts.push(part));
    // A server may refuse a body before it has read it; what it answered still counts.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      const text = Buffer.concat(parts).toString('latin1');
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
      resolve({ status, text, ms: performance.now() - started });
    });
    if (then === 'ends') socket.end(bytes);
    else socket.write(bytes);
  });
}

/** Requests of which two programs in a row could read two different things. */
export function smuggled(host: string, token: string): readonly Buffer[] {
  const head = (...lines: readonly string[]): Buffer =>
    Buffer.from(
      [
        ...lines,
        `Host: ${host}`,
        `Authorization: Bearer ${token}`,
        'Content-Type: application/json',
        '',
        '',
      ].join('\r\n'),
      'latin1',
    );
  const post = 'POST /api/submissions HTTP/1.1';
  return [
    Buffer.concat([
      head(post, 'Content-Length: 5', 'Transfer-Encoding: chunked'),
      Buffer.from('0\r\n\r\nPOST / HTTP/1.1\r\n\r\n'),
    ]),
    Buffer.concat([head(post, 'Content-Length: 2', 'Content-Length: 40'), Buffer.from('{}')]),
    Buffer.concat([head(post, 'Transfer-Encoding: xchunked'), Buffer.from('2\r\n{}\r\n0\r\n\r\n')]),
    Buffer.concat([head(post, 'Transfer-Encoding: chunked'), Buffer.from('ffffffffffffffff\r\n{}')]),
    Buffer.concat([head(post, 'Content-Length: -1'), Buffer.from('{}')]),
    head(post, 'Content-Length: 10', `Host: attacker.example`),
    head('POST /api/submissions HTTP/9.9'),
    head('GET http://attacker.example/api/me HTTP/1.1'),
    head(`GET /${'a'.repeat(40_000)} HTTP/1.1`),
    head('GET /api/me HTTP/1.1', `X-Long: ${'a'.repeat(40_000)}`),
    head('GET /api/me HTTP/1.1', `Authorization: Bearer ${token}`),
    Buffer.from('\r\n\r\n\r\n'),
    Buffer.from('GET\r\n\r\n'),
    Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]),
  ];
}
