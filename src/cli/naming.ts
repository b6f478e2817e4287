import { UsageError } from './usage-error.ts';

/** The three whom init made, by what they are. */
export const founders = ['operator', 'registrar', 'administrator'] as const;

/** @throws UsageError for what cannot be the beginning of an id */
export function requireBeginning(text: string, field: string, accepted: string): void {
  if (!/^[0-9a-f-]{4,36}$/.test(text))
    throw new UsageError(field, `must be ${accepted} (at least 4 characters)`);
}

export const ambiguous = (field: string, beginning: string, count: number): UsageError =>
  new UsageError(field, `${beginning} begins ${count} ids; give more of it`);
