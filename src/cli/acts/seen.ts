import { z } from 'zod';
import { ask, pathOf, type Reach } from '../reach/reach.ts';
import type { Seen } from './fills.ts';

const sealable = <T extends z.ZodType>(content: T) => z.union([z.literal('sealed'), content]);

/** A submission as whoever acts sees it, as far as an act on it may leave something out. */
const Submission = z.looseObject({
  /** The seats that whoever asks holds. */
  seats: z.array(z.string()),
  state: z.looseObject({
    version: z.number(),
    phase: z.string(),
    requests: z.array(z.looseObject({ event: z.string(), answer: z.string().nullable() })),
    panel: z
      .looseObject({
        framework: z.string(),
        seats: z.array(
          z.looseObject({
            seat: z.string(),
            holder: z.string().nullable(),
            interest: z.looseObject({ event: z.string() }).nullable(),
          }),
        ),
      })
      .nullable(),
    judgments: z.array(
      z.looseObject({ event: z.string(), seat: z.string(), withdrawn: z.string().nullable() }),
    ),
    proposals: z.array(
      z.looseObject({
        event: z.string(),
        withdrawn: z.boolean(),
        content: sealable(z.looseObject({ outcome: z.string() })),
      }),
    ),
    decision: z
      .looseObject({
        decision: z.string(),
        conditions: z.array(
          z.looseObject({ condition: z.string(), evidence: z.array(z.looseObject({ event: z.string() })) }),
        ),
      })
      .nullable(),
  }),
});
type Submission = z.infer<typeof Submission>;

export interface Shown {
  readonly seen: Seen;
  readonly etag: string | null;
  /** For whoever is asked whether it is what they mean. */
  readonly about: readonly (readonly [string, string])[];
}

/** Reads a submission for whoever is about to act on it. */
export async function shownTo(reach: Reach, submission: string): Promise<Shown> {
  const path = pathOf('/api/submissions/{submission}', { submission });
  const { says, etag } = await ask(reach, Submission, { method: 'GET', path });
  const { phase, version } = says.state;
  return { seen: seenOf(says), etag, about: [['stands at', `${phase}, version ${version}`]] };
}

function seenOf({ state, seats: mine }: Submission): Seen {
  const { version, panel, requests, proposals, judgments, decision } = state;
  const seats = panel?.seats ?? [];
  return {
    version,
    framework: panel?.framework ?? null,
    mine,
    asked: requests.filter(({ answer }) => answer === null).map(({ event }) => event),
    decision: decision?.decision ?? null,
    proposals: proposals
      .filter(({ withdrawn }) => !withdrawn)
      .map(({ event, content }) => ({ event, outcome: content === 'sealed' ? null : content.outcome })),
    judgments: judgments.filter(({ withdrawn }) => withdrawn === null),
    declarations: new Map(
      seats.flatMap(({ seat, interest }) => (interest === null ? [] : [[seat, interest.event]])),
    ),
    evidence: (decision?.conditions ?? []).flatMap(({ condition, evidence }) =>
      evidence.map(({ event }) => ({ event, condition })),
    ),
  };
}
