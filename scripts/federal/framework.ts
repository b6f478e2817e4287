import type { Act } from '../history/act.ts';
import { riskTiers } from './risk-tier.ts';

export const frameworkKey = 'omb-m-24-10';

const notice =
  'A plain mapping of the 2024 U.S. federal agency AI use case inventory, made so that the inventory can be read as a record. It is not an official text of any agency or of the Office of Management and Budget, and it is not memorandum M-24-10. The inventory holds no judgments: this framework has no criteria, and its decision rules are placeholders that nobody applied.';

/** The questions of the inventory as submission fields, under the publisher's own headers. */
export const frameworkAct = (columns: readonly ReadonlyMap<string, string>[]): Act => ({
  act: 'framework',
  key: `framework/${frameworkKey}`,
  summary: 'A mapping of the questions of the inventory; it adds no rule and no judgment.',
  definition: {
    key: frameworkKey,
    version: 1,
    title: 'Federal AI use case inventory 2024 (mapping)',
    notice,
    scales: [],
    criteria: [],
    rules: {
      minSeats: 1,
      threshold: { num: 1, den: 1 },
      overrule: { num: 2, den: 3 },
      requiredTeams: [],
      adoptionDays: 0,
    },
    teams: [],
    fields: columns.map((column) => {
      const field = column.get('field') ?? '';
      const label = column.get('source_header_2025_01_23') ?? field;
      return { field, label: label.slice(0, 200), audience: 'public', required: false };
    }),
    materialFields: [],
    useCategories: [],
    riskTiers: riskTiers.map(({ key, label }) => ({ key, label })),
    tracks: [],
    interestCategories: [],
    recusing: [],
  },
});
