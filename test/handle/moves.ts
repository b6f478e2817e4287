import fc from 'fast-check';
import { v4 } from 'uuid';
import { isLedgerError } from '../../events/errors.ts';
import { submissionStream } from '../../events/stream.ts';
import { addDays } from '../../events/time.ts';
import { concernsOf } from '../../projections/evaluator/concerns.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import type { CommandName } from '../../src/commands/catalogue.ts';
import { versionOne } from '../decider/framework.ts';
import { criteriaHash, type World } from './world.ts';

/** One attempt of a generated history: which act, by whom, with which of the choices that there are. */
export interface Move {
  readonly kind: number;
  readonly who: number;
  readonly pick: number;
  readonly days: number;
}

export const aMove: fc.Arbitrary<Move> = fc.record({
  kind: fc.nat(1_000),
  who: fc.nat(1_000),
  pick: fc.nat(1_000),
  days: fc.oneof(
    { weight: 9, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) },
  ),
});

const reviewers = ['ana', 'ben', 'cem', 'dua', 'eli'] as const;
const panel = reviewers.slice(0, 4);
const findingsOn = {
  prohibition: ['meets', 'meets', 'meets', 'not-applicable', 'not-assessed', 'prohibited'],
  requirement: ['meets', 'meets', 'meets-if', 'falls-short'],
  value: ['meets', 'meets', 'meets-if', 'falls-short'],
} as const;

const at = <T>(list: readonly T[], n: number): T => {
  const item = list[n % list.length];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
};

/** A submission under way in a world: attempts are made through the one door, and what is refused is counted. */
export class Game {
  readonly subject = v4();
  /** Every text that was sent to be sealed. */
  readonly texts: string[] = [];
  readonly refused = new Map<string, number>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  async state(): Promise<ReviewState> {
    return (await this.#world.handler.history(submissionStream(this.subject))).state;
  }

  /** Received, screened and convened by those who usually do; everyone has declared. */
  async begin(): Promise<void> {
    const fields = { title: this.#text('title'), purpose: this.#text('purpose') };
    await this.#do('sub', 'receive-submission', {
      framework: 'tests',
      fields,
      sponsor: this.#world.id('spo'),
    });
    await this.#do('sec', 'screen-submission', { scope: 'in', reasons: this.#text('screened') });
    await this.#convene();
    for (const seat of panel) await this.#do(seat, 'declare-interest', { seat, kind: 'none' });
  }

  /** A concern of one seat, voted on by the others and overruled. */
  async contest(): Promise<void> {
    const { version } = await this.state();
    const [raiser, ...others] = panel;
    await this.#do(raiser ?? '', 'raise-concern', {
      seat: raiser,
      version,
      criteria: criteriaHash,
      criterion: 'fairness',
      concern: this.#text('concern'),
      resolvedIf: this.#text('resolved'),
    });
    const concern = concernsOf(await this.state(), this.#world.now, 5).at(-1)?.concern ?? v4();
    for (const seat of others) await this.#do(seat, 'record-concern-vote', { seat, concern, overrule: true });
  }

  /** All of the panel judge alike and the chair issues the outcome. */
  async decide(expires?: string): Promise<void> {
    const { version } = await this.state();
    for (const seat of panel) await this.#judge(seat, version, 0);
    await this.#issue('approved', 1, expires);
  }

  async play(move: Move): Promise<void> {
    if (move.days > 0) this.#world.now = addDays(this.#world.now, move.days);
    const { pick, who } = move;
    const seat = at(reviewers, who);
    const state = await this.state();
    const concern = concernsOf(state, this.#world.now, 5)[pick % 3]?.concern ?? v4();
    const judgment = state.judgments.findLast((each) => each.seat === seat)?.event ?? v4();
    const text = (what: string): string => this.#text(what);
    const moves: readonly (() => Promise<void>)[] = [
      () => this.#judge(seat, state.version, pick),
      () => this.#judge(seat, state.version, pick),
      () => this.#judge(seat, state.version, 0),
      () => this.#do(at([seat, 'sub', 'sec', 'own'], pick), 'add-comment', { text: text('comment') }),
      () => this.#do(seat, 'withdraw-judgment', { seat, judgment, reason: text('withdrawn') }),
      () =>
        this.#do(seat, 'raise-concern', {
          seat,
          version: state.version,
          criteria: criteriaHash,
          criterion: at(versionOne.criteria, pick).criterion,
          concern: text('concern'),
          resolvedIf: text('resolved'),
        }),
      () => this.#do('sub', 'answer-concern', { concern, answer: text('answer') }),
      () => this.#do(seat, 'withdraw-concern', { seat, concern, reason: text('withdrawn') }),
      () => this.#do(seat, 'adopt-concern', { seat, concern, reason: text('adopted') }),
      () => this.#do(seat, 'record-concern-vote', { seat, concern, overrule: pick % 3 > 0 }),
      () => this.#do(seat, 'record-concern-vote', { seat, concern, overrule: true }),
      () => this.#do('sub', 'revise-submission', { fields: { title: text('title') } }),
      () => this.#do('sub', 'revise-submission', { fields: { purpose: text('purpose') } }),
      () => this.#do(seat, 'recuse-reviewer', { seat, kind: 'self', reason: text('recused') }),
      () => this.#do('cha', 'recuse-reviewer', { seat, kind: 'directed', reason: text('recused') }),
      () => this.#do('sec', 'seat-alternate', { seat: at(panel, pick), holder: this.#world.id('eli') }),
      () => this.#do('eli', 'declare-interest', { seat: at(panel, pick), kind: 'none' }),
      () =>
        this.#do(seat, 'declare-interest', {
          seat,
          kind: 'declared',
          categories: ['financial'],
          detail: text('interest'),
        }),
      () => this.#do('cha', 'lift-recusal', { seat, reason: text('lifted') }),
      () => this.#do('sec', 'request-information', { questions: text('questions') }),
      () => this.#do('cha', 'propose-decision', { outcome: 'approved', reasons: text('proposed') }),
      () => this.#issue('approved', pick),
      () => this.#issue('approved-with-conditions', pick),
      () => this.#issue('declined', pick),
      () => this.#issue('declined-prohibited', pick),
      () => this.#issue('deferred', pick),
      () => this.#do('sec', 'dissolve-panel', { reason: text('dissolved') }),
      () => this.#convene(),
      () => this.#do('sec', 'extend-due-date', { deadline: this.#deadline(60), reason: text('extended') }),
      () => this.#do('sub', 'withdraw-submission', { reason: text('withdrawn') }),
      () => this.#do('sec', 'reopen-submission', { reason: text('reopened') }),
      () => this.#do('cha', 'revoke-decision', { reason: text('revoked') }),
      () =>
        this.#do('sec', 'publish-decision', { title: text('public title'), summary: text('public summary') }),
    ];
    await at(moves, move.kind)();
  }

  async #judge(seat: string, version: number, pick: number): Promise<void> {
    const findings = versionOne.criteria.map(({ criterion, kind }, i) => ({
      criterion,
      finding: pick === 0 ? 'meets' : at(findingsOn[kind], pick + i),
    }));
    const blocks = findings.some(({ finding }) => finding === 'prohibited') || pick % 7 === 6;
    const short = findings.some(
      ({ criterion, finding }) => criterion === 'oversight' && finding === 'falls-short',
    );
    const position = blocks
      ? 'block'
      : short
        ? 'reservation'
        : at(['support', 'support', 'no-objection', 'abstain'], pick);
    const criterion = findings.find(({ finding }) => finding === 'prohibited')?.criterion ?? 'fairness';
    const { panel: sitting } = await this.state();
    const taken = sitting?.seats.find(({ holder }) => holder !== null && seat === 'eli')?.seat ?? seat;
    await this.#do(seat, 'record-judgment', {
      seat: taken,
      version,
      criteria: criteriaHash,
      findings,
      position,
      reasons: { summary: this.#text('judged') },
      ...(blocks
        ? { concern: { criterion, concern: this.#text('concern'), resolvedIf: this.#text('resolved') } }
        : {}),
    });
  }

  async #issue(outcome: string, pick: number, term?: string): Promise<void> {
    const expires = term ?? (pick % 2 === 0 ? addDays(this.#world.now, 90) : undefined);
    const conditions = [
      {
        condition: 'one',
        kind: 'after',
        owner: this.#world.id('own'),
        verifier: this.#world.id('ver'),
        due: addDays(this.#world.now, 30),
        criteria: versionOne.criteria.map(({ criterion }) => criterion),
        text: this.#text('condition'),
      },
    ];
    await this.#do('cha', 'issue-decision', {
      outcome,
      reasons: { facts: this.#text('facts'), why: this.#text('why') },
      ...(outcome === 'approved-with-conditions' ? { conditions } : {}),
      ...(outcome === 'deferred' ? { deadline: this.#deadline(30) } : {}),
      ...(expires !== undefined && outcome.startsWith('approved') ? { expires } : {}),
    });
  }

  async #convene(): Promise<void> {
    const seats = panel.map((seat, i) => ({
      seat,
      holder: this.#world.id(seat),
      team: i < 2 ? 'product-policy' : 'national-security',
    }));
    await this.#do('sec', 'convene-panel', { seats, deadline: this.#deadline(30) });
  }

  #deadline(days: number) {
    const { now } = this.#world;
    return {
      due: addDays(now, days),
      graceUntil: addDays(now, days + 1),
      hardStop: addDays(now, days + 7),
      zone: 'Europe/London',
    };
  }

  #text(what: string): string {
    const text = `sealed ${what} ${v4()}`;
    this.texts.push(text);
    return text;
  }

  /** The data is checked against the command's schema on its way in, as anybody's is. */
  async #do(name: string, command: CommandName, data: unknown): Promise<void> {
    try {
      await this.#world.attempt(name, command, data, this.subject);
    } catch (error) {
      if (!isLedgerError(error)) throw error;
      this.refused.set(error.code, (this.refused.get(error.code) ?? 0) + 1);
    }
  }
}
