import { parseCheckpoint } from '../checkpoint/checkpoint.ts';
import { mostSignatures, type NoteSignature, parseNote } from '../checkpoint/note.ts';
import { isQuorate, type Policy } from '../checkpoint/policy.ts';
import type { Published, PublishedLog } from '../log/published-log.ts';
import type { ForkAlarm } from './fork-alarm.ts';
import { isOf, WitnessClient } from './witness-client.ts';
import { type KeptText, WitnessMemory } from './witness-memory.ts';

export interface WitnessesOptions {
  readonly policy: Policy;
  /** What proofs are made of. */
  readonly log: Pick<PublishedLog, 'nodes' | 'newest'>;
  readonly kept: KeptText;
  /** Told where what was cosigned cannot be kept; nothing else follows from that. */
  readonly onFailure: (error: unknown) => void;
  /** For each call to a witness; one checkpoint takes one call, or a few where the witness holds another than we thought. */
  readonly deadlineMs?: number;
}

/** A witness whose cosignature is not there, and why. */
export interface MissingWitness {
  readonly witness: string;
  readonly why: string;
}

export interface Cosigned {
  /** The note that was given: the log's own lines as they were, then one of each witness, in the policy's order. */
  readonly note: string;
  /** Whose lines it has. */
  readonly signed: readonly string[];
  readonly isQuorate: boolean;
  readonly missing: readonly MissingWitness[];
  /** Not empty: the witnesses saw another history than this one, or a longer one. Nothing more may be signed. */
  readonly alarms: readonly ForkAlarm[];
}

/** The witnesses of a policy: what they cosign, and what they have seen. */
export class Witnesses {
  readonly #policy: Policy;
  readonly #memory: WitnessMemory;
  readonly #clients: readonly WitnessClient[];
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ policy, log, kept, onFailure, deadlineMs = 10_000 }: WitnessesOptions) {
    this.#policy = policy;
    this.#memory = new WitnessMemory(kept, onFailure);
    const options = { log, logs: policy.logs, memory: this.#memory, deadlineMs };
    this.#clients = policy.witnesses.map((witness) => new WitnessClient(witness, options));
  }

  /**
   * Asks all of them at once; one checkpoint after the other, for a witness is to see sizes that grow. Whoever fails,
   * refuses or is silent is missing from the answer, and delays it by no more than the deadline of its calls. A line that
   * the note has, or that was remembered for the same text, stays as it is.
   * @throws LedgerError `integrity-violation` where our own tree does not lead to the checkpoint; `note-invalid`,
   * `checkpoint-invalid`, and what `nodes` throws
   */
  cosign(published: Pick<Published, 'note'>): Promise<Cosigned> {
    const cosigned = this.#turn.then(() => this.#cosign(published.note));
    this.#turn = cosigned.catch(() => undefined);
    return cosigned;
  }

  /** Gives up the calls that are under way, and makes no more. */
  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.#turn;
  }

  async #cosign(note: string): Promise<Cosigned> {
    const { text, signatures } = parseNote(note);
    const checkpoint = parseCheckpoint(text);
    this.#memory.open(checkpoint.origin);
    const own = signatures.filter((each) => !this.#policy.witnesses.some((witness) => isOf(each, witness)));
    const lines = signatures.map(({ line }) => line);
    const asked = { checkpoint, text, note: noteOf(text, own), lines };
    const outcomes = await Promise.all(
      this.#clients.map(async (client) => ({ witness: client.witness, ...(await client.ask(asked)) })),
    );
    this.#memory.save();
    const signed = outcomes
      .flatMap(({ witness, line }) => (line === null ? [] : [{ witness, line }]))
      .slice(0, mostSignatures - own.length);
    return {
      note: noteOf(text, [...own, ...signed]),
      signed: signed.map(({ witness }) => witness.name),
      isQuorate: isQuorate(this.#policy, new Set(signed.map(({ witness }) => witness))),
      missing: outcomes.flatMap(({ witness, line, why = 'it holds another history' }) =>
        line === null ? [{ witness: witness.name, why }] : [],
      ),
      alarms: outcomes.flatMap(({ alarm }) => (alarm === undefined ? [] : [alarm])),
    };
  }
}

const noteOf = (text: string, signatures: readonly Pick<NoteSignature, 'line'>[]): string =>
  `${text}\n${signatures.map(({ line }) => `${line}\n`).join('')}`;
