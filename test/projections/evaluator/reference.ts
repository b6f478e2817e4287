import type { DecidedOutcome } from '../../../events/decision.ts';
import type { Recorded, RecordedEvent } from '../../../events/decode.ts';
import type { Effect } from '../../../events/framework.ts';
import { addDays } from '../../../events/time.ts';
import type { FrameworkVersion } from '../../../projections/framework-versions.ts';

/**
 * DESIGN §7 written down once more, sentence by sentence, over the events themselves: it shares neither the fold nor a
 * function with the evaluator. Slow and plain on purpose. Without conditions, and with one panel.
 */
interface Seat {
  readonly key: string;
  readonly team: string | undefined;
  holder: string | undefined;
  status: 'sitting' | 'recused' | 'vacant';
  recusals: { kind: string; holder: string | undefined; at: string; lifted: string | null }[];
}
interface Judgment {
  readonly id: string;
  readonly order: number;
  readonly seat: string;
  readonly holder: string;
  readonly version: number;
  readonly wasCurrent: boolean;
  readonly content: NonNullable<Recorded<'JudgmentRecorded'>['data']['judgment']>;
  withdrawn: boolean;
}
interface Concern {
  readonly id: string;
  readonly order: number;
  readonly seat: string;
  readonly holder: string;
  readonly at: string;
  readonly carried: boolean;
}

export function allowedByTheLetter(
  framework: FrameworkVersion,
  events: readonly RecordedEvent[],
  at: string,
): Record<DecidedOutcome, boolean> {
  const seats: Seat[] = [];
  const judgments: Judgment[] = [];
  const concerns: Concern[] = [];
  const adoptions: { id: string; seat: string; holder: string; at: string }[] = [];
  const over = new Set<string>();
  let presumed: readonly string[] = [];
  let hardStop: string | null = null;
  let version = 1;
  let material = 1;
  const seatOf = (key: string): Seat => {
    const seat = seats.find((each) => each.key === key);
    if (seat === undefined) throw new Error(`no seat ${key}`);
    return seat;
  };

  for (const [order, event] of events.entries()) {
    const person = event.actor.person;
    const moment = event.recordedAt;
    if (event.type === 'SubmissionScreened') presumed = event.data.presumed;
    if (event.type === 'SubmissionRevised') {
      version = event.data.version;
      if (event.data.material) material = version;
    }
    if (event.type === 'PanelConvened') {
      hardStop = event.data.deadline?.hardStop ?? null;
      for (const { seat: key, team, holder } of event.data.seats)
        seats.push({ key, team, holder, status: 'sitting', recusals: [] });
    }
    if (event.type === 'SeatVacated') seatOf(event.data.seat).status = 'vacant';
    if (event.type === 'AlternateSeated') {
      seatOf(event.data.seat).holder = event.data.holder;
      seatOf(event.data.seat).status = 'sitting';
    }
    if (event.type === 'ReviewerRecused') {
      const seat = seatOf(event.data.seat);
      seat.status = 'recused';
      seat.recusals.push({ kind: event.data.kind, holder: seat.holder, at: moment, lifted: null });
    }
    if (event.type === 'RecusalLifted') {
      const seat = seatOf(event.data.seat);
      const recusal = seat.recusals.filter(({ lifted }) => lifted === null).at(-1);
      if (recusal !== undefined) {
        recusal.lifted = moment;
        if (seat.status === 'recused' && seat.holder === recusal.holder) seat.status = 'sitting';
      }
    }
    if (event.type === 'JudgmentRecorded' && event.data.judgment !== undefined) {
      const { seat, judgment } = event.data;
      const wasCurrent = event.data.version === version;
      judgments.push({
        id: event.id,
        order,
        seat,
        holder: person,
        version: event.data.version,
        wasCurrent,
        content: judgment,
        withdrawn: false,
      });
      if (judgment.concern !== undefined && !concerns.some(({ id }) => id === judgment.concern?.concern))
        concerns.push({
          id: judgment.concern.concern,
          order,
          seat,
          holder: person,
          at: moment,
          carried: true,
        });
    }
    if (event.type === 'JudgmentWithdrawn') {
      for (const judgment of judgments) if (judgment.id === event.data.judgment) judgment.withdrawn = true;
    }
    if (event.type === 'ConcernRaised' && !concerns.some(({ id }) => id === event.data.concern))
      concerns.push({
        id: event.data.concern,
        order,
        seat: event.data.seat,
        holder: person,
        at: moment,
        carried: false,
      });
    if (event.type === 'ConcernWithdrawn' || event.type === 'ConcernOverruled') over.add(event.data.concern);
    if (event.type === 'ConcernAdopted')
      adoptions.push({ id: event.data.concern, seat: event.data.seat, holder: person, at: moment });
  }

  const effect = (judgment: Judgment, criterion: string): Effect => {
    const { scale } = framework.criteria.find((each) => each.criterion === criterion) ?? { scale: '' };
    const finding = judgment.content.findings.find((each) => each.criterion === criterion)?.finding;
    const findings = framework.terms.scales.find((each) => each.scale === scale)?.findings ?? [];
    return findings.find((each) => each.finding === finding)?.effect ?? 'not-assessed';
  };

  // "S = seats at convening. E = S less recused and vacant seats."
  const S = seats;
  const E = S.filter(({ status }) => status === 'sitting');
  // "A counted judgment is the newest one of the present holder of a seat in E, neither withdrawn nor stale."
  const V = E.flatMap((seat) => {
    const own = judgments.filter((each) => each.seat === seat.key && each.holder === seat.holder);
    const newest = own.at(-1);
    return newest === undefined || newest.withdrawn || newest.version < material
      ? []
      : [{ seat, judgment: newest }];
  });
  const A = V.filter(({ judgment }) =>
    ['support', 'no-objection', 'reservation'].includes(judgment.content.position),
  );

  // "A `prohibits` stands from its record until …"
  const stands = (judgment: Judgment, criterion: string): boolean => {
    if (effect(judgment, criterion) !== 'prohibits') return false;
    const recused = seatOf(judgment.seat).recusals.some(
      (each) =>
        each.holder === judgment.holder &&
        each.kind !== 'directed' &&
        each.lifted === null &&
        each.at >= eventAt(judgment),
    );
    const judgedWithout = judgments.some(
      (each) =>
        each.seat === judgment.seat &&
        each.order > judgment.order &&
        each.wasCurrent &&
        !each.withdrawn &&
        effect(each, criterion) !== 'prohibits',
    );
    return !recused && !judgedWithout;
  };
  const eventAt = (judgment: Judgment): string => events[judgment.order]?.recordedAt ?? '';
  const { minSeats, threshold, requiredTeams, adoptionDays } = framework.terms.rules;
  const teamFinds = (team: string, criterion: string, effects: readonly Effect[]): boolean =>
    V.some(({ seat, judgment }) => seat.team === team && effects.includes(effect(judgment, criterion)));
  const prohibitions = framework.criteria.filter(({ kind }) => kind === 'prohibition');
  const prohibited = prohibitions.some(({ criterion }) =>
    judgments.some((judgment) => stands(judgment, criterion)),
  );
  const brightLines =
    !prohibited &&
    prohibitions.every(({ criterion }) =>
      requiredTeams.every(
        (team) =>
          teamFinds(team, criterion, ['meets', 'not-applicable']) &&
          (!presumed.includes(criterion) || teamFinds(team, criterion, ['meets'])),
      ),
    );

  const quorum = 2 * V.length > S.length && V.length >= minSeats;
  const carriedBy =
    threshold.den * A.length >= threshold.num * E.length &&
    A.some(({ judgment }) => judgment.content.position === 'support');
  const teams = requiredTeams.every((team) => A.some(({ seat }) => seat.team === team));

  // "If its raiser is recused (self, computed) it lapses unless another seat adopts it within 5 days."
  const lapseOf = (owner: { seat: string; holder: string; at: string }): string | null => {
    for (const each of seatOf(owner.seat).recusals) {
      if (each.kind === 'directed' || each.holder !== owner.holder || each.at < owner.at) continue;
      const end = addDays(each.at, adoptionDays);
      if (each.lifted === null || each.lifted > end) return end;
    }
    return null;
  };
  const isOpen = (concern: Concern): boolean => {
    if (over.has(concern.id)) return false;
    let owner = { seat: concern.seat, holder: concern.holder, at: concern.at };
    for (const adoption of adoptions.filter(({ id }) => id === concern.id)) {
      const end = lapseOf(owner);
      if (end !== null && adoption.at > end) return false;
      owner = adoption;
    }
    const end = lapseOf(owner);
    if (end !== null && at > end) return false;
    const adopted = owner.at !== concern.at || owner.seat !== concern.seat;
    // "… its concern stand[s] until its seat judges again", and it "ends when withdrawn by its raiser", by nobody else.
    if (!concern.carried || adopted) return true;
    const later = judgments
      .filter((each) => each.seat === concern.seat && each.holder === concern.holder && !each.withdrawn)
      .at(-1);
    if (later === undefined || later.order <= concern.order) return true;
    return later.content.concern?.concern === concern.id;
  };
  const noConcern = !concerns.some(isOpen);

  const qualified = framework.criteria.some(({ criterion, kind }) =>
    V.some(({ judgment }) => {
      const found = effect(judgment, criterion);
      return found === 'meets-if' || (found === 'falls-short' && kind === 'requirement');
    }),
  );
  const passes = brightLines && quorum && carriedBy && teams && noConcern;
  const heard = V.length === E.length || (hardStop !== null && at > hardStop);
  return {
    approved: passes && !qualified,
    'approved-with-conditions': passes && !qualified,
    declined: quorum && heard && !(carriedBy && teams && noConcern),
    'declined-prohibited': quorum && prohibited,
    deferred: quorum,
  };
}
