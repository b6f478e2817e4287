import { expect } from 'chai';
import type { LedgerEvent } from '../../events/catalogue.ts';
import type { Recorded, RecordedEvent } from '../../events/decode.ts';
import { createdId, eventId } from '../../events/derived-ids.ts';
import type { Via } from '../../events/envelope.ts';
import { type ErrorCode, isLedgerError, type LedgerError } from '../../events/errors.ts';
import { submissionStream } from '../../events/stream.ts';
import { instantFromMillis, millisOf, type Occurred } from '../../events/time.ts';
import type { DirectoryState } from '../../projections/directory.ts';
import type { FrameworkState } from '../../projections/framework-versions.ts';
import { initialLogState } from '../../projections/log-keys.ts';
import { evolve, isSubmissionEvent } from '../../projections/review-state/evolve.ts';
import { initialReviewState, type ReviewState } from '../../projections/review-state/state.ts';
import { actingPerson } from '../../projections/review-state/when.ts';
import type { Asked, CommandData, CommandName } from '../../src/commands/catalogue.ts';
import type { Decided } from '../../src/decider/decided.ts';
import type { Circumstances, Facts, PersonFacts } from '../../src/decider/facts.ts';
import { decideByTheTable } from './by-the-table.ts';
import { frameworks } from './framework.ts';
import { cast, commandId, directory, factsOf, ledgerId, type Name, submissionId } from './people.ts';

/** A command by someone of the cast, or by the system; `at` moves the clock forward to that instant. */
export interface Act {
  readonly asked: Asked;
  readonly by: Name | 'system' | null;
  readonly at?: string;
  readonly via?: Via;
  readonly imported?: { readonly source: string; readonly as?: string; readonly occurred?: Occurred };
  /** With the system's `record-refusal`: who was refused. */
  readonly refused?: Name;
  /** What people are from this act on, where it differs from the cast. */
  readonly now?: { readonly [N in Name]?: Partial<Pick<PersonFacts, 'kind' | 'roles' | 'teams'>> };
}
type Options = Omit<Act, 'asked' | 'by'>;

export function act<N extends CommandName>(
  by: Act['by'],
  name: N,
  data: CommandData<N>,
  options: Options = {},
): Act {
  // The pairing of name and data is what the signature checks; the union cannot see it.
  const asked = { name, data } as Extract<Asked, { readonly name: N }>;
  return { asked, by, ...options };
}

/** Events that stand in the stream whatever today's rules say of them: what projections are shown, and deciders stand on. */
export interface Happened extends Options {
  readonly happened: readonly LedgerEvent[];
  readonly by: Act['by'];
}
export const happened = (by: Act['by'], ...events: readonly LedgerEvent[]): Happened => ({
  by,
  happened: events,
});

export interface Circumstance {
  readonly directory?: DirectoryState;
  readonly frameworks?: FrameworkState;
  /** Open panels on which somebody sits, by directory id. */
  readonly openSeats?: (person: string) => number;
  /** Salts of sealed rule fields, where some are gone. */
  readonly ruleSalt?: Facts['ruleSalt'];
}

const start = '2026-01-05T09:00:00.000Z';
const names = Object.keys(cast).filter((name): name is Name => name in cast);

/** One submission's stream as it grows under commands, one minute apart, judged by the rules under test. */
export class Stream {
  readonly events: RecordedEvent[] = [];
  state: ReviewState = initialReviewState;
  #clock = millisOf(start);
  #commands = 0;
  #people: ReadonlyMap<Name, PersonFacts> = new Map(names.map((name) => [name, factsOf(name)]));
  readonly #circumstance: Circumstance;

  constructor(circumstance: Circumstance = {}) {
    this.#circumstance = circumstance;
  }

  /** What `decide` answers, with nothing recorded. @throws LedgerError the refusal */
  ask(given: Act): { readonly decided: Decided; readonly at: string; readonly command: string } {
    const at = given.at ?? instantFromMillis(this.#clock + 60_000);
    const command = commandId(this.#commands + 1);
    const circumstances: Circumstances = {
      command,
      sealedId: createdId(command, 'concern'),
      at,
      via:
        given.via ?? (given.by === 'system' ? 'system' : given.imported === undefined ? 'token' : 'import'),
      subject: submissionId,
      imported: given.imported ?? null,
    };
    return {
      decided: decideByTheTable(given.asked, this.state, this.#facts(given), circumstances),
      at,
      command,
    };
  }

  /** Records what `decide` answers. */
  record(given: Act): Decided {
    const { decided, at, command } = this.ask(given);
    this.#people = this.#peopleAt(given);
    this.#clock = Math.max(this.#clock, millisOf(at));
    this.#commands += 1;
    for (const [index, event] of decided.events.entries())
      this.#append(event, given, decided, at, command, index);
    return decided;
  }

  play(steps: readonly Given[]): this {
    for (const each of steps) {
      const step = stepOf<Act | Happened>(each, this);
      if ('happened' in step) this.put(step);
      else this.record(step);
    }
    return this;
  }

  /** Records events as they are, asking nobody. */
  put(given: Happened): void {
    this.#clock = Math.max(this.#clock + 60_000, millisOf(given.at ?? start));
    this.#commands += 1;
    const command = commandId(this.#commands);
    const at = given.at ?? instantFromMillis(this.#clock);
    const capacity = { role: 'reviewer', team: null, broke: [] } as const;
    for (const [index, event] of given.happened.entries())
      this.#append(event, given, capacity, at, command, index);
  }

  #append(
    event: LedgerEvent,
    given: Options & Pick<Act, 'by'>,
    decided: Pick<Decided, 'role' | 'team' | 'broke'>,
    at: string,
    command: string,
    index: number,
  ): void {
    const stream = submissionStream(submissionId);
    const actor = this.#actor(given);
    const person = given.by === 'system' ? ledgerId : (actor?.pseudonym ?? submissionId);
    const recorded: RecordedEvent = {
      ...event,
      v: 1,
      id: eventId(command, stream, index),
      stream,
      revision: this.events.length,
      recordedAt: at,
      ...(given.imported?.occurred === undefined ? {} : { occurred: given.imported.occurred }),
      actor: {
        person,
        role: decided.role,
        ...(decided.team === null ? {} : { team: decided.team }),
        via:
          given.via ?? (given.by === 'system' ? 'system' : given.imported === undefined ? 'token' : 'import'),
      },
      basis: { directory: 40 },
      command,
      correlation: command,
      causation: command,
      ...(given.imported === undefined
        ? {}
        : {
            imported: {
              source: given.imported.source,
              ...(actor === null ? {} : { by: actor.pseudonym }),
              broke: [...decided.broke],
            },
          }),
      sealed: {},
    };
    this.events.push(recorded);
    if (isSubmissionEvent(recorded)) this.state = evolve(this.state, recorded);
  }

  #peopleAt({ now = {} }: Options): ReadonlyMap<Name, PersonFacts> {
    return new Map([...this.#people].map(([name, person]) => [name, { ...person, ...now[name] }]));
  }

  #actor(given: Options & Pick<Act, 'by'>): PersonFacts | null {
    const name = given.refused ?? given.by;
    return name === null || name === 'system' ? null : (this.#peopleAt(given).get(name) ?? null);
  }

  #facts(given: Act): Facts {
    const people = [...this.#peopleAt(given).values()];
    return {
      directory: this.#circumstance.directory ?? directory,
      actor: this.#actor(given),
      people: new Map(people.map((person) => [person.person, person])),
      belongs: (pseudonym, team) =>
        people.some((person) => person.pseudonym === pseudonym && person.teams.includes(team)),
      frameworks: this.#circumstance.frameworks ?? frameworks,
      entry: (id) => {
        const event = this.events.find((each) => each.id === id);
        if (event === undefined) return undefined;
        const thread = event.type === 'CommentAdded' ? (event.data.thread ?? event.id) : null;
        const visibility = 'visibility' in event.data ? event.data.visibility : null;
        return {
          id,
          type: event.type,
          revision: event.revision,
          by: actingPerson(event),
          thread,
          visibility,
        };
      },
      ruleSalt: this.#circumstance.ruleSalt ?? (() => 'AAAAAAAAAAAAAAAAAAAAAA'),
      openSeats: this.#circumstance.openSeats ?? (() => 0),
      founders: null,
      log: initialLogState,
      erasing: null,
    };
  }

  /** The newest recorded event of a type. */
  last<T extends LedgerEvent['type']>(type: T): Recorded<T> {
    const event = this.events.findLast((each): each is Recorded<T> => each.type === type);
    if (event === undefined) throw new Error(`no ${type} was recorded`);
    return event;
  }
}

/** An act, or one made from what the stream holds by then: `(stream) => act('ver', 'verify-condition', { evidence: stream.last(…).id … })`. */
export type Step = Act | ((stream: Stream) => Act);
export type Given = Step | Happened | ((stream: Stream) => Happened);
const stepOf = <S>(step: S | ((stream: Stream) => S), stream: Stream): S =>
  step instanceof Function ? step(stream) : step;

export function given(...steps: readonly Given[]) {
  return givenIn({}, ...steps);
}

/** given(…acts).when(act).emits(…events) / .refuses(code); .shows(check) looks at the state after the given acts. */
export function givenIn(circumstance: Circumstance, ...steps: readonly Given[]) {
  const stream = new Stream(circumstance);
  const play = (): Stream => stream.play(steps);
  return {
    /** The stream after the given acts. */
    played: (): Stream => play(),
    shows: (check: (state: ReviewState, stream: Stream) => void): void => check(play().state, stream),
    when: (step: Step) => ({
      /** The whole events, in their order. */
      emits: (...events: readonly (LedgerEvent | ((stream: Stream) => LedgerEvent))[]): void => {
        play();
        const { decided } = stream.ask(stepOf(step, stream));
        expect(decided.events).to.deep.equal(
          events.map((event) => (typeof event === 'function' ? event(stream) : event)),
        );
      },
      /** The types of the events alone, for where whole ones are compared elsewhere. */
      emitsTypes: (...types: readonly LedgerEvent['type'][]): void => {
        play();
        const { decided } = stream.ask(stepOf(step, stream));
        expect(decided.events.map(({ type }) => type)).to.deep.equal(types);
      },
      /** In which role, and for which team. */
      actsAs: (role: Decided['role'], team: string | null = null): void => {
        play();
        expect(stream.ask(stepOf(step, stream)).decided).to.deep.include({ role, team });
      },
      /** The framework and submission version that the answer says it used, as far as named here. */
      reliesOn: (reliance: Partial<Pick<Decided, 'framework' | 'version'>>): void => {
        play();
        expect(stream.ask(stepOf(step, stream)).decided).to.deep.include(reliance);
      },
      /** Recorded, with what an imported act would have been refused for. */
      broke: (...rules: readonly string[]): void => {
        play();
        expect(stream.ask(stepOf(step, stream)).decided.broke).to.deep.equal(rules);
      },
      refuses: (code: ErrorCode, facts: Readonly<Record<string, unknown>> = {}): LedgerError => {
        play();
        const error = refusalOf(() => stream.ask(stepOf(step, stream)));
        expect({ code: error.code, message: error.message, facts: error.facts }).to.deep.include({ code });
        expect(error.facts).to.deep.include(facts);
        return error;
      },
    }),
  };
}

export function refusalOf(ask: () => unknown): LedgerError {
  try {
    ask();
  } catch (error) {
    if (isLedgerError(error)) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
