import { initialDirectoryState } from '../../projections/directory.ts';
import { initialFrameworkState } from '../../projections/framework-versions.ts';
import { initialLogState } from '../../projections/log-keys.ts';
import type { Facts } from '../decider/facts.ts';

/** Facts of which only those that are given say anything. */
export const plainFacts = (given: Partial<Facts>): Facts => ({
  directory: initialDirectoryState,
  actor: null,
  people: new Map(),
  belongs: () => false,
  frameworks: initialFrameworkState,
  entry: () => undefined,
  ruleSalt: () => undefined,
  openSeats: () => 0,
  founders: null,
  log: initialLogState,
  erasing: null,
  ...given,
});
