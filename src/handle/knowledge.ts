import { createdId } from '../../events/derived-ids.ts';
import type { Envelope } from '../../events/envelope.ts';
import type { StreamKind } from '../../events/stream.ts';
import type { DirectoryState } from '../../projections/directory.ts';
import { type FrameworkState, initialFrameworkState } from '../../projections/framework-versions.ts';
import { initialLogState, type LogState } from '../../projections/log-keys.ts';
import type { Asked } from '../commands/catalogue.ts';
import { specOf } from '../commands/parse.ts';
import type { ErasingFacts, Facts, Founders, PersonFacts } from '../decider/facts.ts';
import type { EventStore } from '../store/event-store.ts';
import type { Vault } from '../vault/vault.ts';
import type { Command } from './command.ts';
import type { Directory } from './directory.ts';
import { asksWhatIsErased, erasingNow, erasingThen } from './erasing.ts';
import type { Frameworks } from './frameworks.ts';
import type { History } from './history.ts';
import type { LogRecord } from './log-record.ts';
import type { Opening } from './opening.ts';

/** A submission whose panel is open, and the pseudonyms that sit on it. */
export interface OpenPanel {
  readonly submission: string;
  readonly holders: readonly string[];
}

/** What the handler asks of the read side: which panels are open, as of the last appended event. */
export type OpenPanels = () => Promise<Iterable<OpenPanel>>;

/** The other streams' state that a decision uses, and who the people of the command are. */
export interface Known {
  readonly facts: Facts;
  /** The id of what the command creates inside a sealed field. */
  readonly sealedId: string;
  /** Directory ids by pseudonym, of everyone whom the command's events can name. */
  readonly people: ReadonlyMap<string, string>;
  /** The importer's pseudonym here; null for an act that is not imported. */
  readonly importer: string | null;
}

/** Commands whose separation of duties asks for open panels (SOD-7). */
const asksOpenSeats: readonly Asked['name'][] = [
  'propose-role',
  'grant-role',
  'revoke-role',
  'join-team',
  'leave-team',
];

const noMembers: ReadonlyMap<string, readonly string[]> = new Map();

export interface AsOf {
  readonly directory: DirectoryState;
  readonly frameworks: FrameworkState;
  /** Open panels on which a person sits. Not known of the past: an act that went through then needs them no more. */
  readonly openSeats: ReadonlyMap<string, number>;
  readonly log: LogState;
  readonly erasing: ErasingFacts | null;
}

/** Where it is gathered from. */
export interface KnownFrom {
  readonly directory: Directory;
  readonly frameworks: Frameworks;
  readonly opening: Opening;
  readonly log: LogRecord;
  readonly openPanels: OpenPanels;
  readonly store: EventStore;
  readonly vault: Vault;
}

/** Gathers what `decide` has to know beside the stream itself, from streams and never from views but for open panels. */
export class Knowledge {
  readonly #directory: Directory;
  readonly #frameworks: Frameworks;
  readonly #opening: Opening;
  readonly #log: LogRecord;
  readonly #openPanels: OpenPanels;
  readonly #sources: Pick<KnownFrom, 'store' | 'vault'>;

  constructor({ directory, frameworks, opening, log, openPanels, store, vault }: KnownFrom) {
    this.#directory = directory;
    this.#frameworks = frameworks;
    this.#opening = opening;
    this.#log = log;
    this.#openPanels = openPanels;
    this.#sources = { store, vault };
  }

  async now(kind: StreamKind, command: Command, history: History, at: string): Promise<AsOf> {
    const key = frameworkKeyOf(kind, command, history);
    const directory = await this.#directory.now();
    return {
      directory,
      frameworks: key === null ? initialFrameworkState : await this.#frameworks.now(key),
      openSeats: asksOpenSeats.includes(command.asked.name) ? await this.#openSeats(command) : new Map(),
      log: kind === 'ledger' ? await this.#log.now() : initialLogState,
      erasing: asksWhatIsErased(command, directory) ? await erasingNow(this.#sources, command, at) : null,
    };
  }

  /** As it was when an entry of this stream was decided. */
  async earlier(kind: StreamKind, command: Command, history: History, entry: Envelope): Promise<AsOf> {
    const { revision, recordedAt, basis } = entry;
    const key = frameworkKeyOf(kind, command, history);
    const directory = kind === 'directory' ? (revision === 0 ? null : revision - 1) : basis.directory;
    const framework = async (of: string): Promise<FrameworkState> =>
      kind === 'framework'
        ? this.#frameworks.beforeRevision(of, revision)
        : this.#frameworks.asOf(of, recordedAt, basis.framework);
    return {
      directory: await this.#directory.at(directory),
      frameworks: key === null ? initialFrameworkState : await framework(key),
      openSeats: new Map(),
      log: kind === 'ledger' ? await this.#log.beforeRevision(revision) : initialLogState,
      erasing: asksWhatIsErased(command) ? await erasingThen(this.#sources, command, revision) : null,
    };
  }

  async of(kind: StreamKind, command: Command, history: History, asOf: AsOf): Promise<Known> {
    const submission = kind === 'submission' ? command.subject : null;
    const { directory, frameworks, openSeats, log, erasing } = asOf;
    const founders = await this.#founders();
    const person = async (id: string): Promise<PersonFacts | undefined> =>
      (await this.#directory.facts(directory, id, submission)) ??
      (submission === null ? founderFacts(founders ?? founding(command), id) : undefined);
    const actor = command.actor === null ? undefined : await person(command.actor);
    const importer = command.imported === undefined ? undefined : await person(command.imported.importer);
    const people = new Map<string, PersonFacts>();
    for (const id of specOf(command.asked.name).people(command.asked.data)) {
      const facts = await person(id);
      if (facts !== undefined) people.set(id, facts);
    }
    const members = submission === null ? noMembers : await this.#members(directory, submission, history);
    const named = [...people.values(), actor, importer].filter((each) => each !== undefined);
    return {
      facts: {
        directory,
        actor: actor ?? null,
        people,
        belongs: (pseudonym, team) => members.get(pseudonym)?.includes(team) === true,
        frameworks,
        entry: (id) => history.entry(id),
        ruleSalt: (event) => history.ruleSalt(event),
        openSeats: (id) => openSeats.get(id) ?? 0,
        founders,
        log,
        erasing,
      },
      sealedId: await this.#sealedId(command, actor),
      people: new Map(named.map((each) => [each.pseudonym, each.person])),
      importer: importer?.pseudonym ?? null,
    };
  }

  /** The teams, by pseudonym in the submission, of everyone who could hold a seat of its panel. */
  async #members(
    directory: DirectoryState,
    submission: string,
    history: History,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const seated = new Set(history.state.panel?.seats.map(({ team }) => team));
    const members = new Map<string, readonly string[]>();
    if (![...seated].some((team) => team !== null)) return members;
    for (const { person, teams } of directory.people.values()) {
      if (!teams.some((team) => seated.has(team))) continue;
      const pseudonym = await this.#directory.pseudonymIfKept(person, submission);
      if (pseudonym !== null) members.set(pseudonym, teams);
    }
    return members;
  }

  async #sealedId({ id, imported, asked }: Command, actor: PersonFacts | undefined): Promise<string> {
    if (imported !== undefined) return imported.sealedId;
    const creates = asked.name === 'record-judgment' || asked.name === 'raise-concern';
    return creates && actor !== undefined
      ? this.#directory.sealedId(actor.person, id)
      : createdId(id, 'sealed');
  }

  async #founders(): Promise<Founders | null> {
    const opened = await this.#opening.event();
    if (opened === null) return null;
    const { administrator, registrar } = opened.data;
    return { administrator, registrar };
  }

  /** On how many open panels the person of a directory command sits: by their pseudonym in each. */
  async #openSeats({ asked }: Command): Promise<ReadonlyMap<string, number>> {
    if (!('person' in asked.data)) return new Map();
    const { person } = asked.data;
    let seats = 0;
    for (const { submission, holders } of await this.#openPanels()) {
      const pseudonym = await this.#directory.pseudonymIfKept(person, submission);
      if (pseudonym !== null && holders.includes(pseudonym)) seats += 1;
    }
    return new Map([[person, seats]]);
  }
}

/** Who opens the ledger is one of those whom it will name. */
const founding = ({ asked }: Command): Founders | null => (asked.name === 'open-ledger' ? asked.data : null);

/** The two first people act before the directory holds them: that is how it comes to hold anybody. */
function founderFacts(founders: Founders | null, person: string): PersonFacts | undefined {
  const role = founderRole(founders, person);
  return role === null ? undefined : { person, pseudonym: person, kind: 'human', roles: [role], teams: [] };
}

function founderRole(founders: Founders | null, person: string): 'administrator' | 'registrar' | null {
  if (founders?.administrator === person) return 'administrator';
  return founders?.registrar === person ? 'registrar' : null;
}

function frameworkKeyOf(kind: StreamKind, command: Command, history: History): string | null {
  if (kind === 'framework') return command.subject;
  if (kind !== 'submission') return null;
  if (command.asked.name === 'receive-submission') return command.asked.data.framework;
  return history.state.framework;
}
