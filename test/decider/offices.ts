import { expect } from 'chai';
import type { LedgerEvent } from '../../events/catalogue.ts';
import type { Recorded, RecordedEvent } from '../../events/decode.ts';
import { eventId } from '../../events/derived-ids.ts';
import type { Via } from '../../events/envelope.ts';
import type { ErrorCode, LedgerError } from '../../events/errors.ts';
import { directoryStream, frameworkStream, ledgerStream } from '../../events/stream.ts';
import {
  type DirectoryState,
  foldDirectory,
  initialDirectoryState,
  isDirectoryEvent,
} from '../../projections/directory.ts';
import {
  evolveFramework,
  type FrameworkState,
  initialFrameworkState,
  type RecordedFrameworkEvent,
} from '../../projections/framework-versions.ts';
import { initialLogState, type LogState, logKeys } from '../../projections/log-keys.ts';
import { isHandled } from '../../projections/projection.ts';
import { initialReviewState } from '../../projections/review-state/state.ts';
import {
  type Asked,
  type CommandData,
  type CommandName,
  commandSpecs,
} from '../../src/commands/catalogue.ts';
import type { Decided } from '../../src/decider/decided.ts';
import type { Facts, Founders, PersonFacts } from '../../src/decider/facts.ts';
import { decideByTheTable } from './by-the-table.ts';
import { type Act, act, refusalOf } from './given.ts';
import { commandId, directory, idOf } from './people.ts';

/** What the streams beside submissions hold before the first act, and what is known of others. */
export interface Offices {
  readonly directory?: DirectoryState;
  readonly founders?: Founders | null;
  readonly openSeats?: (person: string) => number;
}

/** An act by somebody by name, registered or not; `via` says through which door. */
export interface OfficeAct extends Omit<Act, 'by'> {
  readonly by: string | null;
}

/** `act`, by anybody. */
export const does = <N extends CommandName>(
  by: string | null,
  name: N,
  data: CommandData<N>,
  options: Omit<OfficeAct, 'asked' | 'by'> = {},
): OfficeAct => ({ ...act(null, name, data, options), by });

/** The ledger, directory and one framework's stream as they grow under commands, a minute apart. */
export class Desk {
  readonly events: RecordedEvent[] = [];
  directory: DirectoryState;
  frameworks: FrameworkState = initialFrameworkState;
  founders: Founders | null;
  log: LogState = initialLogState;
  readonly #openSeats: (person: string) => number;

  constructor(offices: Offices) {
    this.directory = offices.directory ?? directory;
    this.founders = offices.founders ?? null;
    this.#openSeats = offices.openSeats ?? (() => 0);
  }

  /** What `decide` answers, with nothing recorded. @throws LedgerError the refusal */
  ask({ asked, by, via, imported }: OfficeAct): Decided {
    const circumstances = {
      command: commandId(this.events.length + 1),
      sealedId: commandId(0),
      at: this.#now(),
      via: via ?? (imported === undefined ? 'token' : 'import'),
      subject: streamKindOf(asked) === 'framework' ? 'tests' : '',
      imported: imported ?? null,
    } as const;
    return decideByTheTable(asked, initialReviewState, this.#facts(by), circumstances);
  }

  record(given: OfficeAct): void {
    const { events, role, broke } = this.ask(given);
    const command = commandId(this.events.length + 1);
    const at = this.#now();
    const stream = streamOf(given.asked);
    const earlier = this.events.filter((event) => event.stream === stream).length;
    for (const [index, event] of events.entries()) {
      const { imported } = given;
      const via: Via = given.via ?? (imported === undefined ? 'token' : 'import');
      this.#fold({
        ...event,
        v: 1,
        id: eventId(command, stream, index),
        stream,
        revision: earlier + index,
        recordedAt: at,
        actor: { person: idOf(given.by ?? 'importer'), role, via },
        basis: { directory: this.directory.revision },
        command,
        correlation: command,
        causation: command,
        ...(imported === undefined ? {} : { imported: { source: imported.source, broke: [...broke] } }),
        sealed: {},
      });
    }
  }

  #fold(event: RecordedEvent): void {
    this.events.push(event);
    if (event.type === 'LedgerOpened') {
      const { administrator, registrar } = event.data;
      this.founders = { administrator, registrar };
    }
    if (isHandled(logKeys, event)) this.log = logKeys.evolve(this.log, event);
    if (isDirectoryEvent(event)) this.directory = foldDirectory(this.directory, [event]);
    if (isOfFramework(event)) this.frameworks = evolveFramework(this.frameworks, event);
  }

  #facts(by: string | null): Facts {
    return {
      directory: this.directory,
      actor: by === null ? null : this.#person(idOf(by)),
      people: new Map(),
      belongs: () => false,
      frameworks: this.frameworks,
      entry: () => undefined,
      ruleSalt: () => undefined,
      openSeats: this.#openSeats,
      founders: this.founders,
      log: this.log,
      erasing: null,
    };
  }

  #person(id: string): PersonFacts | null {
    const person = this.directory.people.get(id);
    return person === undefined ? null : { ...person, pseudonym: id };
  }

  #now(): string {
    return `2026-01-05T09:${String(this.events.length).padStart(2, '0')}:00.000Z`;
  }

  /** The newest recorded event of a type. */
  last<T extends LedgerEvent['type']>(type: T): Recorded<T> {
    const event = this.events.findLast((each): each is Recorded<T> => each.type === type);
    if (event === undefined) throw new Error(`no ${type} was recorded`);
    return event;
  }
}

const isOfFramework = (event: RecordedEvent): event is RecordedFrameworkEvent =>
  event.stream.startsWith('framework-');
const streamKindOf = (asked: Asked): string =>
  commandSpecs.find(({ name }) => name === asked.name)?.stream ?? '';
const streamOf = (asked: Asked): string => {
  const kind = streamKindOf(asked);
  if (kind === 'framework') return frameworkStream('tests');
  return kind === 'ledger' ? ledgerStream : directoryStream;
};

/** Nobody is registered and the ledger is not open. */
export const nothingYet: Offices = { directory: initialDirectoryState };

export type OfficeStep = OfficeAct | ((desk: Desk) => OfficeAct);
const stepOf = (step: OfficeStep, desk: Desk): OfficeAct => (typeof step === 'function' ? step(desk) : step);

/** at(offices, …acts).when(act).emits(…events) / .refuses(code) / .broke(…rules), as in `given`. */
export function at(offices: Offices, ...steps: readonly OfficeStep[]) {
  const play = (): Desk => {
    const desk = new Desk(offices);
    for (const step of steps) desk.record(stepOf(step, desk));
    return desk;
  };
  const answer = (step: OfficeStep): Decided => {
    const desk = play();
    return desk.ask(stepOf(step, desk));
  };
  return {
    shows: (check: (desk: Desk) => void): void => check(play()),
    when: (step: OfficeStep) => ({
      emits: (...events: readonly (LedgerEvent | ((desk: Desk) => LedgerEvent))[]): void => {
        const desk = play();
        const decided = desk.ask(stepOf(step, desk));
        expect(decided.events).to.deep.equal(
          events.map((event) => (typeof event === 'function' ? event(desk) : event)),
        );
        expect(decided.broke).to.deep.equal([]);
      },
      /** In which role the act is recorded. */
      as: (role: string): void => {
        expect(answer(step).role).to.equal(role);
      },
      broke: (...rules: readonly string[]): void => {
        expect(answer(step).broke).to.deep.equal(rules);
      },
      refuses: (code: ErrorCode, facts: Readonly<Record<string, unknown>> = {}): LedgerError => {
        const error = refusalOf(() => answer(step));
        expect({ code: error.code, message: error.message, facts: error.facts }).to.deep.include({ code });
        expect(error.facts).to.deep.include(facts);
        return error;
      },
    }),
  };
}
