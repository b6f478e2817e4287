import type { Act } from '../history/act.ts';

export const frameworkKey = 'joss';

const notice =
  'A plain mapping of the open peer reviews of the Journal of Open Source Software, made so that they can be read as a record. It is not an official text of the journal. The source holds no judgments, only who edited, reviewed and commented, and when: this framework has no criteria, and its decision rules are placeholders that nobody applied. Comments and the label that recommends acceptance carry no date of their own; they are given the span in which the review was open, or no time where that is unknown.';

export const frameworkAct: Act = {
  act: 'framework',
  key: `framework/${frameworkKey}`,
  summary: 'A mapping of what the published data hold; it adds no rule and no judgment.',
  definition: {
    key: frameworkKey,
    version: 1,
    title: 'Journal of Open Source Software: open peer review (mapping)',
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
    fields: [
      { field: 'title', label: 'Title', audience: 'public', required: true },
      { field: 'authors_count', label: 'Number of authors', audience: 'public', required: false },
      { field: 'prereview_number', label: 'Pre-review issue', audience: 'public', required: false },
    ],
    materialFields: [],
    useCategories: [],
    riskTiers: [],
    tracks: [],
    interestCategories: [],
    recusing: [],
  },
};
