import type { ErrorCode, Refusals } from '../../events/errors.ts';

/** A refusal in words: one sentence each, for whoever met it. */
export interface Words<F extends string = string> {
  readonly means: string;
  /** What would be accepted, or what to do. */
  readonly remedy: string;
  /** What stands beside the message, by name. */
  readonly facts: Readonly<Record<F, string>>;
}

export type WordsOf<C extends ErrorCode> = { readonly [K in C]: Words<keyof Refusals[K] & string> };
