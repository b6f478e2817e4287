import { join } from 'node:path';
import type { Act } from '../history/act.ts';
import { readCsv } from '../raw/csv.ts';
import { readNdjson } from '../raw/ndjson.ts';
import { frameworkAct, frameworkKey } from './framework.ts';
import { type Edition, EditionChange, UseCase } from './raw.ts';
import { riskTierOf } from './risk-tier.ts';

export type ChangesByRow = ReadonlyMap<number, readonly EditionChange[]>;

/**
 * The inventory as acts, in the order of its editions: each use case received and classified when its agency first
 * listed it, and revised where the second edition says something else. `until` stops after the first edition, whose
 * acts are the beginning of the whole.
 */
export async function* federalActs(folder: string, until: Edition = '2025-01-23'): AsyncGenerator<Act> {
  const changes = await changesByRow(join(folder, 'edition_changes.ndjson'));
  const useCases = join(folder, 'use_cases.ndjson');
  yield frameworkAct(await readCsv(join(folder, 'columns.csv')));
  const known = new Set<string>();
  yield* newAgencies(useCases, '2024-12-18', known);
  for await (const useCase of readNdjson(useCases, UseCase)) {
    if (useCase.first_listed === '2024-12-18') yield* listed(useCase, changes);
  }
  if (until === '2024-12-18') return;
  yield* newAgencies(useCases, '2025-01-23', known);
  for await (const useCase of readNdjson(useCases, UseCase)) {
    if (useCase.first_listed === '2025-01-23') yield* listed(useCase, changes);
    else yield* revised(useCase, changes);
  }
}

async function changesByRow(file: string): Promise<ChangesByRow> {
  const changes = new Map<number, readonly EditionChange[]>();
  for await (const change of readNdjson(file, EditionChange)) {
    changes.set(change.row, [...(changes.get(change.row) ?? []), change]);
  }
  return changes;
}

async function* newAgencies(useCases: string, edition: Edition, known: Set<string>): AsyncGenerator<Act> {
  for await (const useCase of readNdjson(useCases, UseCase)) {
    const agency = agencyOf(useCase);
    if (useCase.first_listed !== edition || known.has(agency)) continue;
    known.add(agency);
    yield { act: 'person', key: `agency/${agency}`, person: agency, kind: 'organisation', name: agency };
  }
}

/** A use case as the edition that first lists it has it, and the class that its agency gave it there. */
export function* listed(useCase: UseCase, changes: ChangesByRow): Generator<Act> {
  const { row, first_listed: edition } = useCase;
  const about = { submission: String(row), at: edition, by: agencyOf(useCase), as: 'submitter' };
  const fields = edition === '2024-12-18' ? firstEdition(useCase, changes.get(row) ?? []) : cells(useCase);
  yield {
    act: 'receive-submission',
    key: `${row}/received`,
    ...about,
    framework: frameworkKey,
    fields,
  };
  yield {
    act: 'screen-submission',
    key: `${row}/classified`,
    ...about,
    scope: 'in',
    riskTier: riskTierOf(fields['impact_type']),
  };
}

/** What the second edition says otherwise about a use case of the first: exactly those cells. */
export function* revised(useCase: UseCase, changes: ChangesByRow): Generator<Act> {
  const { row } = useCase;
  const changed = changes.get(row) ?? [];
  if (changed.length === 0) return;
  const now = changed.filter(({ edition_2025_01_23: cell }) => cell !== '');
  const gone = changed.filter(({ edition_2025_01_23: cell }) => cell === '');
  const act: Act = {
    act: 'revise-submission',
    key: `${row}/revised/2025-01-23`,
    submission: String(row),
    at: '2025-01-23',
    by: agencyOf(useCase),
    as: 'submitter',
    fields: Object.fromEntries(now.map(({ field, edition_2025_01_23: cell }) => [field, cell])),
  };
  yield gone.length === 0 ? act : { ...act, removed: gone.map(({ field }) => field) };
  const reclassified = changed.find(({ field }) => field === 'impact_type');
  if (reclassified === undefined) return;
  yield {
    act: 'screen-submission',
    key: `${row}/classified/2025-01-23`,
    submission: String(row),
    at: '2025-01-23',
    by: agencyOf(useCase),
    as: 'submitter',
    scope: 'in',
    riskTier: riskTierOf(reclassified.edition_2025_01_23),
  };
}

/** Two rows of the source end an agency's name with a space. */
export const agencyOf = ({ agency }: UseCase): string => agency.trim();

function cells(useCase: UseCase): { readonly [field: string]: string } {
  const { row: _row, first_listed: _edition, ...fields } = useCase;
  return Object.fromEntries(Object.entries(fields).filter((entry) => typeof entry[1] === 'string'));
}

/** The changes applied backwards; a cell that was empty then is left out, as everywhere. */
function firstEdition(
  useCase: UseCase,
  changed: readonly EditionChange[],
): { readonly [field: string]: string } {
  const before = changed.map(({ field, edition_2024_12_18: cell }) => [field, cell] as const);
  const fields = { ...cells(useCase), ...Object.fromEntries(before) };
  return Object.fromEntries(Object.entries(fields).filter(([, cell]) => cell !== ''));
}
