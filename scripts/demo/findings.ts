import { z } from 'zod';
import type { Member } from './member.ts';

/** What the sample framework's scales call the best finding of each kind. */
const best = {
  'no-harm-to-people': 'clear',
  'no-destruction-of-property': 'clear',
  'no-weapons-development': 'clear',
  'human-oversight': 'met',
  'testing-before-use': 'met',
  'named-owner': 'met',
  freedom: 'not-affected',
  fairness: 'upholds',
  'human-rights': 'upholds',
  safety: 'upholds',
  accountability: 'upholds',
} as const;
type Criterion = keyof typeof best;

const Seen = z.looseObject({
  state: z.looseObject({ version: z.number(), panel: z.looseObject({ framework: z.string() }) }),
});

export interface Judgment {
  readonly seat: string;
  readonly position: 'support' | 'no-objection' | 'reservation' | 'block' | 'abstain';
  readonly summary: string;
  readonly found?: Partial<Readonly<Record<Criterion, string>>>;
  readonly concern?: { readonly criterion: Criterion; readonly concern: string; readonly resolvedIf: string };
}

/** Judges the version and under the criteria that the person was just shown. */
export async function judge(member: Member, submission: string, judgment: Judgment): Promise<string> {
  const { found, summary, ...rest } = judgment;
  const accepted = await member.act(submission, 'record-judgment', {
    ...rest,
    ...(await judged(member, submission)),
    findings: Object.entries({ ...best, ...found }).map(([criterion, finding]) => ({ criterion, finding })),
    reasons: { summary },
  });
  return accepted.events[0]?.id ?? '';
}

/** The version and the criteria that a judgment or a concern has to name. */
export async function judged(
  member: Member,
  submission: string,
): Promise<{ readonly version: number; readonly criteria: string }> {
  const { state } = Seen.parse(await member.read(`/api/submissions/${submission}`));
  return {
    version: state.version,
    criteria: state.panel.framework.slice(state.panel.framework.indexOf('#') + 1),
  };
}
