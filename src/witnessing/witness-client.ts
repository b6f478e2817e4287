import { LedgerError } from '../../events/errors.ts';
import { consistencyProof, rootOf, verifyConsistency } from '../../projections/merkle/proof.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { cosignedAt } from '../checkpoint/cosignature.ts';
import { type NoteSignature, parseSignatureLine } from '../checkpoint/note.ts';
import type { PolicyLog, PolicyWitness } from '../checkpoint/policy.ts';
import type { PublishedLog } from '../log/published-log.ts';
import { addCheckpoint } from './add-checkpoint.ts';
import { type ForkAlarm, forkAlarm, shownBy } from './fork-alarm.ts';
import type { WitnessMemory } from './witness-memory.ts';

export interface WitnessClientOptions {
  readonly log: Pick<PublishedLog, 'nodes' | 'newest'>;
  /** Whose signature makes what a witness shows a proof. */
  readonly logs: readonly PolicyLog[];
  readonly memory: WitnessMemory;
  readonly deadlineMs: number;
}

/** A checkpoint to be cosigned. */
export interface Uncosigned {
  readonly checkpoint: Checkpoint;
  /** Its three lines. */
  readonly text: string;
  /** The note with its log's own signatures. */
  readonly note: string;
  /** Every signature line that it has by now. */
  readonly lines: readonly string[];
}

export interface WitnessOutcome {
  /** Its cosignature; also an earlier one of the same text, where it now answers nothing. */
  readonly line: string | null;
  /** Why it answers none. */
  readonly why?: string;
  readonly alarm?: ForkAlarm;
}

/** From what is remembered, to learn what it holds, from there, and once more where that changed meanwhile. */
const mostCalls = 4;

/** Asks one witness (C2SP tlog-witness). */
export class WitnessClient {
  readonly witness: PolicyWitness;
  readonly #options: WitnessClientOptions;
  readonly #closing = new AbortController();
  /** The text that it has cosigned for this process: it is not asked for that again. */
  #done: string | null = null;

  constructor(witness: PolicyWitness, options: WitnessClientOptions) {
    this.witness = witness;
    this.#options = options;
  }

  /** @throws LedgerError `integrity-violation` where our own tree does not lead to the checkpoint */
  async ask(asked: Uncosigned): Promise<WitnessOutcome> {
    const { checkpoint, text } = asked;
    const { url, verifier } = this.witness;
    const last = this.#options.memory.last(verifier.vkey);
    const line = asked.lines.concat(last?.line ?? []).find((each) => this.#isCosignature(each, text)) ?? null;
    if (line !== null && this.#done === text) return { line };
    if (url === null) return { line, why: 'the policy gives no URL for it' };
    let old = Math.min(last?.size ?? 0, checkpoint.size);
    let isItsWord = false;
    for (let call = 0; call < mostCalls; call += 1) {
      const request = { old, proof: this.#proof(old, checkpoint), checkpoint: asked.note };
      const answer = await this.#within((signal) => addCheckpoint(url, request, signal));
      if (answer.kind === 'none') return { line, why: answer.why };
      if (answer.kind === 'cosigned') {
        const taken = this.#take(answer.lines, asked, line);
        return taken === null ? { line, why: badLines } : { line: taken };
      }
      if (answer.kind === 'inconsistent') {
        if (old === 0) return { line, why: 'it refuses a first checkpoint, which needs no proof (422)' };
        if (isItsWord) return { line, alarm: await this.#alarm(url, checkpoint, old) };
        // That it holds this size is what we remember. Asked from 0, it names the one that it does hold.
        old = 0;
        continue;
      }
      const { size } = answer;
      if (size > checkpoint.size) {
        // Ours may have grown since this checkpoint was given.
        if (size <= (this.#options.log.newest()?.size ?? 0))
          return { line, why: `it has cosigned a newer checkpoint of this log, of ${size} entries` };
        return { line, alarm: await this.#alarm(url, checkpoint, size) };
      }
      if (size === old) return { line, why: `it holds ${size} entries, and takes no proof from there (409)` };
      old = size;
      isItsWord = true;
    }
    return { line, why: 'it named another size each time it was asked' };
  }

  /** Gives up the call that is under way, and those that would follow. */
  close(): void {
    this.#closing.abort(new Error('this server is closing'));
  }

  /** Its line, or the earlier one, which is remembered; null where there is none of its key, or one that does not fit. */
  #take(
    lines: readonly NoteSignature[],
    { checkpoint, text }: Uncosigned,
    earlier: string | null,
  ): string | null {
    const own = lines.filter((each) => isOf(each, this.witness)).map(({ line }) => line);
    if (!own.every((each) => this.#isCosignature(each, text))) return null;
    const line = own.length === 0 ? undefined : (earlier ?? own[0]);
    if (line === undefined) return null;
    const { vkey } = this.witness.verifier;
    this.#options.memory.set({ vkey, size: checkpoint.size, root: base64(checkpoint.root), line });
    this.#done = text;
    return line;
  }

  /** Whether the line is this witness's cosignature of the text, with a time. */
  #isCosignature(line: string, text: string): boolean {
    const signature = parseSignatureLine(line);
    return (
      isOf(signature, this.witness) &&
      this.witness.verifier.verify(Buffer.from(text), signature.signature) &&
      cosignedAt(signature) > 0
    );
  }

  async #alarm(url: string, ours: Checkpoint, theirs: number): Promise<ForkAlarm> {
    const { log, logs, memory } = this.#options;
    const last = memory.last(this.witness.verifier.vkey);
    return forkAlarm({
      witness: this.witness,
      ours,
      theirs,
      rootThere: theirs > ours.size ? null : rootOf(log.nodes, theirs),
      cosignedThere: last?.size === theirs ? last.root : null,
      shown: await this.#within((signal) => shownBy(url, ours.origin, logs, signal)),
    });
  }

  /** Checked here first: where a witness refuses it, it is not the proof that is wrong. */
  #proof(old: number, checkpoint: Checkpoint): Uint8Array[] {
    const { nodes } = this.#options.log;
    const proof = consistencyProof(nodes, old, checkpoint.size);
    try {
      verifyConsistency({ size: old, root: rootOf(nodes, old) }, checkpoint, proof);
    } catch (cause) {
      throw new LedgerError(
        'integrity-violation',
        `the tree of ${checkpoint.origin} does not lead to its checkpoint of ${checkpoint.size} entries: its tiles were changed, or are not those of this ledger`,
        { where: `checkpoint ${checkpoint.size}` },
        { cause },
      );
    }
    return proof;
  }

  async #within<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { deadlineMs } = this.#options;
    const call = new AbortController();
    const late = new Error(`it did not answer within ${deadlineMs / 1000} s`);
    const timer = setTimeout(() => call.abort(late), deadlineMs);
    const { signal } = this.#closing;
    const close = (): void => call.abort(signal.reason);
    signal.addEventListener('abort', close);
    if (signal.aborted) close();
    try {
      return await work(call.signal);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', close);
    }
  }
}

const badLines = 'its answer holds no cosignature of its key, or one that does not fit the checkpoint';

export const isOf = ({ name, keyId }: NoteSignature, { verifier }: PolicyWitness): boolean =>
  name === verifier.name && keyId === verifier.keyId;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
