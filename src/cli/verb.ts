import type { Run } from './context.ts';

/** One verb of the command line: how it is called, what it is for, and where its code is loaded from when it is called. */
export interface Verb {
  /** `['serve']`, or noun and verb: `['framework', 'list']`. */
  readonly path: readonly [string] | readonly [noun: string, verb: string];
  readonly summary: string;
  /** As commander writes them: `<submission>`, `[view]`, `<files...>`. */
  readonly arguments?: readonly Described[];
  /** As commander writes them: `--limit <number>`. */
  readonly options?: readonly Described[];
  /** What stands under the options in its help. */
  readonly notes?: string;
  /** Nothing is imported before the verb is called, so that help and usage errors are there at once. */
  readonly load: () => Promise<Run>;
}

export type Described = readonly [form: string, meaning: string];
