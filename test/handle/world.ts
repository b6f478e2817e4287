import { v4, v5 } from 'uuid';
import type { FrameworkDefinition } from '../../events/framework.ts';
import { frameworkHash } from '../../events/framework-hash.ts';
import { instantFromMillis, millisOf } from '../../events/time.ts';
import type { CommandData, CommandName } from '../../src/commands/catalogue.ts';
import { parseAsked } from '../../src/commands/parse.ts';
import { begin } from '../../src/folder/begin.ts';
import { foundingOf } from '../../src/folder/founding.ts';
import type { Accepted, Command } from '../../src/handle/command.ts';
import { Handler } from '../../src/handle/handle.ts';
import type { OpenPanels } from '../../src/handle/knowledge.ts';
import type { EventStore } from '../../src/store/event-store.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { memoryVault } from '../../src/vault/memory.ts';
import type { Vault } from '../../src/vault/vault.ts';
import { versionOne } from '../decider/framework.ts';
import { cast } from '../decider/people.ts';
import { logKeyFor } from '../log-keys.ts';

const namespace = 'b8a7e2f0-7c11-4e55-8d0e-5f1a2b3c4d5e';

/** The framework of the decider's tests as a definition that can be published. */
export const definitionOf = (version = 1): FrameworkDefinition => ({
  ...versionOne.terms,
  key: versionOne.key,
  version,
  criteria: [...versionOne.criteria],
});

/** The hash of its first version, which judgments name. */
export const criteriaHash = frameworkHash(definitionOf());

export interface WorldOptions {
  readonly store?: EventStore;
  readonly vault?: Vault;
  readonly openPanels?: OpenPanels;
}

export interface DoOptions {
  readonly subject?: string;
  readonly id?: string;
  readonly at?: string;
  readonly imported?: Command['imported'];
  readonly ifRevision?: number;
}

/** A ledger in memory with the cast of the decider's tests in its directory, driven through the one door. */
export class World {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly handler: Handler;
  readonly submission = v5('submission', namespace);
  ledger = '';
  #clock = millisOf('2026-01-05T09:00:00.000Z');

  private constructor({ store, vault, openPanels }: WorldOptions) {
    this.store = store ?? new MemoryStore();
    this.vault = vault ?? memoryVault();
    this.handler = new Handler({
      store: this.store,
      vault: this.vault,
      openPanels: openPanels ?? (async () => []),
      now: () => this.#clock,
    });
  }

  /** Opened, with its founders and the tests' framework, and everyone of the cast registered. */
  static async open(options: WorldOptions = {}): Promise<World> {
    const world = new World(options);
    const { ledger } = await begin(world.handler, {
      origin: 'tests.example/ledger',
      logKey: logKeyFor('tests.example/ledger').verifier,
      administratorName: 'Ada Min',
      registrarName: 'Rex Ister',
      operatorName: 'Operator',
      framework: definitionOf(),
    });
    world.ledger = ledger;
    const { registrar, administrator } = foundingOf(ledger);
    for (const [name, { roles, teams }] of Object.entries(cast)) {
      const person = world.id(name);
      const kind = name === 'bot' ? 'service' : 'human';
      const secret = Buffer.from(v5(`secret ${name}`, namespace).slice(0, 32)).toString('base64url');
      await world.as(registrar, 'register-person', { person, kind, name: `Name of ${name}`, secret });
      for (const role of roles) {
        const asked = await world.as(registrar, 'propose-role', { person, role, change: 'grant' });
        const proposal = asked.events[0]?.id ?? '';
        await world.as(administrator, 'grant-role', { person, role, proposal });
      }
      for (const team of teams) await world.as(registrar, 'join-team', { person, team });
    }
    return world;
  }

  /** Directory id of one of the cast. */
  id(name: string): string {
    return v5(`person ${name}`, namespace);
  }

  get now(): string {
    return instantFromMillis(this.#clock);
  }
  set now(instant: string) {
    this.#clock = millisOf(instant);
  }

  /** A command by one of the cast on the world's submission, a minute later than the last. @throws LedgerError the refusal */
  async act<N extends CommandName>(
    name: string,
    command: N,
    data: CommandData<N>,
    options: DoOptions = {},
  ): Promise<Accepted> {
    return this.as(this.id(name), command, data, { subject: this.submission, ...options });
  }

  /** A command whose data only its own schema knows. @throws LedgerError the refusal */
  async attempt(name: string, command: CommandName, data: unknown, subject: string): Promise<Accepted> {
    this.#clock += 60_000;
    const asked = parseAsked(command, data);
    return this.handler.handle({ id: v4(), asked, subject, actor: this.id(name), via: 'token' });
  }

  /** A command by a directory id. */
  async as<N extends CommandName>(
    person: string | null,
    command: N,
    data: CommandData<N>,
    options: DoOptions = {},
  ): Promise<Accepted> {
    this.#clock += 60_000;
    return this.handler.handle(this.command(person, command, data, options));
  }

  command<N extends CommandName>(
    person: string | null,
    command: N,
    data: CommandData<N>,
    { subject = '', id = v4(), at, imported, ifRevision }: DoOptions = {},
  ): Command {
    return {
      id,
      asked: parseAsked(command, data),
      subject,
      actor: person,
      via: imported === undefined ? 'token' : 'import',
      ...(at === undefined ? {} : { at }),
      ...(imported === undefined ? {} : { imported }),
      ...(ifRevision === undefined ? {} : { ifRevision }),
    };
  }
}
