import { randomUUID } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { z } from 'zod';
import { millisOf } from '../../events/time.ts';
import type { AccessLog } from '../../src/access/access-log.ts';
import { memoryAccessLog } from '../../src/access/sqlite.ts';
import type { CommandData, CommandName } from '../../src/commands/catalogue.ts';
import { Erasures } from '../../src/erasure/erasures.ts';
import { plansInMemory } from '../../src/erasure/plans.ts';
import { dataFolder } from '../../src/folder/data-folder.ts';
import { foundingOf } from '../../src/folder/founding.ts';
import type { Limits } from '../../src/http/limits.ts';
import { type ServedLedger, serveLedger } from '../../src/http/serve-ledger.ts';
import { operatorCaller } from '../../src/identity/caller.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { memoryIdentity } from '../../src/identity/sqlite.ts';
import type { LedgerLog } from '../../src/log/ledger-log.ts';
import { openProjector, type Projector } from '../../src/projector/projector.ts';
import type { EventStore } from '../../src/store/event-store.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { cast, type Name } from '../decider/people.ts';
import { World } from '../handle/world.ts';
import { logFolders, logOver } from '../log/log-at-work.ts';
import { requireDescribed } from './openapi/checked.ts';

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly json: () => unknown;
}

export interface Asking {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const Problem = z.object({ type: z.string(), status: z.number(), detail: z.string() });
/** The code of a refusal. */
export const codeOf = (answered: Answered): string =>
  Problem.parse(answered.json()).type.replace('/problems/', '');

const Accepted = z.object({
  command: z.string(),
  submission: z.string().optional(),
  person: z.string().optional(),
  events: z.array(z.object({ id: z.string(), type: z.string(), revision: z.number() })),
  replayed: z.boolean(),
});
export type AcceptedJson = z.infer<typeof Accepted>;

/** Somebody at the API. */
export class Client {
  readonly #port: number;
  readonly token: string;
  /** What was answered to commands that were taken, in order. */
  readonly accepted: string[] = [];

  constructor(port: number, token: string) {
    this.#port = port;
    this.token = token;
  }

  /** Every answer is held against the OpenAPI document. */
  async ask(method: string, path: string, { body, headers = {} }: Asking = {}): Promise<Answered> {
    const shown = this.token === '' ? {} : { authorization: `Bearer ${this.token}` };
    const answered = await asked(this.#port, method, path, {
      ...(body === undefined ? {} : { body }),
      headers: { ...shown, ...headers },
    });
    requireDescribed(method, path, answered);
    if (answered.body.includes('"receiptOf"')) this.accepted.push(answered.body);
    return answered;
  }

  get(path: string, headers: Asking['headers'] = {}): Promise<Answered> {
    return this.ask('GET', path, { headers });
  }

  post(path: string, body: unknown, headers: Asking['headers'] = {}): Promise<Answered> {
    return this.ask('POST', path, { body, headers });
  }

  /** A command on a submission, with what was seen where the API asks for it. */
  async command(
    submission: string,
    name: string,
    data: unknown,
    headers: Asking['headers'] = {},
  ): Promise<Answered> {
    const path =
      name === 'receive-submission' ? '/api/submissions' : `/api/submissions/${submission}/${name}`;
    const key = { 'idempotency-key': randomUUID(), ...headers };
    const first = await this.post(path, data, key);
    if (first.status !== 428) return first;
    const { etag = '' } = (await this.get(`/api/submissions/${submission}`)).headers;
    return this.post(path, data, { ...key, 'if-match': etag });
  }

  /** A command that is taken. */
  async act<N extends CommandName>(submission: string, name: N, data: CommandData<N>): Promise<AcceptedJson> {
    const answered = await this.command(submission, name, data);
    if (answered.status !== 201) throw new Error(`${name}: ${answered.status} ${answered.body}`);
    return Accepted.parse(answered.json());
  }
}

/** `fetch` forbids some headers that a hostile caller can send, so this asks by hand. */
export function asked(
  port: number,
  method: string,
  path: string,
  { body, headers = {} }: Asking = {},
): Promise<Answered> {
  const isSent = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
  const sent = isSent ? body : JSON.stringify(body);
  const typed = sent === undefined ? {} : { 'content-type': 'application/json' };
  const request = httpRequest({
    host: '127.0.0.1',
    port,
    method,
    path,
    headers: { ...typed, ...headers },
    agent: false,
  });
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      text(response).then((answer) => {
        const { statusCode: status = 0, headers: answered } = response;
        resolve({ status, headers: answered, body: answer, json: (): unknown => JSON.parse(answer) });
      }, reject);
    });
    request.end(sent);
  });
}

const erasuresOf = ({ store, vault, handler }: World, projector: Projector): Erasures =>
  new Erasures({
    store,
    vault,
    handler,
    plans: plansInMemory(),
    due: async () => {
      await projector.waitFor();
      return projector.views.dueErasures().map(({ erasure }) => erasure);
    },
  });

export interface ServedWorldOptions {
  readonly limits?: Limits;
  readonly proxies?: readonly string[];
  readonly isSecure?: boolean;
  /** Takes the store's place for the routes. */
  readonly broken?: (store: EventStore) => EventStore;
}

interface Parts {
  readonly world: World;
  readonly identity: Identity;
  readonly access: AccessLog;
  readonly projector: Projector;
  readonly served: ServedLedger;
  readonly logged: readonly string[];
  readonly tokens: ReadonlyMap<string, string>;
  readonly signing: LedgerLog;
  readonly keys: string;
  readonly letGo: () => void;
}

/** The tests' world behind the whole HTTP stack, on free ports of loopback, with a token for everyone of the cast. */
export class ServedWorld {
  readonly world: World;
  readonly identity: Identity;
  readonly access: AccessLog;
  readonly projector: Projector;
  readonly served: ServedLedger;
  /** Lines of the log. */
  readonly logged: readonly string[];
  readonly operator: Client;
  readonly anonymous: Client;
  /** The signed log. */
  readonly signing: LedgerLog;
  /** The folder of the keys that sign it. */
  readonly keys: string;
  readonly #clients: ReadonlyMap<string, Client>;
  readonly #letGo: () => void;

  private constructor({
    world,
    identity,
    access,
    projector,
    served,
    logged,
    tokens,
    signing,
    keys,
    letGo,
  }: Parts) {
    this.keys = keys;
    this.signing = signing;
    this.#letGo = letGo;
    this.world = world;
    this.identity = identity;
    this.access = access;
    this.projector = projector;
    this.served = served;
    this.logged = logged;
    this.operator = new Client(served.port, served.operatorToken);
    this.anonymous = new Client(served.port, '');
    this.#clients = new Map([...tokens].map(([name, token]) => [name, new Client(served.port, token)]));
  }

  static async open({
    limits = 'off',
    proxies = [],
    isSecure = false,
    broken,
  }: ServedWorldOptions = {}): Promise<ServedWorld> {
    const store = new MemoryStore();
    const projector = await openProjector({ store, path: ':memory:' });
    const openPanels = async () => {
      await projector.waitFor();
      return projector.views.openPanels();
    };
    const world = await World.open({ store, openPanels });
    await projector.waitFor();
    const now = (): number => millisOf(world.now);
    const identity = memoryIdentity(now);
    const { operator } = foundingOf(world.ledger);
    const tokens = await tokensFor(world, identity);
    const logged: string[] = [];
    const log = pino({ level: 'info', base: null }, { write: (line: string) => void logged.push(line) });
    const routed = broken?.(store) ?? store;
    const folders = logFolders();
    const signing = await logOver(store, folders);
    const { handler, vault } = world;
    const access = memoryAccessLog(now);
    const served = await serveLedger({
      ledger: {
        id: world.ledger,
        operator,
        folder: dataFolder(tmpdir()),
        store: routed,
        vault,
        handler,
        projector,
        views: projector.views,
        log: signing,
        signing,
        erasures: erasuresOf(world, projector),
      },
      identity,
      access,
      members: { host: '127.0.0.1', port: 0 },
      everybody: { where: { host: '127.0.0.1', port: 0 }, store: keptOpen(routed), published: signing },
      log,
      limits,
      proxies,
      isSecure,
      now,
    });
    return new ServedWorld({
      world,
      identity,
      access,
      projector,
      served,
      logged,
      tokens,
      signing,
      keys: folders.keys,
      letGo: folders.remove,
    });
  }

  as(name: Name | 'administrator' | 'registrar'): Client {
    const client = this.#clients.get(name);
    if (client === undefined) throw new Error(`${name} has no token`);
    return client;
  }

  /** What was answered to every command that was taken. */
  accepted(): readonly string[] {
    return [this.operator, ...this.#clients.values()].flatMap(({ accepted }) => accepted);
  }

  /** Anybody, at the public listener. */
  publicly(path: string, headers: Asking['headers'] = {}): Promise<Answered> {
    return asked(Number(new URL(this.served.publicUrl ?? '').port), 'GET', path, { headers });
  }

  /** The whole log, once a line of it fits: a request is logged when its connection is done with it. */
  async loggedAs(fits: RegExp): Promise<string> {
    while (!this.logged.some((line) => fits.test(line)))
      await new Promise((resolve) => setTimeout(resolve, 5));
    return this.logged.join('');
  }

  async close(): Promise<void> {
    await this.served.close();
    await this.signing.close();
    this.#letGo();
    await this.identity.close();
    await this.access.close();
    await this.projector.close();
    await this.world.store.close();
  }
}

async function tokensFor(world: World, identity: Identity): Promise<ReadonlyMap<string, string>> {
  const { operator, administrator, registrar } = foundingOf(world.ledger);
  const people = Object.keys(cast).map((name) => [name, world.id(name)] as const);
  const founders = [['administrator', administrator] as const, ['registrar', registrar] as const];
  const tokens = new Map<string, string>();
  for (const [label, person] of [...people, ...founders]) {
    const { code } = await identity.issueCode({ person, by: operatorCaller(operator) });
    tokens.set(label, (await identity.redeemCode({ code, label })).token);
  }
  return tokens;
}

/** A store that somebody else closes. */
const keptOpen = (store: EventStore): EventStore => ({
  append: (...given) => store.append(...given),
  readStream: (...given) => store.readStream(...given),
  readAll: (...given) => store.readAll(...given),
  follow: (...given) => store.follow(...given),
  head: () => store.head(),
  close: async () => undefined,
});
