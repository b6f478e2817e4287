import { frameworkHash } from '../../events/framework-hash.ts';
import {
  definitionOf,
  evolveFramework,
  type FrameworkState,
  type FrameworkVersion,
  initialFrameworkState,
  type RecordedFrameworkEvent,
} from '../../projections/framework-versions.ts';
import { addSeconds } from './moments.ts';

/** An act may have been decided just before another stream went on, and stand in the log just after. */
export const OVERLAP_SECONDS = 10;

/** Every framework as its stream has it so far, append by append. */
export class FrameworkBook {
  readonly #states = new Map<string, FrameworkState[]>();
  readonly #hashes = new Map<string, boolean>();

  now(key: string): FrameworkState {
    return this.#states.get(key)?.at(-1) ?? initialFrameworkState;
  }

  /** As it was a moment before an instant; the same as now where nothing was added in between. */
  before(key: string, instant: string): FrameworkState {
    const until = addSeconds(instant, -OVERLAP_SECONDS);
    const states = this.#states.get(key) ?? [];
    return (
      states.findLast(({ recordedAt }) => recordedAt === null || recordedAt <= until) ?? initialFrameworkState
    );
  }

  /** One append of a framework's stream. */
  add(key: string, events: readonly RecordedFrameworkEvent[]): void {
    const state = events.reduce(evolveFramework, this.now(key));
    this.#states.set(key, [...(this.#states.get(key) ?? []), state]);
  }

  /** Whether a published version holds what its hash says. */
  isWhole(version: FrameworkVersion): boolean {
    const known = this.#hashes.get(version.ref);
    if (known !== undefined) return known;
    const whole = frameworkHash(definitionOf(version)) === version.hash;
    this.#hashes.set(version.ref, whole);
    return whole;
  }
}
