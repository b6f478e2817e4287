import type { Criterion, FrameworkDefinition } from '../events/framework.ts';

/** Where two versions differ: a criterion, a field of submissions, or another of the terms. */
export type DiffPart = 'criterion' | 'field' | 'term';

export interface FrameworkChange {
  readonly change: 'added' | 'removed' | 'changed';
  readonly part: DiffPart;
  /** The criterion's or field's key; of a term its path, such as `rules.threshold` or `scales.value.upholds`. */
  readonly key: string;
  /** What changed of it: `text`, `label`; null where it was added or removed whole. */
  readonly aspect: string | null;
  readonly before: string | null;
  readonly after: string | null;
  /** The change in a sentence for people; long texts stand in `before` and `after`, and not here. */
  readonly words: string;
}

type Aspects = ReadonlyMap<string, string>;
/** The parts of one kind by key, in the order in which the framework states them. */
type Parts = ReadonlyMap<string, Aspects>;

/**
 * What version `b` changes in version `a`, in the order in which a framework is read: criteria, then fields, then terms;
 * within each first what `b` has, in its order, then what it no longer has, in `a`'s.
 */
export function diffFrameworks(a: FrameworkDefinition, b: FrameworkDefinition): readonly FrameworkChange[] {
  return [
    ...diffParts('criterion', criteriaOf(a), criteriaOf(b)),
    ...diffParts('field', fieldsOf(a), fieldsOf(b)),
    ...diffParts('term', termsOf(a), termsOf(b)),
  ];
}

function diffParts(part: DiffPart, before: Parts, after: Parts): readonly FrameworkChange[] {
  const kept = [...after].flatMap(([key, aspects]): FrameworkChange[] => {
    const old = before.get(key);
    return old === undefined ? [whole('added', part, key, aspects)] : diffAspects(part, key, old, aspects);
  });
  const removed = [...before]
    .filter(([key]) => !after.has(key))
    .map(([key, aspects]) => whole('removed', part, key, aspects));
  return [...kept, ...removed];
}

function diffAspects(part: DiffPart, key: string, before: Aspects, after: Aspects): FrameworkChange[] {
  return [...after].flatMap(([aspect, value]): FrameworkChange[] => {
    const old = before.get(aspect);
    if (old === undefined || old === value) return [];
    const short = Math.max(old.length, value.length) <= 80;
    const words = short
      ? `${named(part, key)}: ${aspect} changes from “${old}” to “${value}”`
      : `${named(part, key)}: ${aspect} is worded anew`;
    return [{ change: 'changed', part, key, aspect, before: old, after: value, words }];
  });
}

function whole(change: 'added' | 'removed', part: DiffPart, key: string, aspects: Aspects): FrameworkChange {
  const said = aspects.get('title') ?? aspects.get('label') ?? aspects.get('value') ?? '';
  const kind = aspects.get('kind');
  const what = kind === undefined ? named(part, key) : `${kind} ${key}`;
  const text = aspects.get('text') ?? said;
  const words = `${what} is ${change}: ${said}`;
  return {
    change,
    part,
    key,
    aspect: null,
    before: change === 'removed' ? text : null,
    after: change === 'added' ? text : null,
    words,
  };
}

const named = (part: DiffPart, key: string): string => (part === 'term' ? key : `${part} ${key}`);

const criteriaOf = ({ criteria }: FrameworkDefinition): Parts =>
  new Map(criteria.map((criterion) => [criterion.criterion, aspectsOfCriterion(criterion)]));

const aspectsOfCriterion = ({ kind, scale, title, text }: Criterion): Aspects =>
  new Map([
    ['kind', kind],
    ['scale', scale],
    ['title', title],
    ['text', text],
  ]);

/** A field with what the framework says of it; that it is material is part of it. */
const fieldsOf = ({ fields, materialFields }: FrameworkDefinition): Parts =>
  new Map(
    fields.map(({ field, label, audience, required }) => [
      field,
      new Map([
        ['label', label],
        ['audience', audience],
        ['required', yesOrNo(required)],
        ['material', yesOrNo(materialFields.includes(field))],
      ]),
    ]),
  );

const yesOrNo = (value: boolean): string => (value ? 'yes' : 'no');

function termsOf(definition: FrameworkDefinition): Parts {
  const { rules, scales, interestCategories, recusing } = definition;
  const one = (key: string, value: string): readonly [string, Aspects] => [key, new Map([['value', value]])];
  const choices = (list: 'teams' | 'useCategories' | 'riskTiers' | 'tracks') =>
    definition[list].map(({ key, label }) => [`${list}.${key}`, new Map([['label', label]])] as const);
  return new Map([
    one('title', definition.title),
    one('notice', definition.notice),
    ...scales.flatMap(({ scale, label, findings }) => [
      [`scales.${scale}`, new Map([['label', label]])] as const,
      ...findings.map(
        (finding) =>
          [
            `scales.${scale}.${finding.finding}`,
            new Map([
              ['label', finding.label],
              ['value', String(finding.value)],
              ['effect', finding.effect],
            ]),
          ] as const,
      ),
    ]),
    one('rules.minSeats', String(rules.minSeats)),
    one('rules.threshold', `${rules.threshold.num}/${rules.threshold.den}`),
    one('rules.overrule', `${rules.overrule.num}/${rules.overrule.den}`),
    one('rules.requiredTeams', rules.requiredTeams.join(', ')),
    one('rules.adoptionDays', String(rules.adoptionDays)),
    ...choices('teams'),
    ...choices('useCategories'),
    ...choices('riskTiers'),
    ...choices('tracks'),
    ...interestCategories.map(
      ({ key, label }) =>
        [
          `interestCategories.${key}`,
          new Map([
            ['label', label],
            ['recusing', yesOrNo(recusing.includes(key))],
          ]),
        ] as const,
    ),
  ]);
}
