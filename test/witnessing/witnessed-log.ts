import type { Policy } from '../../src/checkpoint/policy.ts';
import { parsePolicy } from '../../src/checkpoint/policy-file.ts';
import type { KeptText } from '../../src/witnessing/witness-memory.ts';
import { type Cosigned, Witnesses } from '../../src/witnessing/witnesses.ts';
import { entries, GrownLog } from './grown-log.ts';
import { SmallWitness } from './small-witness.ts';

/** A text in memory. */
export class Kept implements KeptText {
  text: string | null = null;
  writes = 0;
  read(): string | null {
    return this.text;
  }
  write(text: string): void {
    this.text = text;
    this.writes += 1;
  }
}

/** A log of five entries, two witnesses that trust it, and what is kept of them between one start and the next. */
export class WitnessedLog {
  readonly log: GrownLog;
  readonly north: SmallWitness;
  readonly south: SmallWitness;
  readonly kept = new Kept();
  /** What went wrong with what is kept. */
  readonly failures: unknown[] = [];
  readonly #opened: Witnesses[] = [];

  static async begin(): Promise<WitnessedLog> {
    const log = new GrownLog().grow(entries(5));
    const north = await SmallWitness.start('north.example', [log.key.verifier]);
    const south = await SmallWitness.start('south.example', [log.key.verifier]);
    return new WitnessedLog(log, north, south);
  }

  private constructor(log: GrownLog, north: SmallWitness, south: SmallWitness) {
    this.log = log;
    this.north = north;
    this.south = south;
  }

  async close(): Promise<void> {
    for (const each of this.#opened.splice(0)) await each.close();
    await Promise.all([this.north.close(), this.south.close()]);
  }

  policyOf(quorum: string): Policy {
    const { log, north, south } = this;
    return parsePolicy(
      Buffer.from(
        `log ${log.key.verifier}\nwitness north ${north.vkey} ${north.url}\nwitness south ${south.vkey} ${south.url}/\n${quorum}`,
      ),
    );
  }

  /** Our side, as after a start: only what is kept is remembered. */
  readonly started = (
    log = this.log,
    quorum = 'group both all north south\nquorum both\n',
    deadlineMs = 2000,
  ): Witnesses => {
    const onFailure = (error: unknown): void => void this.failures.push(error);
    const policy = this.policyOf(quorum);
    const witnesses = new Witnesses({ policy, log, kept: this.kept, onFailure, deadlineMs });
    this.#opened.push(witnesses);
    return witnesses;
  };

  /** After a start, what comes of the checkpoint that this log publishes now. */
  readonly cosigned = async (log = this.log): Promise<Cosigned> =>
    this.started(log).cosign(await log.publish());
}
