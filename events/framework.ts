import { z } from 'zod';
import { event } from './event.ts';
import { open, Visibility } from './fields.ts';
import { Count, EventId, Key, Ordinal, Sha256 } from './ids.ts';

const policy = 'published policy text';
const Label = open(z.string().min(1).max(200), policy);
const Text = open(z.string().min(1).max(8_000), policy);

/** What a finding does, whatever it is called on its scale. */
export const Effect = z.enum([
  'meets',
  'meets-if',
  'falls-short',
  'prohibits',
  'not-applicable',
  'not-assessed',
]);
export type Effect = z.infer<typeof Effect>;

/** Findings in order, best first; `value` is the integer that another body's scale prints (−2…+2, 1…5). */
export const Scale = z.strictObject({
  scale: Key,
  label: Label,
  findings: z
    .array(
      z.strictObject({ finding: Key, label: Label, value: z.int().min(-1_000).max(1_000), effect: Effect }),
    )
    .min(1)
    .max(20),
});
export type Scale = z.infer<typeof Scale>;

export const CriterionKind = z.enum(['prohibition', 'requirement', 'value']);
export const Criterion = z.strictObject({
  criterion: Key,
  kind: CriterionKind,
  scale: Key,
  title: Label,
  text: Text,
});
export type Criterion = z.infer<typeof Criterion>;

const Fraction = z.strictObject({ num: z.int().min(1).max(1_000), den: z.int().min(1).max(1_000) });

/** The numbers of DESIGN §7. `minSeats` is the least number of judging seats that make a quorum. */
export const DecisionRules = z.strictObject({
  minSeats: z.int().min(1).max(100),
  threshold: Fraction,
  overrule: Fraction,
  requiredTeams: z.array(Key).max(20),
  /** Days within which another seat may adopt a concern whose raiser is recused. */
  adoptionDays: z.int().min(0).max(365),
});
export type DecisionRules = z.infer<typeof DecisionRules>;

export const SubmissionField = z.strictObject({
  field: Key,
  label: Label,
  audience: Visibility,
  required: z.boolean(),
});
const Choice = z.strictObject({ key: Key, label: Label });

/** All of a framework version but the texts of its criteria. */
export const FrameworkTerms = z.strictObject({
  title: Label,
  /** Said wherever the framework is shown: whose text this is, and whose it is not. */
  notice: Text,
  scales: z.array(Scale).max(20),
  rules: DecisionRules,
  teams: z.array(Choice).max(50),
  fields: z.array(SubmissionField).max(150),
  /** A change in one of these makes judgments stale; nobody may declare it immaterial. */
  materialFields: z.array(Key).max(150),
  useCategories: z.array(Choice).max(100),
  riskTiers: z.array(Choice).max(50),
  tracks: z.array(Choice).max(20),
  interestCategories: z.array(Choice).max(50),
  /** Interest categories that recuse by themselves. */
  recusing: z.array(Key).max(50),
});
export type FrameworkTerms = z.infer<typeof FrameworkTerms>;

/** What is proposed, hashed and published: SHA-256 over the canonical JSON of this object is the version's hash. */
export const FrameworkDefinition = z.strictObject({
  ...FrameworkTerms.shape,
  key: Key,
  version: Ordinal,
  criteria: z.array(Criterion).max(60),
});
export type FrameworkDefinition = z.infer<typeof FrameworkDefinition>;

export const FrameworkProposed = event(
  'FrameworkProposed',
  'A steward puts a version forward; its text is the proposer’s until somebody else publishes exactly it (SOD-6).',
  {
    version: Ordinal,
    hash: Sha256,
    criteria: Count,
    summary: open(z.string().min(1).max(2_000), 'what changes in a policy, said to everyone'),
  },
);

export const FrameworkPublished = event(
  'FrameworkPublished',
  'From here on panels may be convened under this version; one CriterionPublished each follows in the same append.',
  {
    version: Ordinal,
    hash: Sha256,
    /** Only imported history may lack it. */
    proposal: EventId.exactOptional(),
    criteria: Count,
    terms: FrameworkTerms,
  },
);
export const CriterionPublished = event(
  'CriterionPublished',
  'One criterion of the version that was just published, in its order.',
  {
    version: Ordinal,
    order: Count,
    criterion: Criterion,
  },
);

export const FrameworkRetired = event(
  'FrameworkRetired',
  'No new panel may be convened under this version; what was decided under it stays decided.',
  {
    version: Ordinal,
    reason: open(z.string().min(1).max(2_000), 'why a policy ends, said to everyone'),
  },
);
