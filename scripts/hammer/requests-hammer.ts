import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { demoFolder } from '../../src/folder/demo-folder.ts';
import { drawing } from '../bench/draw.ts';
import { enrolled } from '../demo/enrolled.ts';
import type { Member, Tell } from '../demo/member.ts';
import { demoPeople } from '../demo/people.ts';
import { declined, returned, underReview } from '../demo/reviews/short.ts';
import { type DemoServer, demoServer } from '../demo/server.ts';
import { faultsOf } from './requests/check-answer.ts';
import { type BadRequest, badRequest, type Loot } from './requests/request.ts';
import { type Heard, send, sendBytes, smuggled } from './requests/send.ts';

export interface RequestsHammerOptions {
  readonly seed: number;
  /** How many requests are sent, in rounds of a thousand, each with a seed of its own. */
  readonly requests: number;
  readonly onRound?: (round: RequestsRound) => void;
}

export interface RequestsRound {
  /** Begin again here with `--seed`. */
  readonly seed: number;
  readonly requests: number;
  /** How many answers had which status; 0 stands for a connection that was cut. */
  readonly answers: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  readonly findings: readonly string[];
}

const aRound = 1_000;
const atOnce = 16;

/** Sends bad requests to a real server, and looks at every answer and at what the ledger holds after each round. */
export async function hammerRequests(options: RequestsHammerOptions): Promise<readonly string[]> {
  const data = join(mkdtempSync(join(tmpdir(), 'requests-hammer-')), 'data');
  const server = await demoServer(data, { GOVLEDGER_RATE_LIMITS: 'off' });
  const findings: string[] = [];
  try {
    const loot = await looted(data, server);
    await settled(server);
    for (let sent = 0, seed = options.seed; sent < options.requests; seed += 1, sent += aRound) {
      const requests = Math.min(aRound, options.requests - sent);
      const round = await hammered(seed, requests, server, loot);
      findings.push(...round.findings);
      options.onRound?.(round);
    }
  } finally {
    await server.stop();
  }
  if (findings.length === 0) rmSync(join(data, '..'), { recursive: true });
  return findings;
}

/** Cases in every stage that there is, tokens of everybody, and one that has been revoked. */
async function looted(data: string, server: DemoServer): Promise<Loot> {
  const quietly: Tell = () => undefined;
  const troupe = await enrolled(data, server, quietly);
  const submissions = [await underReview(troupe), await declined(troupe), await returned(troupe)];
  const tokens = demoPeople.map(({ key }) =>
    readFileSync(join(demoFolder(data).path, `${key}.token`), 'utf8').trim(),
  );
  const further = Issued.parse(await troupe.vic.post('/api/me/tokens', { label: 'lost' }));
  await troupe.vic.remove(`/api/tokens/${further.state.id}`);
  const people = Object.values(troupe).map(({ person }) => person);
  const keys = ['policy-1', 'policy-2', 'security-1', 'security-2', 'no-harm-to-people', 'fairness', 'title'];
  return {
    pool: { ids: [...people, ...submissions], keys },
    submissions,
    tokens,
    ended: [further.token],
    cookie: await signedIn(troupe.ana, server),
    host: new URL(server.url).host,
  };
}
async function signedIn(member: Member, { url }: DemoServer): Promise<string> {
  const { code } = Code.parse(await member.post('/api/me/sign-in-codes', {}));
  const response = await fetch(new URL('/api/session', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}
const Code = z.looseObject({ code: z.string() });
const Issued = z.looseObject({ token: z.string(), state: z.looseObject({ id: z.string() }) });

async function hammered(
  seed: number,
  requests: number,
  server: DemoServer,
  loot: Loot,
): Promise<RequestsRound> {
  const draw = drawing(seed);
  const port = Number(new URL(server.url).port);
  const before = await recordedCommands(server);
  const answers: Record<string, number> = {};
  const findings: string[] = [];
  const taken = new Set<string>();
  let slowestMs = 0;
  const note = (what: string, heard: Heard, more: readonly string[] = []): void => {
    answers[heard.status] = (answers[heard.status] ?? 0) + 1;
    slowestMs = Math.max(slowestMs, heard.ms);
    for (const fault of [...faultsOf(heard), ...more]) findings.push(`seed ${seed}: ${what}: ${fault}`);
  };
  const queue = Array.from({ length: requests }, () => badRequest(loot, draw));
  const work = async (): Promise<void> => {
    for (let request = queue.pop(); request !== undefined; request = queue.pop()) {
      const heard = await send(port, request);
      const obeyed = heard.status >= 200 && heard.status < 300;
      if (obeyed) taken.add(request.headers['idempotency-key'] ?? '');
      note(inWords(request), heard, obeyed && request.bad && request.method === 'POST' ? ['was obeyed'] : []);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  for (const bytes of smuggled(loot.host, loot.tokens[draw(loot.tokens.length)] ?? ''))
    note(JSON.stringify(bytes.toString('latin1').slice(0, 60)), await sendBytes(port, bytes));
  await settled(server);
  for (const { type, command } of (await recordedCommands(server)).slice(before.length)) {
    if (type !== 'ActRefused' && !taken.has(command))
      findings.push(
        `seed ${seed}: ${type} of command ${command} is on record, and nobody was told that it was taken`,
      );
  }
  return { seed, requests, answers, slowestMs: Math.round(slowestMs), findings };
}

const inWords = ({ kind, method, path, body }: BadRequest): string =>
  `${kind}: ${method} ${path.slice(0, 120)} ${body.toString('latin1').slice(0, 200)}`;

const Recorded = z.looseObject({ type: z.string(), command: z.string() });

/** The public log follows what was recorded, and may be a moment behind. */
async function settled(server: DemoServer): Promise<void> {
  for (let before = -1, now = 0; before !== now; ) {
    await setTimeout(200);
    before = now;
    now = (await recordedCommands(server)).length;
  }
}

/** The whole log, as anybody reads it. */
async function recordedCommands({ publicUrl }: DemoServer): Promise<readonly z.infer<typeof Recorded>[]> {
  const found: z.infer<typeof Recorded>[] = [];
  for (let path: string | null = '/events?limit=10000'; path !== null; ) {
    const response: Response = await fetch(new URL(path, publicUrl));
    const lines = (await response.text()).split('\n').filter((line) => line !== '');
    found.push(...lines.map((line) => Recorded.parse(JSON.parse(line))));
    path = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
  }
  return found;
}
