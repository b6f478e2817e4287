import type { FrameworkState, FrameworkVersion } from '../../projections/framework-versions.ts';

/** A small framework: two bright lines, a requirement, a value; two required teams; 2/3 to carry. */
export const versionOne: FrameworkVersion = {
  key: 'tests',
  version: 1,
  hash: 'a'.repeat(64),
  ref: `tests@1#${'a'.repeat(64)}`,
  event: 'f0000000-0000-4000-8000-000000000001',
  publishedAt: '2026-01-01T00:00:00.000Z',
  retired: null,
  terms: {
    title: 'Tests',
    notice: 'A framework for tests',
    scales: [
      {
        scale: 'line',
        label: 'Bright line',
        findings: [
          { finding: 'meets', label: 'Meets', value: 1, effect: 'meets' },
          { finding: 'not-applicable', label: 'Not applicable', value: 0, effect: 'not-applicable' },
          { finding: 'not-assessed', label: 'Not assessed', value: 0, effect: 'not-assessed' },
          { finding: 'prohibited', label: 'Prohibited', value: -1, effect: 'prohibits' },
        ],
      },
      {
        scale: 'weighed',
        label: 'Weighed',
        findings: [
          { finding: 'meets', label: 'Meets', value: 2, effect: 'meets' },
          { finding: 'meets-if', label: 'Meets, if', value: 1, effect: 'meets-if' },
          { finding: 'falls-short', label: 'Falls short', value: -1, effect: 'falls-short' },
          { finding: 'not-assessed', label: 'Not assessed', value: 0, effect: 'not-assessed' },
        ],
      },
    ],
    rules: {
      minSeats: 3,
      threshold: { num: 2, den: 3 },
      overrule: { num: 2, den: 3 },
      requiredTeams: ['product-policy', 'national-security'],
      adoptionDays: 5,
    },
    teams: [
      { key: 'product-policy', label: 'Product Policy' },
      { key: 'national-security', label: 'National Security' },
    ],
    fields: [
      { field: 'title', label: 'Title', audience: 'participants', required: true },
      { field: 'purpose', label: 'Purpose', audience: 'participants', required: true },
      { field: 'contact', label: 'Contact', audience: 'auditors', required: false },
    ],
    materialFields: ['purpose'],
    useCategories: [{ key: 'logistics', label: 'Logistics' }],
    riskTiers: [
      { key: 'low', label: 'Low' },
      { key: 'high', label: 'High' },
    ],
    tracks: [{ key: 'standard', label: 'Standard' }],
    interestCategories: [
      { key: 'financial', label: 'Financial' },
      { key: 'friendship', label: 'Friendship' },
    ],
    recusing: ['financial'],
  },
  criteria: [
    {
      criterion: 'no-harm',
      kind: 'prohibition',
      scale: 'line',
      title: 'No harm',
      text: 'No harm to people.',
    },
    { criterion: 'no-weapons', kind: 'prohibition', scale: 'line', title: 'No weapons', text: 'No weapons.' },
    {
      criterion: 'oversight',
      kind: 'requirement',
      scale: 'weighed',
      title: 'Oversight',
      text: 'A human decides.',
    },
    { criterion: 'fairness', kind: 'value', scale: 'weighed', title: 'Fairness', text: 'It is fair.' },
  ],
};

export const frameworks: FrameworkState = {
  revision: 4,
  recordedAt: '2026-01-01T00:00:00.000Z',
  source: null,
  nativeSince: 0,
  proposals: [],
  versions: [versionOne],
};

/** Everything meets: what most judgments of the tests find. */
export const allMeet = versionOne.criteria.map(({ criterion }) => ({ criterion, finding: 'meets' }));
export const findings = (changes: Readonly<Record<string, string>> = {}) =>
  allMeet.map(({ criterion, finding }) => ({ criterion, finding: changes[criterion] ?? finding }));
