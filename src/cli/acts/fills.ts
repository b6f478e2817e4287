import type { Fill } from './act-verb.ts';
import type { JsonObject } from './taken.ts';

/** What a submission, as it was just shown to whoever acts, says of what they act on. */
export interface Seen {
  readonly version: number;
  /** `key@version#hash` under which the panel convened; null before. */
  readonly framework: string | null;
  /** Seats that whoever acts holds. */
  readonly mine: readonly string[];
  /** The events of questions that nobody has answered, oldest first. */
  readonly asked: readonly string[];
  readonly decision: string | null;
  /** Proposals that stand, oldest first; the outcome where it may be read. */
  readonly proposals: readonly { readonly event: string; readonly outcome: string | null }[];
  /** Judgments that stand, oldest first. */
  readonly judgments: readonly { readonly event: string; readonly seat: string }[];
  /** Concerns that may be told of, raised by themselves or carried by a judgment. */
  readonly concerns: readonly string[];
  readonly declarations: ReadonlyMap<string, string>;
  readonly evidence: readonly { readonly event: string; readonly condition: string }[];
}

/** Fills in what the data leave out and the submission says. What cannot be told from it is left out, and then refused. */
export function filled(data: JsonObject, fills: readonly Fill[], seen: Seen): JsonObject {
  let so = data;
  for (const fill of fills) so = { ...filling[fill](so, seen), ...so };
  return so;
}

const only = (name: string, value: string | undefined): JsonObject =>
  value === undefined ? {} : { [name]: value };
const single = <T>(all: readonly T[]): T | undefined => (all.length === 1 ? all[0] : undefined);

/** The proposal that is named, else the newest that stands and agrees with the outcome, where one is given. */
function proposalOf(
  { proposal, outcome }: JsonObject,
  { proposals }: Seen,
): Seen['proposals'][number] | undefined {
  if (proposal !== undefined) return proposals.find(({ event }) => event === proposal);
  return proposals.findLast((each) => outcome === undefined || (each.outcome ?? outcome) === outcome);
}

const filling: Readonly<Record<Fill, (data: JsonObject, seen: Seen) => JsonObject>> = {
  seat: (_, { mine }) => only('seat', single(mine)),
  judged: (_, { version, framework }) => ({ version, ...only('criteria', framework?.split('#')[1]) }),
  request: (_, { asked }) => only('request', asked.at(-1)),
  decision: (_, { decision }) => only('decision', decision ?? undefined),
  proposal: (data, seen) => only('proposal', proposalOf(data, seen)?.event),
  outcome: (data, seen) => only('outcome', proposalOf(data, seen)?.outcome ?? undefined),
  judgment: ({ seat }, { judgments }) =>
    only('judgment', judgments.findLast((each) => each.seat === seat)?.event),
  declaration: ({ seat }, { declarations }) =>
    only('declaration', typeof seat === 'string' ? declarations.get(seat) : undefined),
  evidence: ({ condition }, { evidence }) =>
    only('evidence', evidence.findLast((each) => each.condition === condition)?.event),
  recusal: ({ seat }, { mine }) => ({
    kind: typeof seat === 'string' && mine.includes(seat) ? 'self' : 'directed',
  }),
  fields: () => ({ fields: {} }),
  interest: ({ categories, detail }) =>
    categories === undefined && detail === undefined ? {} : { kind: 'declared' },
};
