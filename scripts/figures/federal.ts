import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { frameworkKey } from '../federal/framework.ts';
import { type Edition, editions } from '../federal/raw.ts';
import { riskTierOf, riskTiers } from '../federal/risk-tier.ts';
import { readCsv } from '../raw/csv.ts';
import { type Figure, figure } from './figure.ts';
import type { Listing, Listings } from './listing.ts';
import { countsBy, distinct, sum } from './statistics.ts';

const Totals = z.object({
  published_total_row: z.object({ use_cases: z.int(), rights_or_safety_impacting: z.int() }),
  published_summary_lines: z.array(z.string()),
  recomputed: z.object({ impact_type_raw: z.record(z.string(), z.int()) }),
});
const PublishedTotals = z.record(z.enum(editions), Totals);

/** One use case as a listing of states has it. */
const UseCaseState = z.object({
  framework: z.string().nullable(),
  submitterName: z.string().nullable(),
  riskTier: z.string().nullable(),
});
type UseCaseState = z.infer<typeof UseCaseState>;
const Versions = z.object({
  framework: z.string().nullable(),
  versions: z.array(z.object({ version: z.int(), changed: z.array(z.string()) })),
});

/** What the README of the data says beside its tables: cells that differ in the rows common to both editions. */
const CHANGED_CELLS = 28;

const impacting: ReadonlySet<string> = new Set(
  riskTiers.filter((tier) => tier.impacting).map(({ key }) => key),
);
const isImpacting = ({ riskTier }: UseCaseState): boolean => impacting.has(riskTier ?? '');

/** The tables of both editions beside what the ledger says as of the day of each. */
export async function federalFigures(folder: string, listings: Listings): Promise<readonly Figure[]> {
  const rows = await readCsv(join(folder, 'published_summary.csv'));
  const json: unknown = JSON.parse(await readFile(join(folder, 'published_totals.json'), 'utf8'));
  const { extra_counts_2025_01_23: _, ...byEdition } = z.record(z.string(), z.unknown()).parse(json);
  const totals = PublishedTotals.parse(byEdition);
  const figures: Figure[] = [];
  for (const edition of editions) {
    const useCases = useCasesOf(await listings('states', edition));
    figures.push(...totalFigures(edition, totals[edition], useCases));
    figures.push(...agencyFigures(edition, rows, useCases));
  }
  return [...figures, changedCells(await listings('submissions', null))];
}

const useCasesOf = ({ rows }: Listing): readonly UseCaseState[] =>
  rows.map((row) => UseCaseState.parse(row)).filter(({ framework }) => framework === frameworkKey);

function totalFigures(
  edition: Edition,
  { published_total_row: row, published_summary_lines: lines, recomputed }: z.infer<typeof Totals>,
  useCases: readonly UseCaseState[],
): readonly Figure[] {
  const agencies = lines.map((line) => /^(\d+) agency submissions$/.exec(line)?.[1]).find(Boolean);
  const tiers = new Map<string, number>();
  for (const [cell, count] of Object.entries(recomputed.impact_type_raw)) {
    const tier = riskTierOf(cell);
    tiers.set(tier, (tiers.get(tier) ?? 0) + count);
  }
  const ours = countsBy(useCases, ({ riskTier }) => riskTier ?? 'unclassified');
  return [
    figure(`${edition} agencies`, agencies, distinct(useCases.map(agencyOf))),
    figure(`${edition} use cases`, row.use_cases, useCases.length),
    figure(
      `${edition} rights- or safety-impacting`,
      row.rights_or_safety_impacting,
      useCases.filter(isImpacting).length,
    ),
    ...[...new Set([...tiers.keys(), ...ours.keys()])]
      .sort()
      .map((tier) => figure(`${edition} classified ${tier}`, tiers.get(tier) ?? 0, ours.get(tier) ?? 0)),
  ];
}

const agencyOf = ({ submitterName }: UseCaseState): string => submitterName ?? 'nobody named';

/** Each row of the printed table; two names are printed otherwise than they stand in the data. */
function agencyFigures(
  edition: Edition,
  rows: readonly ReadonlyMap<string, string>[],
  useCases: readonly UseCaseState[],
): readonly Figure[] {
  const printed = rows.filter((row) => row.get('edition') === edition);
  return printed.map((row) => {
    const name = row.get('agency_in_data') ?? '';
    const as = row.get('agency_as_published') ?? '';
    const own = useCases.filter((useCase) => agencyOf(useCase) === name);
    return figure(
      `${edition} ${as}${as === name ? '' : ` (${name})`}`,
      `${row.get('use_cases')} / ${row.get('rights_or_safety_impacting')}`,
      `${own.length} / ${own.filter(isImpacting).length}`,
    );
  });
}

function changedCells({ rows }: Listing): Figure {
  const ours = rows.map((row) => Versions.parse(row)).filter(({ framework }) => framework === frameworkKey);
  const changed = ours.flatMap(({ versions }) => versions.slice(1).map((version) => version.changed.length));
  return figure('cells that differ between the editions', CHANGED_CELLS, sum(changed));
}
