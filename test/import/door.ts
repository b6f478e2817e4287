import { canonical } from '../../events/canonical.ts';
import { LedgerError } from '../../events/errors.ts';
import { toJson } from '../../events/json.ts';
import { specOf } from '../../src/commands/parse.ts';
import { type Accepted, type Command, streamOf } from '../../src/handle/command.ts';
import { type ImportOptions, importHistory } from '../../src/import/import-history.ts';

/** Takes every command once, one event each, and keeps what it took in the order in which it was taken. */
export class DoorOfTests {
  readonly taken: Command[] = [];
  readonly #texts = new Map<string, string>();
  /** Thrown for commands on which it answers an error. */
  refuse: (command: Command) => Error | null = () => null;

  async handle(command: Command): Promise<Accepted> {
    const stream = streamOf(specOf(command.asked.name).stream, command.subject);
    // Acts that take turns of their own length: those of one stream must not overtake each other.
    for (let turns = this.taken.length % 3; turns >= 0; turns -= 1) await new Promise(setImmediate);
    const error = this.refuse(command);
    if (error !== null) throw error;
    // As the ledger does: a person's secret is made anew each time, and says nothing about what was asked.
    const { secret: _, ...data } = { secret: null, ...command.asked.data };
    const text = canonical(toJson([command.asked.name, data, command.actor]));
    const known = this.#texts.get(command.id);
    if (known !== undefined && known !== text) {
      throw new LedgerError('idempotency-mismatch', 'another act had this id', { stream });
    }
    if (known === undefined) this.taken.push(command);
    this.#texts.set(command.id, text);
    return {
      stream,
      events: [{ id: command.id, type: 'CommentAdded', revision: 0 }],
      recordedAt: '2026-01-01T00:00:00.000Z',
      broke: command.actor === null ? ['not-permitted'] : [],
      position: '',
      replayed: known !== undefined,
    };
  }

  history(): Promise<{ recordingOf(command: string): unknown }> {
    return Promise.resolve({ recordingOf: (command) => this.#texts.get(command) });
  }
}

export const importKey = Buffer.alloc(32, 7);
export const importer = '7a7a7a7a-0000-4000-8000-000000000001';
export const standing = { now: '2026-01-01T00:00:00.000Z', hasFramework: () => false };

export const importInto = (
  door: ImportOptions['door'],
  files: readonly string[],
  options: Partial<ImportOptions> = {},
) => importHistory({ files, door, source: 'board', importKey, importer, standing, ...options });
