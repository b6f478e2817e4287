/**
 * The tiers that the inventory's answers come to, by the publisher's rule: trimmed and in lower case. `impacting` marks
 * those that its tables count as rights- and/or safety-impacting.
 */
export const riskTiers = [
  { key: 'both', label: 'Both rights- and safety-impacting', impacting: true },
  { key: 'rights-impacting', label: 'Rights-impacting', impacting: true },
  { key: 'safety-impacting', label: 'Safety-impacting', impacting: true },
  { key: 'neither', label: 'Neither', impacting: false },
  { key: 'too-new', label: 'Too new to assess; to be reassessed', impacting: false },
  { key: 'case-by-case', label: 'Case-by-case assessment', impacting: false },
  { key: 'not-stated', label: 'The cell is empty', impacting: false },
  { key: 'other', label: 'Another answer, as it stands in the field', impacting: false },
] as const;
export type RiskTier = (typeof riskTiers)[number]['key'];

/** The tier of one `impact_type` cell. The cell itself stays as it is among the submission's fields. */
export function riskTierOf(cell: string | undefined): RiskTier {
  const answer = (cell ?? '').trim().toLowerCase();
  switch (answer) {
    case '':
      return 'not-stated';
    case 'both':
    case 'rights-impacting':
    case 'safety-impacting':
    case 'neither':
      return answer;
    case 'case-by-case assessment':
      return 'case-by-case';
    default:
      return answer.startsWith('no, use case is too new to fully assess impacts') ? 'too-new' : 'other';
  }
}
