import { type ErrorCode, isLedgerError, LedgerError } from '../../events/errors.ts';
import { directoryStream } from '../../events/stream.ts';
import { specOf } from '../commands/parse.ts';
import { type Accepted, type Command, streamOf } from '../handle/command.ts';
import { commandsOf, ImportedIds, type Importing, subjectOf } from './act-commands.ts';
import { FINDINGS_LIMIT, type Standing } from './check.ts';
import { actsOf, checkHistory, type HistoryFiles, openHistory, type PlacedAct } from './history-files.ts';
import { Lanes } from './lanes.ts';

/** What an import asks of the ledger: the one door, and, to say what would be added, which commands a stream has. */
export interface Door {
  handle(command: Command): Promise<Accepted>;
  history(stream: string): Promise<{ recordingOf(command: string): unknown }>;
}

export interface ImportOptions extends Importing {
  readonly files: readonly string[];
  readonly door: Door;
  readonly standing: Standing;
  /** Checks, and says what would be added, without adding it. */
  readonly dryRun?: boolean;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Called for every command as soon as it is answered. */
  readonly onAccepted?: (command: string, accepted: Accepted) => void;
}

export interface ImportProgress {
  readonly step: 'checking' | 'importing';
  /** Acts so far; of how many is known once the check is over. */
  readonly acts: number;
  readonly of: number | null;
}

/** An act that the ledger did not take, and why. */
export interface RefusedAct {
  readonly file: string;
  readonly line: number;
  readonly key: string;
  readonly code: ErrorCode;
  readonly message: string;
}

export interface ImportResult {
  /** Acts in the files. */
  readonly acts: number;
  /** Acts that were, or in a dry run would be, recorded. */
  readonly added: number;
  /** Acts that an earlier import had recorded. */
  readonly already: number;
  /** Events appended. */
  readonly events: number;
  /** How many of the added acts broke a rule of governance, by the rule's id. */
  readonly broke: ReadonlyMap<string, number>;
  /** The first refused acts; `refusedCount` counts all. */
  readonly refused: readonly RefusedAct[];
  readonly refusedCount: number;
  /** Acts that were not tried because one that they may rest on was refused. */
  readonly heldBack: number;
}

/** Acts under way at a time: enough streams side by side to fill a commit, few enough to fit in memory. */
const actsUnderWay = 4_000;

/** What store and vault refuse: no act is at fault, and the import ends. All other refusals are of one act. */
const ofTheLedger: readonly ErrorCode[] = [
  'disclosure-damaged',
  'integrity-violation',
  'invalid-store-call',
  'ledger-newer-than-software',
  'outcome-unknown',
  'revision-conflict',
  'store-full',
  'store-read-only',
  'store-unavailable',
  'stream-destroyed',
  'vault-key-missing',
  'vault-key-wrong',
  'vault-missing',
];

/**
 * Checks the files whole, and then takes their acts through the one door: those on one submission in their order,
 * submissions side by side. Imported again it adds only what is new, so an import that was interrupted, or a file that
 * has grown, is simply imported again.
 * @throws LedgerError `invalid-history` before anything is appended; whatever the store and the vault refuse
 */
export async function importHistory(options: ImportOptions): Promise<ImportResult> {
  const { standing, onProgress } = options;
  const history = await openHistory(options.files);
  try {
    const acts = await checkHistory(history, standing, (count) =>
      onProgress?.({ step: 'checking', acts: count, of: null }),
    );
    return await new Import(options, acts).run(history);
  } finally {
    await history.close();
  }
}

class Import {
  readonly #options: ImportOptions;
  readonly #ids: ImportedIds;
  readonly #acts: number;
  readonly #lanes = new Lanes(actsUnderWay);
  /** Decisions by the key of their act: openings stand before them in their append. */
  readonly #decisions = new Map<string, string>();
  readonly #held = new Set<string>();
  readonly #broke = new Map<string, number>();
  readonly #refused: RefusedAct[] = [];
  #refusedCount = 0;
  #added = 0;
  #already = 0;
  #events = 0;
  #heldBack = 0;
  /** A person, team or framework was refused: nothing that follows is tried. */
  #stoppedAt: PlacedAct | null = null;
  #failure: { readonly error: unknown } | null = null;

  constructor(options: ImportOptions, acts: number) {
    this.#options = options;
    this.#ids = new ImportedIds(options);
    this.#acts = acts;
  }

  async run(history: HistoryFiles): Promise<ImportResult> {
    for await (const { acts, findings } of actsOf(history, this.#options.standing)) {
      if (findings.length > 0) throw changedMeanwhile(findings);
      for (const placed of acts) {
        if (this.#failure !== null) break;
        await this.#start(placed);
      }
      this.#options.onProgress?.({ step: 'importing', acts: this.#done(), of: this.#acts });
    }
    await this.#lanes.idle();
    if (this.#failure !== null) throw this.#failure.error;
    this.#options.onProgress?.({ step: 'importing', acts: this.#done(), of: this.#acts });
    return {
      acts: this.#acts,
      added: this.#added,
      already: this.#already,
      events: this.#events,
      broke: new Map([...this.#broke].sort()),
      refused: this.#refused,
      refusedCount: this.#refusedCount,
      heldBack: this.#heldBack,
    };
  }

  #done(): number {
    return this.#added + this.#already + this.#refusedCount + this.#heldBack;
  }

  /**
   * A person is registered before the acts that follow. A team or a framework changes what the rules see, so that those
   * before it are done first and those after it wait: an act is judged by what stands before it in the file.
   */
  async #start(placed: PlacedAct): Promise<void> {
    const { spec } = placed.act;
    const lane = streamOf(specOf(spec.command).stream, subjectOf(placed.act, this.#ids));
    const isBarrier = spec.name === 'team' || spec.name === 'framework';
    if (isBarrier) await this.#lanes.idle();
    else if (spec.on === 'submission') await this.#lanes.done(directoryStream);
    await this.#lanes.start(lane, () => this.#take(placed, lane));
    if (isBarrier) await this.#lanes.idle();
  }

  async #take(placed: PlacedAct, lane: string): Promise<void> {
    if (this.#failure !== null) return;
    if (this.#stoppedAt !== null || this.#held.has(lane)) {
      this.#heldBack += 1;
      return;
    }
    try {
      const isNew = await (this.#options.dryRun === true ? this.#isNew(placed, lane) : this.#record(placed));
      if (isNew) this.#added += 1;
      else this.#already += 1;
    } catch (error) {
      this.#refuse(placed, lane, error);
    }
  }

  async #record({ act }: PlacedAct): Promise<boolean> {
    let isNew = false;
    for (const command of commandsOf(act, this.#ids, this.#options, (key) => this.#decisions.get(key))) {
      const accepted = await this.#options.door.handle(command);
      this.#options.onAccepted?.(command.id, accepted);
      const decided = accepted.events.find(({ type }) => type === 'DecisionIssued');
      if (decided !== undefined) this.#decisions.set(act.frame.key, decided.id);
      if (accepted.replayed) continue;
      isNew = true;
      this.#events += accepted.events.length;
      for (const rule of accepted.broke) this.#broke.set(rule, (this.#broke.get(rule) ?? 0) + 1);
    }
    return isNew;
  }

  async #isNew({ act }: PlacedAct, stream: string): Promise<boolean> {
    const history = await this.#options.door.history(stream);
    return history.recordingOf(this.#ids.command(act.frame.key)) === undefined;
  }

  /**
   * An act that has changed since it was imported is told; what was recorded stands, and the others go on. After any other
   * refusal what may rest on the act is held back: the rest of its submission, or, for people, teams and frameworks, all.
   */
  #refuse(placed: PlacedAct, lane: string, error: unknown): void {
    const { file, line, act } = placed;
    if (!isLedgerError(error) || ofTheLedger.includes(error.code)) {
      this.#failure ??= { error };
      return;
    }
    this.#refusedCount += 1;
    const { code, message } = error;
    if (this.#refused.length < FINDINGS_LIMIT) {
      this.#refused.push({ file, line, key: act.frame.key, code, message });
    }
    if (code === 'idempotency-mismatch') return;
    if (act.spec.on === 'submission') this.#held.add(lane);
    else this.#stoppedAt = placed;
  }
}

const changedMeanwhile = (findings: readonly LedgerError<'invalid-history'>['facts']['findings'][number][]) =>
  new LedgerError('invalid-history', 'the files have changed while they were imported; import them again', {
    findings: findings.slice(0, FINDINGS_LIMIT),
    count: findings.length,
  });
