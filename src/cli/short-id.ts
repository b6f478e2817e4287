import type { Context } from './context.ts';

/** An id in a table: whole where a program may read it, its beginning in a terminal, where verbs take that as well. */
export const shortId = ({ terminal }: Context, id: string): string =>
  terminal.columns === null ? id : id.slice(0, 8);
