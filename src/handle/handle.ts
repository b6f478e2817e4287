import { decode } from '../../events/decode.ts';
import { systemCommandId } from '../../events/derived-ids.ts';
import { isLedgerError, LedgerError } from '../../events/errors.ts';
import { isOfKind, ledgerStream } from '../../events/stream.ts';
import { instantFromMillis } from '../../events/time.ts';
import { specOf } from '../commands/parse.ts';
import { decide } from '../decider/decider.ts';
import type { Circumstances } from '../decider/facts.ts';
import { ruleOf } from '../decider/rules.ts';
import type { EventStore } from '../store/event-store.ts';
import type { Vault } from '../vault/vault.ts';
import { goesOnRecord, requireOwnId, requireRevision } from './admission.ts';
import { appendSettled } from './append-settled.ts';
import { requireBlobs } from './attachments.ts';
import { type Accepted, type Command, streamOf } from './command.ts';
import { Directory } from './directory.ts';
import { Frameworks } from './frameworks.ts';
import { Histories } from './histories.ts';
import { type History, openRuleField, type Recording } from './history.ts';
import { type AsOf, Knowledge, type Known, type OpenPanels } from './knowledge.ts';
import { LogRecord } from './log-record.ts';
import { Opening } from './opening.ts';
import { draft } from './recording.ts';
import { Rereader, sameEvent } from './replayed.ts';
import { sameTelling } from './same-telling.ts';
import { saltsOf, sealEvent } from './sealer.ts';
import { Turns } from './turns.ts';

export interface HandlerOptions {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly openPanels: OpenPanels;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** How often a command is decided anew because the stream went on meanwhile. */
const maxTries = 20;

/**
 * The one door in: load, fold, decide, seal, append (DESIGN §3). Commands on one stream take turns; those on different
 * streams share the commits of vault and store.
 */
export class Handler {
  readonly directory: Directory;
  readonly frameworks: Frameworks;
  readonly opening: Opening;
  readonly log: LogRecord;
  readonly #store: EventStore;
  readonly #vault: Vault;
  readonly #now: () => number;
  readonly #histories: Histories;
  readonly #rereader: Rereader;
  readonly #knowledge: Knowledge;
  readonly #turns = new Turns();

  constructor({ store, vault, openPanels, now = Date.now }: HandlerOptions) {
    this.#store = store;
    this.#vault = vault;
    this.#now = now;
    this.directory = new Directory(store, vault);
    this.frameworks = new Frameworks(store);
    this.opening = new Opening(store);
    this.log = new LogRecord(store);
    this.#histories = new Histories(store, vault);
    this.#rereader = new Rereader(store, vault);
    const { directory, frameworks, opening, log } = this;
    this.#knowledge = new Knowledge({ directory, frameworks, opening, log, openPanels, store, vault });
  }

  /**
   * Does what the command asks, once: sent again it answers the same, `replayed: true`.
   * @throws LedgerError the refusal. Refusals by a separation of duties or a fence go on record as `ActRefused`;
   * `idempotency-mismatch` when the id was used for something else or by somebody else.
   */
  async handle(command: Command): Promise<Accepted> {
    requireOwnId(command);
    const stream = streamOf(specOf(command.asked.name).stream, command.subject);
    const take = () =>
      this.#turns.take(stream, async () => {
        try {
          return await this.#handle(command, stream);
        } catch (error) {
          if (goesOnRecord(command, error)) await this.#recordRefusal(command, stream, ruleOf(error));
          throw error;
        }
      });
    // No hold is placed while it is asked whether one stands.
    return isOfKind(stream, 'erasure') ? this.#turns.take(ledgerStream, take) : take();
  }

  /** Forgets every text that it has opened, after an erasure. */
  forgetOpenings(): void {
    this.#histories.forget();
    this.#rereader.forget();
    this.directory.forgetSecrets();
  }

  /** The stream's history as `decide` sees it, with its rule fields opened. Read only. */
  async history(stream: string): Promise<History> {
    return this.#turns.take(stream, () => this.#histories.load(stream));
  }

  /** Whether the command's id is on record in its stream, by whomever. */
  async recorded({ id, asked, subject }: Command): Promise<boolean> {
    const history = await this.history(streamOf(specOf(asked.name).stream, subject));
    return history.recordingOf(id) !== undefined;
  }

  /** Resolves when every command taken so far is answered. */
  idle(): Promise<void> {
    return this.#turns.idle();
  }

  /**
   * Tries on the history as it is kept: an append is checked against it anyway. Whatever is refused is tried again on the
   * present one where others have appended meanwhile, so that no refusal rests on what is past.
   */
  async #handle(command: Command, stream: string): Promise<Accepted> {
    const salts = saltsOf();
    let history = this.#histories.kept(stream) ?? (await this.#histories.load(stream));
    for (let tries = 1; ; tries += 1) {
      const { revision } = history;
      try {
        return await this.#onHistory(command, stream, history, salts);
      } catch (error) {
        if (!isLedgerError(error) || tries >= maxTries) throw error;
        history = await this.#histories.load(stream);
        if (history.revision === revision) throw error;
      }
    }
  }

  async #onHistory(
    command: Command,
    stream: string,
    history: History,
    salts: ReturnType<typeof saltsOf>,
  ): Promise<Accepted> {
    const recording = history.recordingOf(command.id);
    if (recording !== undefined) return this.#again(command, stream, history, recording);
    requireRevision(command, stream, history);
    return this.#append(command, stream, history, salts);
  }

  async #append(
    command: Command,
    stream: string,
    history: History,
    salts: ReturnType<typeof saltsOf>,
  ): Promise<Accepted> {
    const { stream: kind } = specOf(command.asked.name);
    const instant = command.at ?? instantFromMillis(this.#now());
    const recordedAt =
      history.recordedAt !== null && history.recordedAt > instant ? history.recordedAt : instant;
    const asOf = await this.#knowledge.now(kind, command, history, recordedAt);
    const known = await this.#knowledge.of(kind, command, history, asOf);
    const decided = decide(
      command.asked,
      history.state,
      known.facts,
      circumstancesOf(command, known, recordedAt),
    );
    const place = { stream, first: history.revision + 1, recordedAt, ledger: await this.#ledgerId(command) };
    const drafted = draft(command, decided, known, place, (pseudonym) => history.hasNamed(pseudonym));
    const filing = { author: command.actor ?? '', people: known.people };
    const sealed = drafted.map(({ event, envelope }, index) =>
      sealEvent(event, envelope, salts(index), filing),
    );
    const disclosures = sealed.flatMap((each) => each.disclosures);
    await requireBlobs(command, this.#vault);
    // Vault first: a disclosure without its event is harmless, an event without its disclosure is a loss.
    if (disclosures.length > 0) await this.#vault.put(disclosures);
    const fresh = sealed.map(({ event }) => event);
    const position = await appendSettled(this.#store, stream, history.revision, fresh);
    const texts = new Map(disclosures.map(({ digest, disclosure }) => [digest, disclosure]));
    for (const { event } of sealed) history.add(openRuleField(decode(event.body), position, texts));
    this.#histories.added(stream, history, sealed.length);
    const events = drafted.map(({ event, envelope: { id, revision } }) => ({
      id,
      type: event.type,
      revision,
    }));
    return { stream, events, recordedAt, broke: decided.broke, position, replayed: false };
  }

  /** The command is decided once more on what it was decided on, and has to come to the same. */
  async #again(command: Command, stream: string, history: History, recording: Recording): Promise<Accepted> {
    const [head] = recording.events;
    if (head === undefined || !(await this.#comesToTheSame(command, stream, history, recording))) {
      throw new LedgerError(
        'idempotency-mismatch',
        'this command id was used before, for something else or by somebody else; a new command needs a new id',
        { stream },
      );
    }
    return { stream, ...recording, replayed: true };
  }

  async #comesToTheSame(
    command: Command,
    stream: string,
    history: History,
    { events, recordedAt }: Recording,
  ): Promise<boolean> {
    const first = events[0]?.revision ?? 0;
    const reread = await this.#rereader.read(stream, first, first + events.length - 1);
    const [recorded] = reread.events;
    if (recorded === undefined) return false;
    const { stream: kind } = specOf(command.asked.name);
    const asOf: AsOf = await this.#knowledge.earlier(kind, command, history, recorded);
    const known = await this.#knowledge.of(kind, command, reread.before, asOf);
    if (!sameTelling(command, known, recorded)) return false;
    try {
      const { before } = reread;
      const decided = decide(
        command.asked,
        before.state,
        known.facts,
        circumstancesOf(command, known, recordedAt),
      );
      const place = { stream, first, recordedAt, ledger: recorded.actor.person };
      const drafted = draft(command, decided, known, place, (pseudonym) => before.hasNamed(pseudonym));
      return (
        drafted.length === events.length &&
        drafted.every(({ event }, index) => {
          const theirs = reread.events[index];
          return theirs !== undefined && sameEvent(event, theirs);
        })
      );
    } catch (error) {
      if (isLedgerError(error)) return false;
      throw error;
    }
  }

  async #ledgerId({ via }: Command): Promise<string> {
    if (via !== 'system') return '';
    const opened = await this.opening.event();
    if (opened === null)
      throw new LedgerError('not-found', 'the ledger is not opened', { what: 'ledger', id: '' });
    return opened.data.ledger;
  }

  /** At most one per person, rule and day: the id of the command says so. It is made of what the event itself shows. */
  async #recordRefusal(command: Command, stream: string, rule: string): Promise<void> {
    const day = (command.at ?? instantFromMillis(this.#now())).slice(0, 10);
    const pseudonym = await this.directory.pseudonym(command.actor ?? '', command.subject);
    const refusal: Command = {
      ...command,
      via: 'system',
      id: systemCommandId(command.subject, `ActRefused/${pseudonym}/${rule}`, day),
      asked: { name: 'record-refusal', data: { rule, act: command.asked.name, day } },
      causation: command.id,
    };
    if ((await this.#histories.load(stream)).recordingOf(refusal.id) === undefined) {
      await this.#handle(refusal, stream);
    }
  }
}

function circumstancesOf(command: Command, { sealedId }: Known, at: string): Circumstances {
  const { id, via, subject, imported } = command;
  return {
    command: id,
    sealedId,
    at,
    via,
    subject,
    imported: imported ?? null,
  };
}
