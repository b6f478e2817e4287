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
  /** Why it cannot be done through a server, where it cannot. */
  readonly machine?: string;
  /** What stands under the options in its help. */
  readonly notes?: string;
  /** Nothing is imported before the verb is called, so that help and usage errors are there at once. */
  readonly load: () => Promise<Run>;
}

/** What an argument or option may be, where that is a closed set: the words, or which set of the record's own it is. */
export type Choices =
  | readonly string[]
  | 'commands'
  | 'listings'
  | 'outcomes'
  | 'phases'
  | 'roles'
  | 'schemas'
  | 'views';

export type Described = readonly [form: string, meaning: string, choices?: Choices];
