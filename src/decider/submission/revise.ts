import type { LedgerEvent } from '../../../events/catalogue.ts';
import { LedgerError } from '../../../events/errors.ts';
import type { SubmissionFields } from '../../../events/submission-fields.ts';
import { countedJudgment } from '../../../projections/evaluator/seats.ts';
import type { FrameworkVersion } from '../../../projections/framework-versions.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { type Decided, decided } from '../decided.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { enter, requirePhase } from '../gate.ts';
import type { Acting } from '../permit.ts';
import { invalidCommand, type Rules } from '../rules.ts';
import { givenFields, requireComplete, requireKnown } from './content.ts';
import { frameworkInUse } from './framework-in-use.ts';

type Asked = AskedOf<'revise-submission'>;

/**
 * A new version of the content. An unchanged field keeps its digest. Material is what the framework lists, or what the
 * submitter or the secretary declares; judgments on older versions then go stale, which the same append announces.
 */
export function revise(
  asked: Asked,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  requirePhase(state, ['submitted', 'screening', 'review'], rules);
  const { name, data } = asked;
  const framework = frameworkInUse(state.framework ?? '', state, facts, circumstances);
  const given = givenFields(name, data, framework, state.fields);
  requireKnown(name, data, framework);
  const removed = data.removed ?? [];
  requireRemovable(name, removed, given, state);
  const fields = revisedFields(state.fields, given, removed);
  const changed = [...new Set([...Object.keys(given), ...removed])].sort();
  if (circumstances.imported === null) {
    requireComplete(name, fields, framework);
    requireChange(asked, acting, changed, state);
  }
  const material = isMaterial(asked, changed, framework, rules);
  const version = state.version + 1;
  const stale = material ? judgmentsGoingStale(state) : [];
  const announced: readonly LedgerEvent[] =
    stale.length === 0 ? [] : [{ type: 'JudgmentsMarkedStale', data: { version, judgments: [...stale] } }];
  return decided(
    acting,
    rules.broke(),
    [
      {
        type: 'SubmissionRevised',
        data: {
          version,
          changed,
          material,
          ...(data.useCategory === undefined ? {} : { useCategory: data.useCategory }),
          fields,
          ...(data.attachments === undefined ? {} : { attachments: data.attachments }),
          ...(data.summary === undefined ? {} : { summary: data.summary }),
        },
      },
      ...announced,
    ],
    { framework: framework.ref, version: state.version },
  );
}

function requireRemovable(
  name: string,
  removed: readonly string[],
  given: SubmissionFields,
  state: ReviewState,
): void {
  for (const field of removed) {
    if (Object.hasOwn(given, field)) {
      throw invalidCommand(name, `removed.${field}`, 'is given a value in the same command');
    }
    if (!Object.hasOwn(state.fields, field)) {
      throw invalidCommand(name, `removed.${field}`, 'is no field of the present version');
    }
  }
}

/** Unchanged fields by their digests alone: the new version must repeat them, not seal them anew. */
function revisedFields(
  before: SubmissionFields,
  given: SubmissionFields,
  removed: readonly string[],
): SubmissionFields {
  const kept = Object.entries(before)
    .filter(([name]) => !removed.includes(name))
    .map(([name, field]) => {
      const { audience, digest } = field;
      return [name, digest === undefined ? field : { audience, digest }] as const;
    });
  return { ...Object.fromEntries(kept), ...given };
}

/** The secretary may declare what a submitter left undeclared, and changes nothing of the content. */
function requireChange(
  { name, data }: Asked,
  acting: Acting,
  changed: readonly string[],
  state: ReviewState,
): void {
  const category = data.useCategory !== undefined && data.useCategory !== state.useCategory;
  const content = changed.length > 0 || category || Object.keys(data.attachments ?? {}).length > 0;
  if (acting.role === 'secretary' && content) {
    throw new LedgerError(
      'not-permitted',
      'the content is the submitter’s to change; the secretary may declare a version material',
      { command: name, accepted: ['submitter'] },
    );
  }
  if (content || data.material === true) return;
  throw invalidCommand(name, 'fields', 'names at least one change: a field, an attachment, a use category');
}

/** What the framework lists is material whatever is declared; nobody may declare it immaterial. */
function isMaterial(
  { data }: Asked,
  changed: readonly string[],
  framework: FrameworkVersion,
  rules: Rules,
): boolean {
  const listed = changed.filter((field) => framework.terms.materialFields.includes(field));
  rules.require(
    data.material !== false || listed.length === 0,
    () =>
      new LedgerError(
        'listed-as-material',
        `the framework lists ${listed.join(', ')} as material: nobody may declare a change in it immaterial`,
        { fields: listed },
      ),
  );
  return listed.length > 0 || data.material === true;
}

/** The judgments that count now and will not under a new material version. */
function judgmentsGoingStale(state: ReviewState): readonly string[] {
  const seats = state.panel?.seats ?? [];
  return seats.flatMap((seat) => countedJudgment(state, seat)?.event ?? []);
}
