import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { commandSpecs } from '../../../src/commands/catalogue.ts';
import { offeredCommands, systemCommands } from '../../../src/permissions/commands.ts';
import type { Draw } from '../../bench/draw.ts';
import { type Body, plain, spoiled } from './spoiled.ts';
import { oneOf, type Pool, type Schema, valueFor } from './values.ts';

export interface BadRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** What was done to it, for whoever looks at a finding. */
  readonly kind: string;
  /** Nothing may come of it. */
  readonly bad: boolean;
}

/** What the attackers have: addresses of things that there are, live tokens of people, and tokens that ended. */
export interface Loot {
  readonly pool: Pool;
  readonly submissions: readonly string[];
  readonly tokens: readonly string[];
  readonly ended: readonly string[];
  /** The cookie of somebody who is signed in. */
  readonly cookie: string;
  readonly host: string;
}

interface CommandSchema {
  readonly name: string;
  readonly stream: string;
  readonly schema: Schema;
}

const commands: readonly CommandSchema[] = commandSpecs
  .filter(({ name }) => offeredCommands.includes(name) || systemCommands.includes(name))
  .map(({ name, stream, data }) => ({
    name,
    stream,
    schema: z.toJSONSchema(data, { io: 'input', unrepresentable: 'any' }),
  }));

/** One request that something is wrong with: its body, its headers, its address, or who sends it. */
export function badRequest(loot: Loot, draw: Draw): BadRequest {
  const spec = oneOf(commands, draw);
  const value = valueFor(spec.schema, loot.pool, draw);
  const base = { method: 'POST', path: pathOf(spec, loot, draw) };
  const isSystem = systemCommands.some((name) => name === spec.name);
  const sound = {
    host: loot.host,
    authorization: `Bearer ${oneOf(loot.tokens, draw)}`,
    'idempotency-key': randomUUID(),
  };
  const made = (kind: string, body: Body, headers: Readonly<Record<string, string>>, bad: boolean) => ({
    ...base,
    kind,
    headers: { ...headers, ...body.headers },
    body: body.bytes,
    bad: bad || body.bad || isSystem,
  });
  switch (draw(6)) {
    case 0:
    case 1:
      return made('body', spoiled(value, draw), sound, false);
    case 2: {
      const [kind, headers] = oneOf(badHeaders(loot, draw), draw);
      return made(kind, plain(value), { ...sound, ...headers }, true);
    }
    case 3:
      return { ...made('address', plain(value), sound, true), ...badAddress(loot, draw) };
    case 4:
      return made('guessing', plain(value), withEntityTag(sound, draw), false);
    default:
      return made('well formed', plain(value), sound, false);
  }
}

function pathOf({ name, stream }: CommandSchema, { submissions, pool }: Loot, draw: Draw): string {
  if (name === 'receive-submission') return '/api/submissions';
  switch (stream) {
    case 'submission':
      return `/api/submissions/${oneOf(draw(5) === 0 ? pool.ids : submissions, draw)}/${name}`;
    case 'framework':
      return `/api/frameworks/${oneOf(['sample-national-security', 'nothing'], draw)}/${name}`;
    default:
      return `/api/${stream}/${name}`;
  }
}

const withEntityTag = (headers: Readonly<Record<string, string>>, draw: Draw) => ({
  ...headers,
  'if-match': oneOf(['"x"', '*', 'W/"abc"', `"${'A'.repeat(43)}"`, 'x', '"a", "b"', ''], draw),
});

type Headers = Readonly<Record<string, string>>;

/** Each of these makes any request one that must not be obeyed. */
function badHeaders(
  { ended, tokens, cookie, host }: Loot,
  draw: Draw,
): readonly (readonly [string, Headers])[] {
  const token = oneOf(tokens, draw);
  const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
  return [
    ['no token', { authorization: '' }],
    ['forged token', { authorization: `Bearer ${forged}` }],
    ['ended token', { authorization: `Bearer ${oneOf(ended, draw)}` }],
    ['cut token', { authorization: `Bearer ${token.slice(0, draw(token.length))}` }],
    ['basic', { authorization: `Basic ${Buffer.from(`admin:${token}`).toString('base64')}` }],
    ['endless token', { authorization: `Bearer ${'A'.repeat(4_000)}` }],
    ['odd token', { authorization: 'Bearer \u00ff\u00fe' }],
    ['token in a cookie', { authorization: '', cookie: `govledger=${token}` }],
    ['form of elsewhere', { authorization: '', cookie, origin: 'https://attacker.example' }],
    ['page of elsewhere', { authorization: '', cookie, 'sec-fetch-site': 'cross-site', 'x-csrf-token': 'x' }],
    ['session and token', { cookie }],
    ['rebound host', { host: 'attacker.example' }],
    ['rebound host with a port', { host: `attacker.example:${host.split(':').at(-1) ?? ''}` }],
    ['empty host', { host: '' }],
    ['host with a user', { host: `user@${host}` }],
    ['no key', { 'idempotency-key': '' }],
    ['key that is none', { 'idempotency-key': oneOf(['1', 'x'.repeat(500), '../..', '{}'], draw) }],
    // Version 5 is the system's own.
    ['key of the system', { 'idempotency-key': 'b8a7e2f0-7c11-5e55-8d0e-5f1a2b3c4d5e' }],
  ];
}

function badAddress({ submissions }: Loot, draw: Draw): Pick<BadRequest, 'method' | 'path'> {
  const id = oneOf(submissions, draw);
  return oneOf(
    [
      { method: 'POST', path: '/api/../../etc/passwd' },
      { method: 'POST', path: `/api/submissions/${id}/%2e%2e/%2e%2e/keys/vault.key` },
      { method: 'POST', path: `/api/submissions/${id}/record-judgment%00` },
      { method: 'POST', path: `/api/submissions/${id}/%zz` },
      { method: 'POST', path: `/api/submissions/${id}/constructor` },
      { method: 'POST', path: '/api/submissions/__proto__/record-judgment' },
      { method: 'POST', path: `/api/submissions/${'9'.repeat(3_000)}/add-comment` },
      { method: 'POST', path: `//attacker.example/api/submissions` },
      { method: 'POST', path: '/api/ledger/open-ledger' },
      { method: 'GET', path: '/api/submissions?limit=1e9' },
      { method: 'GET', path: '/api/submissions?after=-1&after=2' },
      { method: 'GET', path: '/api/events?after=99999999999999999999' },
      { method: 'GET', path: `/api/submissions/${id}/timeline?knownAt=${'['.repeat(900)}` },
      { method: 'GET', path: `/api/submissions/${id}/timeline?asOf=yesterday` },
      { method: 'GET', path: `/feeds/${'A'.repeat(43)}.atom` },
      { method: 'GET', path: `/api/submissions/${id.toUpperCase()}/attachments/${id}` },
      { method: 'DELETE', path: `/api/submissions/${id}` },
      { method: 'PUT', path: `/api/submissions/${id}` },
      { method: 'PATCH', path: `/api/submissions/${id}` },
      { method: 'TRACE', path: '/' },
      { method: 'OPTIONS', path: '/api/submissions' },
    ],
    draw,
  );
}
