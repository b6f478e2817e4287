import type { z } from 'zod';
import type { StreamKind } from '../../events/stream.ts';

/** What one command asks for, before it is tied to a person, an instant and an id. */
export interface CommandSpec<N extends string = string, S extends z.ZodType = z.ZodType> {
  readonly name: N;
  readonly data: S;
  /** The kind of stream it appends to: one command, one stream, one append. */
  readonly stream: StreamKind;
  /** Directory ids that the data names, whose pseudonyms and standing `decide` has to know. */
  readonly people: (data: z.infer<S>) => readonly string[];
}

export const command = <const N extends string, S extends z.ZodType>(
  stream: StreamKind,
  name: N,
  data: S,
  people: (data: z.infer<S>) => readonly (string | undefined)[] = () => [],
): CommandSpec<N, S> => ({
  name,
  data,
  stream,
  people: (value) => [...new Set(people(value).filter((person) => person !== undefined))],
});
