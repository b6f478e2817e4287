import { ndjson } from '../raw/folder.ts';

const changedFields = Array.from({ length: 28 }, (_, i) => `field_${i}`);

const totals = (agencies: number, useCases: number, impact: { readonly [cell: string]: number }): object => ({
  published_total_row: { use_cases: useCases, rights_or_safety_impacting: 1 },
  published_summary_lines: [`${agencies} agency submissions`],
  recomputed: { impact_type_raw: impact },
});

/** An invented inventory in the publisher's files: two use cases in its first edition, a third in its second. */
export const inventedInventory: { readonly [file: string]: string } = {
  'columns.csv': [
    'field,source_header_2025_01_23,non_empty_rows',
    ...['agency', 'impact_type', ...changedFields].map((field) => `${field},"What about ${field}, then?",2`),
    '',
  ].join('\n'),
  'use_cases.ndjson': ndjson([
    {
      row: 1,
      first_listed: '2024-12-18',
      agency: 'Bureau of Weather ',
      impact_type: 'Rights-Impacting\n',
      ...Object.fromEntries(changedFields.map((field) => [field, 'now'])),
    },
    { row: 2, first_listed: '2024-12-18', agency: 'Bureau of Weather', impact_type: 'Neither' },
    { row: 3, first_listed: '2025-01-23', agency: 'Office of Maps' },
  ]),
  'edition_changes.ndjson': ndjson(
    changedFields.map((field) => ({
      row: 1,
      field,
      edition_2024_12_18: 'then',
      edition_2025_01_23: 'now',
    })),
  ),
  'published_summary.csv': [
    'edition,agency_as_published,agency_in_data,use_cases,rights_or_safety_impacting',
    '2024-12-18,Weather Bureau,Bureau of Weather,2,1',
    '2025-01-23,Bureau of Weather,Bureau of Weather,2,1',
    '2025-01-23,Office of Maps,Office of Maps,1,0',
    '',
  ].join('\n'),
  'published_totals.json': JSON.stringify({
    '2024-12-18': totals(1, 2, { 'Rights-Impacting\n': 1, Neither: 1 }),
    '2025-01-23': totals(2, 3, { 'Rights-Impacting\n': 1, Neither: 1, '': 1 }),
    extra_counts_2025_01_23: {},
  }),
};
